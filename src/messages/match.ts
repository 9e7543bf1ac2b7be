import type { Texts } from './texts.js'

export interface MatchMessages {
  'match.expression': { file: string; line: number; column: number; text: string; found: string }
  'match.function': { file: string; line: number; column: number; found: string; known: string }
  'match.field': { file: string; line: number; column: number; found: string; known: string; nearest: string }
  'match.pattern': { file: string; line: number; column: number; found: string }
  'match.rule_twice': { file: string; rule: string; other: string }
  'match.sides': { file: string; line: number; column: number; rule: string }
  'match.ladder_sides': { file: string; line: number; column: number; rule: string }
  'match.no_key': { file: string; line: number; column: number; rule: string }
  'match.sort': { file: string; line: number; column: number; part: string; found: string; due: 'number' | 'day' | 'text' }
  'match.place': { file: string; line: number; column: number; found: string; at: string; may: string }
  'match.rows': { file: string; line: number; column: number; found: string; what: 'nested' | 'repeated' | 'field' }
  'match.no_rules': { dir: string }
  'match.unknown_rule': { found: string; known: string; nearest: string }
  'match.no_grace': { file: string; rule: string; found: string }
  'match.no_data': { asOf: string; later: number }
  'match.far_day': { asOf: string; newest: string }
  'match.not_run': { rules: number }
  'match.waits': { rule: string; rows: string; known: string }
  'match.not_due': { rule: string; rows: string; day: string }
  'match.known': { records: string; day: string }
  'match.missing': { rule: string; missing: string; only: string }
}

const PLACES_ZH: Readonly<Record<string, string>> = {
  row: ' where、fields、by、order ',
  take: ' take ',
  lookup: '查找的 take ',
  pair: ' compare 规则的 outcomes ',
  found: ' check、unique 规则的 outcomes ',
}
const PLACES_EN: Readonly<Record<string, string>> = {
  row: 'where, fields, by or order',
  take: 'take',
  lookup: 'the take of a lookup',
  pair: 'outcomes of a compare rule',
  found: 'outcomes of a check or unique rule',
}

export const matchZh: Texts<MatchMessages> = {
  'match.expression': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：条件“${p.text}”${p.found === '' ? '没有写完' : `在“${p.found}”处读不下去`}。请改正后用 hedui rules check 再查一遍。`,
  'match.function': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：没有函数 ${p.found}（名称/参数个数）。可用的函数：${p.known}。请改正后用 hedui rules check 再查一遍。`,
  'match.field': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：没有字段“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}这里可用的字段：${p.known}。` +
    '请改正后用 hedui rules check 再查一遍。',
  'match.pattern': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：matches 的第二个参数应是用单引号写的正则表达式，这里是“${p.found}”。请改正后用 hedui rules check 再查一遍。`,
  'match.rule_twice': p => `${p.file} 的规则名 ${p.rule} 已被 ${p.other} 使用。请改名。`,
  'match.sides': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：规则 ${p.rule} 至少要有两方才能比对。请补上另一方。`,
  'match.ladder_sides': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：规则 ${p.rule} 有逐级匹配（ladder），只能用于两方。三方以上请只用 grain。`,
  'match.no_key': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：规则 ${p.rule} 没有说按什么认定两方的记录是同一笔。请写上 ladder（逐级匹配的键）或 grain（汇总的字段）。`,
  'match.sort': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：${p.part} 要的是${p.due === 'day' ? '日期' : p.due === 'text' ? '文字（代码、号码加单引号）' : '数字'}，“${p.found}”不是。请改正后用 hedui rules check 再查一遍。`,
  'match.place': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：${p.found}() 不能写在${PLACES_ZH[p.at] ?? p.at}里，可以写在${p.may
      .split(',')
      .map(x => PLACES_ZH[x] ?? x)
      .join('或')}里。请改正后用 hedui rules check 再查一遍。`,
  'match.rows': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：` +
    (p.what === 'field'
      ? `一组里有好几行，“${p.found}”取哪一行的没有说。请用 latest、max 等取一个值，或把它写进 grain（查找里是 key）`
      : p.what === 'nested'
        ? `汇总里不能再汇总：${p.found}() 请另取一个名称`
        : 'repeated 只能整个写成 repeated(principal, pay_type, voucher, original_voucher)') +
    '。请改正后用 hedui rules check 再查一遍。',
  'match.no_rules': p => `${p.dir} 里没有规则文件。请用 hedui init --refresh 补上内置规则。`,
  'match.unknown_rule': p => `没有规则或差异类型“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}可用：${p.known}。`,
  'match.no_grace': p =>
    `${p.file}：规则 ${p.rule} 用到宽限期“${p.found}”，params/grace.csv 里没有。请补上一行，或改正规则里的名称，再运行一次。`,
  'match.far_day': p =>
    `截止日 ${p.asOf} 还没有到，而最新的数据日期是 ${p.newest}：台账一旦移到那一天，之前的截止日就不再改动它。请核对 --as-of 的年份。`,
  'match.no_data': p =>
    `${p.asOf} 这一天没有可用的批次。${p.later > 0 ? `有 ${p.later} 个批次的数据日期更晚：请换一个 --as-of，或用 hedui batch list 查看。` : '请先用 hedui load 装载提取件。'}`,
  'match.not_run': p => `${p.rules} 条规则缺少记录，没有运行（或有一家没有运行）；它们的差异在台账里保持原样。装载后再运行 hedui match：`,
  'match.waits': p => `${p.rule}：${p.rows} 行待定，要等更晚的数据：${p.known}。早的一方报来之后再比对。`,
  'match.not_due': p => `${p.rule}：${p.rows} 行待定，数据到 ${p.day} 为止还判定不了（例如缴款期限未到）。报来更晚的数据之后再比对。`,
  'match.known': p => `${p.records}到 ${p.day}`,
  'match.missing': p => `  ${p.rule}：缺${p.missing}${p.only === '' ? '' : `；只查了 ${p.only}`}`,
}

