import { zodZh } from './syntax.js'

/** What a schema expects, as its file says it in English after `expected `, in Chinese. Lists of values stand as they are. */
const ZH: Readonly<Record<string, string>> = {
  'a code': '一个代码',
  'a column, a list of alternatives, or { count, of }': '一列、几列之一的列表，或 { count, of }',
  'a condition, as text': '一条文字写的条件',
  'a file name pattern': '文件名模式',
  'a file name pattern, or a list of them': '文件名模式，或其列表',
  'a letter and two digits, as in L01': '一个字母加两位数字，如 L01',
  'a list of agencies': '机构的列表',
  'a list of columns': '列的列表',
  'a list of date forms': '日期写法的列表',
  'a list of headers, or headers with their type': '列名的列表，或列名加类型',
  'a list of names': '名称的列表',
  'a list of rules or outcomes': '规则或差异类型的列表',
  'a list of sources': '来源的列表',
  'a list of texts': '文字的列表',
  'a name of letters, digits, _ and -': '由文字、数字、_ 和 - 组成的名称',
  'a name of small letters, digits and -': '由小写字母、数字和 - 组成的名称',
  'a name of small letters, digits and _': '由小写字母、数字和 _ 组成的名称',
  'a name': '一个名称',
  'a number of rows': '行数',
  'a port between 1 and 65535': '1 到 65535 之间的端口',
  'a share between 0 and 1': '0 到 1 之间的比例',
  'a side': '一方',
  'a text': '一段文字',
  'a time as 30s, 10m, 2h or 1d for a watermark that is a time, or a number for one that counts up':
    '水位列是时间时写 30s、10m、2h、1d 这样的时长，是序号时写数字',
  'a title': '中英文名称',
  'an offset as "+08:00"': '时差，如 "+08:00"',
  'at least one agency': '至少一家机构',
  'at least one column': '至少一列',
  'at least one format': '至少一种格式',
  'at least one header': '至少一个列名',
  'at least one name': '至少一个名称',
  'at least one outcome': '至少一种结果',
  'at least one record': '至少一种记录',
  'at least one rule': '至少一条规则',
  'at most 3600 seconds': '不超过 3600 秒',
  'discrepancy or note': 'discrepancy 或 note',
  'filled, blank, or a list of patterns with *': 'filled、blank，或带 * 的模式列表',
  'fraction or percent': 'fraction 或 percent',
  'host, port, database, user and password below it': '下面写 host、port、database、user、password',
  'jobs by name': '按名称列出的任务',
  'kind: compare, unique or check': 'kind: compare、unique 或 check',
  'lower-case letters, digits, - and _, beginning with a letter': '小写字母开头，由小写字母、数字、- 和 _ 组成',
  'owner, tax, bank, any, or a list of them': 'owner、tax、bank、any，或其列表',
  'password: {env: NAME} or password: {file: PATH}, never the password itself':
    'password: {env: 变量名} 或 password: {file: 路径}，不要写密码本身',
  'person or unit': 'person 或 unit',
  'principal_employer, principal_person, late_fee or interest': 'principal_employer、principal_person、late_fee 或 interest',
  'record, from, key, take, or param and at': 'record、from、key、take，或 param 和 at',
  'seconds between 1 and 86400': '1 到 86400 之间的秒数',
  seconds: '秒数',
  'ss or mi': 'ss 或 mi',
  'the name of a column': '一个列名',
  'the name of a column, or a list of them': '一个列名，或列名的列表',
  'the name of a user': '用户名',
  'the name of an environment variable': '环境变量名',
  'the name of the database': '数据库名',
  'true or false': 'true 或 false',
  'true, false, or {ca: PATH}': 'true、false，或 {ca: 路径}',
  '元, 分, 角 or 万元': '元、分、角或万元',
  'a due time as "daily by 06:00", "working days by 06:00", "monthly by working day 5" or "monthly by day 10 at 18:00", with "same day" or "same month" behind it where nothing is due later than that':
    '应到时间，如 "daily by 06:00"、"working days by 06:00"、"monthly by working day 5"、"monthly by day 10 at 18:00"；当天、当月就要到的，后面加 "same day"、"same month"',
  'a clause': '条款',
  'a quality rule as Q017': '质量规则的编号，如 Q017',
  'a record kind, or a list of them': '一种记录，或几种的列表',
  'at least one check': '至少一条检查',
  'evidence or inference': 'evidence（标准原文）或 inference（推断）',
  'the name of a standard': '标准的名称',
  'a delimiter': '分隔符',
  'a host': '主机名',
  'a rule or an outcome': '规则或差异类型',
  'a select statement': '一条 select 语句',
  'a table, as schema.table': '表名，如 schema.table',
  'the name of a layout': '版式名称',
  'the name of the city': '城市名称',
  'the name or number of a sheet': '工作表名称或序号',
  'the path of a certificate file': '证书文件的路径',
  'the path of a file': '文件路径',
  'fields with their columns': '字段及其列',
  '600 seconds or less': '不超过 600 秒',
  'a header, or { is, unless, beside }': '列名，或 { is, unless, beside }',
  'a list of { header, start, length }': '{ header, start, length } 的列表',
  'a list of { set, fields }': '{ set, fields } 的列表',
  'a number of 1 or more': '1 以上的数字',
  'a number of lines': '行数',
  'a number of seconds': '秒数',
  'a whole number': '整数',
  'at least one header or column': '至少一个列名或列',
  'at least one set of columns': '至少一组列',
  'filled, blank, nonzero, zero, or a list of patterns with *': 'filled、blank、nonzero、zero，或带 * 的模式列表',
  'gb18030 or utf-8': 'gb18030 或 utf-8',
  'one or many': 'one 或 many',
  'skip or keep': 'skip 或 keep',
  'text or xlsx': 'text 或 xlsx',
  'text, xlsx, or what the bytes do not say': 'text、xlsx，或字节本身看不出的格式',
  'the name of an attribute': '属性名',
  'utf-8, gb18030, utf-16le or utf-16be': 'utf-8、gb18030、utf-16le 或 utf-16be',
  'what the columns have in common, as { insurance: pension }': '这组列的共同之处，如 { insurance: pension }',
}

/** Without the words that a schema, or zod where the schema says nothing, begins with. */
export function expectedEn(text: string): string {
  return text.replace(/^(?:(?:Invalid \w+|Too (?:small|big)): )?expected /, '')
}

/** What a schema expected, in Chinese: by the table above, or by its form where it lists values. */
export function expectedZh(text: string): string {
  const own = zodZh(text)
  if (own !== null) return own
  const what = expectedEn(text)
  const list = /^(one of|a list of) ([\w\p{Script=Han}, :/-]+)$/u.exec(what)
  if (ZH[what] !== undefined || list === null) return ZH[what] ?? what
  const values = list[2]!.replaceAll(', ', '、')
  return list[1] === 'one of' ? `${values} 之一` : `${values} 的列表`
}
