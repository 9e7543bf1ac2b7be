import { commas, type None, type Texts } from './texts.js'

/** What the interface description for another bureau says. */
export interface InterfaceMessages {
  'doc.title': { title: string; layout: string }
  'doc.intro': None
  'doc.file': { format: string; encoding: string; delimiter: string }
  'doc.any': None
  'doc.order': None
  'doc.totals': { words: string }
  'doc.mandatory': None
  'doc.columns': None
  'doc.codes': None
  'doc.sheet': { title: string }
  'doc.codes_sheet': { title: string }
  'doc.h.header': None
  'doc.h.also': None
  'doc.h.meaning': None
  'doc.h.type': None
  'doc.h.length': None
  'doc.h.needed': None
  'doc.h.codes': None
  'doc.h.example': None
  'doc.h.rule': None
  'doc.h.standard': None
  'doc.h.list': None
  'doc.h.code': None
  'doc.n.must': None
  'doc.n.one_of': { columns: string }
  'doc.n.some_of': { count: number; columns: string }
  'doc.n.optional': None
  'doc.t.text': None
  'doc.t.name': None
  'doc.t.id_number': None
  'doc.t.credit_code': None
  'doc.t.fen': { unit: string }
  'doc.t.rate': None
  'doc.t.percent': None
  'doc.t.int': None
  'doc.t.period': { forms: string }
  'doc.t.date': { forms: string }
  'doc.t.code': None
  'doc.r.id_number': None
  'doc.r.credit_code': None
  'doc.r.name': None
  'doc.r.fen': None
  'doc.r.amount': None
  'doc.r.rate': None
  'doc.r.period': None
  'doc.r.period_to': None
  'doc.r.period_lone': { headers: string }
  'doc.r.booked': None
  'doc.r.date': None
  'doc.r.end_date': None
  'doc.r.code': None
  'doc.r.key': None
  'doc.r.must': None
  'doc.r.refund': None
  'doc.r.conditional': { header: string; others: string }
  'doc.see_codes': { list: string }
  'doc.book': None
  'pages.first': None
  'pages.contents': None
  'pages.sheet': None
  'pages.rows': None
}

export const interfaceZh: Texts<InterfaceMessages> = {
  'doc.title': p => `${p.title} 接口说明（版式 ${p.layout}）`,
  'doc.intro': () =>
    '按本说明提取的文件，收方可以直接装载。送出前可用 hedui conform 文件 --layout 版式 自查，用 hedui synth --layout 版式 --faults 取得样例和带错样例。',
  'doc.file': p => `文件：${p.format}，编码 ${p.encoding}，分隔符 ${p.delimiter}。`,
  'doc.any': () => '不限（自动识别）',
  'doc.order': () => '列按列名找，次序不限；多出的列不读。号码一律按文本写，不能让电子表格改成数字；金额不带千分位、货币符号和单位。',
  'doc.totals': p => `合计、小计行可以有（${p.words}），不算数据。声明的记录数、合计金额会与读到的核对。`,
  'doc.mandatory': () => '必填的列',
  'doc.columns': () => '各列',
  'doc.codes': () => '代码',
  'doc.sheet': p => p.title,
  'doc.codes_sheet': p => `${p.title}代码`,
  'doc.h.header': () => '列名',
  'doc.h.also': () => '也认的列名',
  'doc.h.meaning': () => '含义',
  'doc.h.type': () => '类型',
  'doc.h.length': () => '长度',
  'doc.h.needed': () => '必填',
  'doc.h.codes': () => '取值',
  'doc.h.example': () => '样例',
  'doc.h.rule': () => '规则',
  'doc.h.standard': () => '标准',
  'doc.h.list': () => '代码表',
  'doc.h.code': () => '代码',
  'doc.n.must': () => '必填',
  'doc.n.one_of': p => `${p.columns} 至少填一个`,
  'doc.n.some_of': p => `${p.columns} 至少填 ${p.count} 个`,
  'doc.n.optional': () => '选填',
  'doc.t.text': () => '文本',
  'doc.t.name': () => '文本（名称）',
  'doc.t.id_number': () => '文本（证件号码）',
  'doc.t.credit_code': () => '文本（统一社会信用代码）',
  'doc.t.fen': p => `金额，单位${p.unit}`,
  'doc.t.rate': () => '比例，小数（0.16 即 16%）',
  'doc.t.percent': () => '比例，百分数（16 即 16%）',
  'doc.t.int': () => '整数',
  'doc.t.period': p => `年月 ${p.forms}`,
  'doc.t.date': p => `日期 ${p.forms}`,
  'doc.t.code': () => '代码或名称',
  'doc.r.id_number': () => '18 位，末位是校验位，X 大写；不得打码、不得变成科学计数；15 位旧号会升为 18 位',
  'doc.r.credit_code': () => '18 位，末位是校验位，大写；没有的留空，不要填单位编号',
  'doc.r.name': () => '与证件或印章一致，不加空格；少数民族姓名的间隔号用“·”',
  'doc.r.fen': () => '最多两位小数，不带千分位；没有的留空，不填文字',
  'doc.r.amount': () => '等于各部分之和',
  'doc.r.rate': () => '0 到 1 之间',
  'doc.r.period': () => '费款真正所属的月份，不是建账月',
  'doc.r.period_to': () => '不早于起',
  'doc.r.period_lone': p => `单独出现时是所属期；同时有 ${p.headers} 时当作建账年月`,
  'doc.r.booked': () => '做账的月份，只供查看，不参加比对',
  'doc.r.date': () => '真实存在的日期',
  'doc.r.end_date': () => '没有终止的留空（9999 开头也读作空）',
  'doc.r.code': () => '须在代码表里；表外的代码按原样保留并计数',
  'doc.r.key': () => '比对用的键，按文本写，不丢前导零',
  'doc.r.must': () => '读不出或为空的行拒收',
  'doc.r.refund': () => '退费要有标识，或金额为负',
  'doc.r.conditional': p => `列名“${p.header}”在同时有 ${p.others} 时不作此列`,
  'doc.see_codes': p => `见代码表 ${p.list}`,
  'doc.book': () => '接口说明',
  'pages.first': () => '说明',
  'pages.contents': () => '目录',
  'pages.sheet': () => '工作表',
  'pages.rows': () => '行数',
}

