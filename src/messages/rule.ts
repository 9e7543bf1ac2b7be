import type { None, Texts } from './texts.js'

/** A rule in words: what it reads, how rows are brought together, each outcome. */
export interface RuleMessages {
  'cli.rules.checked': { rules: number }
  'cli.rules.suggests': { rule: string; step: number; key: string }
  'cli.rules.next': None
  'cli.rule.else': None
  'cli.rule.head': { rule: string; title: string; file: string }
  'cli.rule.side': { side: string; records: string }
  'cli.rule.side_where': { side: string; records: string; where: string }
  'cli.rule.otherwise': { side: string; records: string; by: string }
  'cli.rule.cancel': { key: string }
  'cli.rule.by_level': { field: string }
  'cli.rule.by_unit': None
  'cli.rule.repeats': { key: string; outcome: string }
  'cli.rule.coarsen': { fields: string }
  'cli.rule.both': { field: string }
  'cli.rule.spans': None
  'cli.rule.grain': { key: string }
  'cli.rule.step': { n: number; key: string }
  'cli.rule.collisions': { sides: string }
  'cli.rule.collision': { side: string; owner: string; shared: string; keys: string; share: string }
  'cli.rule.uncounted': { rule: string }
  'cli.rule.step_next': { n: number; key: string }
  'cli.rule.step_suggests': { n: number; key: string }
  'cli.rule.unique': { records: string; key: string }
  'cli.rule.check': { records: string }
  'cli.rule.where': { where: string }
  'cli.rule.outcomes': None
  'cli.rule.outcome': { code: string; variant: string; title: string; severity: string }
  'cli.rule.when': { when: string }
  'cli.rule.when_repeated': None
  'cli.rule.in_transit': { until: string }
  'cli.rule.undecided': { when: string }
  'cli.rule.note': None
  'cli.rule.key': { key: string }
  'cli.rule.acts': { who: string; action: string }
  'cli.rule.grace': { name: string; days: number }
  'cli.rule.no_grace': { name: string }
}

export const ruleZh: Texts<RuleMessages> = {
  'cli.rules.checked': p => `${p.rules} 条规则没有错误。用 hedui rules explain 规则 看它会做什么。`,
  'cli.rules.suggests': p => `${p.rule} 第 ${p.step} 轮的键（${p.key}）不含任何标识：只提示，不认定。`,
  'cli.rules.next': () => '接下来：hedui rules explain 规则或差异类型',
  'cli.rule.else': () => '，没有则',
  'cli.rule.head': p => `${p.rule} · ${p.title}（rules/${p.file}）`,
  'cli.rule.side': p => `${p.side} 方：${p.records}。`,
  'cli.rule.side_where': p => `${p.side} 方：${p.records}，只看 ${p.where} 的行。`,
  'cli.rule.otherwise': p => `${p.side} 方没有报送的${p.by}，改按${p.records}汇总。`,
  'cli.rule.cancel': p => `同一 ${p.key} 下一正一负的两笔互相抵销。`,
  'cli.rule.by_level': p => `每个${p.field}先定层级：两方都有个人明细的按人比，否则按单位比。`,
  'cli.rule.by_unit': () => '按人比；一个单位某险种某些月份只有单位票、没有个人明细的，这些月份汇总到单位再比。',
  'cli.rule.repeats': p => `先剔除 ${p.key} 都相同的多余行（${p.outcome}）。`,
  'cli.rule.coarsen': p => `有一方的 ${p.fields} 为空时，按不分 ${p.fields} 的合计比。`,
  'cli.rule.both': p => `只有一方报送的${p.field}算待定。`,
  'cli.rule.spans': () => '所属期跨度不同而重叠的，合并成最大跨度再比。',
  'cli.rule.grain': p => `按 ${p.key} 汇总后再比。`,
  'cli.rule.collisions': p => `  一方之内有几笔相同的键：${p.sides}`,
  'cli.rule.collision': p => `${p.owner === '' ? '' : `${p.owner} `}${p.side} 方 ${p.share}（${p.keys} 个中 ${p.shared} 个）`,
  'cli.rule.uncounted': p => `生效的记录较多，没有统计各轮键的重复率：hedui rules explain ${p.rule} --all`,
  'cli.rule.step': p => `第 ${p.n} 轮按 ${p.key}，两边都唯一才认定；有几笔的记为 A01 多候选。`,
  'cli.rule.step_next': p => `第 ${p.n} 轮按 ${p.key}，两边都唯一才认定；有几笔的留给下一轮。`,
  'cli.rule.step_suggests': p => `第 ${p.n} 轮按 ${p.key}，键里没有任何标识：只提示，不认定。`,
  'cli.rule.unique': p => `${p.records}中 ${p.key} 相同的行放在一起，两两相看（x 和 y）。`,
  'cli.rule.check': p => `逐行检查${p.records}。`,
  'cli.rule.where': p => `只看 ${p.where} 的行。`,
  'cli.rule.outcomes': () => '结果按顺序判定，先符合的算：',
  'cli.rule.outcome': p => `  ${p.code}${p.variant === '' ? '' : `/${p.variant}`} ${p.title}（严重程度${p.severity}）`,
  'cli.rule.when': p => `    条件：${p.when}`,
  'cli.rule.when_repeated': () => '    条件：上面先剔除的多余行',
  'cli.rule.in_transit': p => `    在途至：${p.until}`,
  'cli.rule.undecided': p => `    待定：${p.when}`,
  'cli.rule.note': () => '    只作备注，不算差异',
  'cli.rule.key': p => `    标识：${p.key}`,
  'cli.rule.acts': p => `    处理方：${p.who}。${p.action}`,
  'cli.rule.grace': p => `宽限期 ${p.name}：${p.days} 个工作日（params/grace.csv）`,
  'cli.rule.no_grace': p => `宽限期 ${p.name} 不在 params/grace.csv 中：请补一行。`,
}