export const matchEn: Texts<MatchMessages> = {
  'match.expression': p =>
    `${p.file}:${p.line}:${p.column}: the condition “${p.text}” ${p.found === '' ? 'ends too early' : `cannot be read at “${p.found}”`}. Mend it, then run hedui rules check.`,
  'match.function': p =>
    `${p.file}:${p.line}:${p.column}: there is no function ${p.found} (name/arguments). Known: ${p.known}. Mend it, then run hedui rules check.`,
  'match.field': p =>
    `${p.file}:${p.line}:${p.column}: there is no field “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known here: ${p.known}.` +
    ' Mend it, then run hedui rules check.',
  'match.pattern': p =>
    `${p.file}:${p.line}:${p.column}: the second argument of matches is a regular expression in single quotes; here it is “${p.found}”. Mend it, then run hedui rules check.`,
  'match.rule_twice': p => `${p.file}: the rule name ${p.rule} is taken by ${p.other}. Choose another.`,
  'match.sides': p => `${p.file}:${p.line}:${p.column}: rule ${p.rule} needs at least two sides to compare. Add the other side.`,
  'match.ladder_sides': p =>
    `${p.file}:${p.line}:${p.column}: rule ${p.rule} has a ladder, which is for exactly two sides. With three or more use grain alone.`,
  'match.no_key': p =>
    `${p.file}:${p.line}:${p.column}: rule ${p.rule} does not say by what rows of its sides are the same one. Add a ladder of keys, or the grain to sum by.`,
  'match.sort': p =>
    `${p.file}:${p.line}:${p.column}: ${p.part} takes a ${p.due === 'text' ? 'text (codes and numbers of documents stand in single quotes)' : p.due}, and “${p.found}” is none. Mend it, then run hedui rules check.`,
  'match.place': p =>
    `${p.file}:${p.line}:${p.column}: ${p.found}() cannot stand in ${PLACES_EN[p.at] ?? p.at}; it can in ${p.may
      .split(',')
      .map(x => PLACES_EN[x] ?? x)
      .join(', or ')}. Mend it, then run hedui rules check.`,
  'match.rows': p =>
    `${p.file}:${p.line}:${p.column}: ` +
    (p.what === 'field'
      ? `of the several rows of a group it is not said whose “${p.found}” is taken. Take one by latest, max or another such function, or name it in grain (of a lookup: key)`
      : p.what === 'nested'
        ? `${p.found}() looks at rows within a function that looks at rows. Give it a name of its own`
        : 'repeated is written as a whole: repeated(principal, pay_type, voucher, original_voucher)') +
    '. Mend it, then run hedui rules check.',
  'match.no_rules': p => `There is no rule file in ${p.dir}. hedui init --refresh adds the shipped rules.`,
  'match.unknown_rule': p =>
    `There is no rule or outcome “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known: ${p.known}.`,
  'match.no_grace': p =>
    `${p.file}: rule ${p.rule} asks for the grace “${p.found}”, which params/grace.csv does not have. Add a line, or mend the name in the rule, then run it again.`,
  'match.far_day': p =>
    `As-of ${p.asOf} is still to come, and the newest data are of ${p.newest}: once the ledger has moved to it, no earlier day moves it any more. Check the year of --as-of.`,
  'match.no_data': p =>
    `No batch is in force on ${p.asOf}. ${p.later > 0 ? `${p.later} batches have a later data date: choose another --as-of, or look at hedui batch list.` : 'Load extracts first with hedui load.'}`,
  'match.not_run': p =>
    `${p.rules} ${p.rules === 1 ? 'rule lacks' : 'rules lack'} records and did not run, or not for one agency; their discrepancies stay as they are. Load these, then run hedui match again:`,
  'match.waits': p =>
    `${p.rule}: ${p.rows} undecided, waiting for later data: ${p.known}. Match again when the earlier side has sent them.`,
  'match.not_due': p => `${p.rule}: ${p.rows} undecided by data up to ${p.day} (a due day to come, for one). Match again with later data.`,
  'match.known': p => `${p.records} up to ${p.day}`,
  'match.missing': p => `  ${p.rule}: lacks ${p.missing}${p.only === '' ? '' : `; looked for ${p.only} only`}`,
}