export const interfaceEn: Texts<InterfaceMessages> = {
  'doc.title': p => `${p.title}: interface description (layout ${p.layout})`,
  'doc.intro': () =>
    'A file that keeps to this description can be loaded as it is. Before sending, check it with hedui conform FILE --layout NAME; hedui synth --layout NAME --faults writes samples, right and wrong.',
  'doc.file': p => `File: ${p.format}, encoding ${p.encoding}, delimiter ${p.delimiter}.`,
  'doc.any': () => 'any (told by itself)',
  'doc.order': () =>
    'Columns are found by name, in any order; others are not read. Numbers that identify are text and must not be turned into numbers by a spreadsheet; amounts have no separators, currency or unit.',
  'doc.totals': p =>
    `Total rows may be there (${commas(p.words)}) and are no data. Declared numbers of rows and sums are compared with what is read.`,
  'doc.mandatory': () => 'Mandatory columns',
  'doc.columns': () => 'Columns',
  'doc.codes': () => 'Codes',
  'doc.sheet': p => p.title,
  'doc.codes_sheet': p => `${p.title} codes`,
  'doc.h.header': () => 'column',
  'doc.h.also': () => 'also taken',
  'doc.h.meaning': () => 'meaning',
  'doc.h.type': () => 'type',
  'doc.h.length': () => 'length',
  'doc.h.needed': () => 'needed',
  'doc.h.codes': () => 'values',
  'doc.h.example': () => 'example',
  'doc.h.rule': () => 'rule',
  'doc.h.standard': () => 'standard',
  'doc.h.list': () => 'list',
  'doc.h.code': () => 'code',
  'doc.n.must': () => 'mandatory',
  'doc.n.one_of': p => `one of ${p.columns} at least`,
  'doc.n.some_of': p => `${p.count} of ${p.columns} at least`,
  'doc.n.optional': () => 'optional',
  'doc.t.text': () => 'text',
  'doc.t.name': () => 'text (name)',
  'doc.t.id_number': () => 'text (identity number)',
  'doc.t.credit_code': () => 'text (credit code)',
  'doc.t.fen': p => `amount in ${p.unit}`,
  'doc.t.rate': () => 'rate as a fraction (0.16 is 16%)',
  'doc.t.percent': () => 'rate in per cent (16 is 16%)',
  'doc.t.int': () => 'whole number',
  'doc.t.period': p => `month as ${p.forms}`,
  'doc.t.date': p => `date as ${p.forms}`,
  'doc.t.code': () => 'code or its name',
  'doc.r.id_number': () =>
    '18 characters, the last a check digit, X upper case; never masked nor in scientific notation; old ones of 15 are raised to 18',
  'doc.r.credit_code': () => '18 characters, the last a check character, upper case; blank where there is none, never a unit number',
  'doc.r.name': () => 'as on the document or seal, without blanks; the dot of ethnic names is “·”',
  'doc.r.fen': () => 'at most two decimals, no separators; blank where there is none, never words',
  'doc.r.amount': () => 'the sum of its parts',
  'doc.r.rate': () => 'between 0 and 1',
  'doc.r.period': () => 'the month that the money is owed for, not the booked month',
  'doc.r.period_to': () => 'not before the first month',
  'doc.r.period_lone': p => `the period where it stands alone; beside ${commas(p.headers)} it is the booked month`,
  'doc.r.booked': () => 'the month of booking: shown, never compared',
  'doc.r.date': () => 'a day that exists',
  'doc.r.end_date': () => 'blank where there is no end (9999 reads as blank)',
  'doc.r.code': () => 'in the code list; others are kept as they are and counted',
  'doc.r.key': () => 'a key of matching: text, with its leading zeros',
  'doc.r.must': () => 'a row in which it is blank or cannot be read is set aside',
  'doc.r.refund': () => 'refunds are marked, or negative',
  'doc.r.conditional': p => `the header “${p.header}” is not this column beside ${commas(p.others)}`,
  'doc.see_codes': p => `see the list ${p.list}`,
  'doc.book': () => 'Interface description',
  'pages.first': () => 'About',
  'pages.contents': () => 'Contents',
  'pages.sheet': () => 'sheet',
  'pages.rows': () => 'rows',
}