export const ruleEn: Texts<RuleMessages> = {
  'cli.rules.checked': p => `${p.rules} rules, no errors. hedui rules explain RULE says what one will do.`,
  'cli.rules.suggests': p => `${p.rule}, step ${p.step}: its key (${p.key}) holds no identifier: it only suggests.`,
  'cli.rules.next': () => 'Next: hedui rules explain RULE or OUTCOME',
  'cli.rule.else': () => ', else ',
  'cli.rule.head': p => `${p.rule} · ${p.title} (rules/${p.file})`,
  'cli.rule.side': p => `Side ${p.side}: ${p.records}.`,
  'cli.rule.side_where': p => `Side ${p.side}: ${p.records}, only rows where ${p.where}.`,
  'cli.rule.otherwise': p => `Where side ${p.side} delivered no ${p.by}, its ${p.records} is summed instead.`,
  'cli.rule.cancel': p => `A row and its negative on one ${p.key} undo each other.`,
  'cli.rule.by_level': p => `Each ${p.field} is compared by person where both sides hold persons, else by unit.`,
  'cli.rule.by_unit': () => 'Compared by person; months of a unit and insurance that unit rows alone tell of are summed to the unit.',
  'cli.rule.repeats': p => `Surplus rows equal in ${p.key} are claimed first (${p.outcome}).`,
  'cli.rule.coarsen': p => `Where a side leaves ${p.fields} blank, sums without ${p.fields} are compared.`,
  'cli.rule.both': p => `A ${p.field} that only one side delivered is undecided.`,
  'cli.rule.spans': () => 'Periods that differ and overlap are joined into their hull.',
  'cli.rule.grain': p => `Rows are summed by ${p.key}.`,
  'cli.rule.collisions': p => `  Keys that several of one side share: ${p.sides}`,
  'cli.rule.collision': p => `${p.owner === '' ? '' : `${p.owner} `}${p.side} ${p.share} (${p.shared} of ${p.keys})`,
  'cli.rule.uncounted': p => `Many records are in force, so that colliding keys are not counted: hedui rules explain ${p.rule} --all`,
  'cli.rule.step': p => `Pass ${p.n}: by ${p.key}, accepted only where unique on both sides; several become A01.`,
  'cli.rule.step_next': p => `Pass ${p.n}: by ${p.key}, accepted only where unique on both sides; several are left to the next pass.`,
  'cli.rule.step_suggests': p => `Pass ${p.n}: by ${p.key}, which holds no identifier: it only suggests.`,
  'cli.rule.unique': p => `Rows of ${p.records} with one ${p.key} are looked at in pairs (x and y).`,
  'cli.rule.check': p => `Looks at each row of ${p.records}.`,
  'cli.rule.where': p => `Only rows where ${p.where}.`,
  'cli.rule.outcomes': () => 'Outcomes are tried in order, the first that fits counts:',
  'cli.rule.outcome': p => `  ${p.code}${p.variant === '' ? '' : `/${p.variant}`} ${p.title} (severity ${p.severity})`,
  'cli.rule.when': p => `    when ${p.when}`,
  'cli.rule.when_repeated': () => '    when it is a surplus row, claimed above',
  'cli.rule.in_transit': p => `    in transit until ${p.until}`,
  'cli.rule.undecided': p => `    undecided where ${p.when}`,
  'cli.rule.note': () => '    a note, not a discrepancy',
  'cli.rule.key': p => `    identity: ${p.key}`,
  'cli.rule.acts': p => `    who acts: ${p.who}. ${p.action}`,
  'cli.rule.grace': p => `Grace ${p.name}: ${p.days} working days (params/grace.csv)`,
  'cli.rule.no_grace': p => `Grace ${p.name} is not in params/grace.csv: add a line.`,
}
