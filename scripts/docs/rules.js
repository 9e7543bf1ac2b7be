import { exprText, FUNCTIONS, nameOf, readQuality, readRules, ruleSchema } from '../../dist/match/index.js'
import { code, codes, page, table } from './markdown.js'
import { FUNCTION_WORDS, OPERATOR_WORDS } from './key-words.js'
import { keysOf, keyTable } from './schema.js'
import { commentOf, TEMPLATES } from './shipped.js'

const KIND_WORDS = {
  compare: ['比对：两方或多方，按键逐轮配对，再比字段', 'two or more sides, paired pass by pass by keys, then compared field by field'],
  unique: ['查重：本应只有一条的，同键的记录两两相看', 'records that should be one: those of one key are looked at in pairs'],
  check: ['逐行检查：一行自己的性质', 'a property of one row'],
}

export function rulesPage() {
  const rules = readRules(`${TEMPLATES}rules`)
  return page(
    'Rules · 规则',
    'The shipped rules and the language that they are written in. `hedui init` copies them to `rules/`; `hedui rules explain NAME` says in words what one does, `hedui rules sql NAME` prints what runs ([how to write one](../guide/writing-a-rule.md)).\n\n' +
      '内置规则和规则的写法。`hedui init` 复制到 `rules/`；`hedui rules explain 名称` 用文字说明，`hedui rules sql 名称` 打印实际运行的 SQL（[怎样写规则](../guide/writing-a-rule.md)）。',
    '## Outcomes · 差异类型',
    outcomeTable(rules),
    '## Kinds · 规则种类',
    table(
      ['kind', '中文', 'English'],
      Object.entries(KIND_WORDS).map(([kind, words]) => [code(kind), ...words]),
    ),
    '## Expressions · 表达式',
    'Conditions and values are written over declared fields: `field` in a filter, `side.field` in an outcome, `x.field` and `y.field` for the two rows of a `unique` rule. Money is in 分, days are texts, texts stand in single quotes. A name that is not declared is a Problem with line and column.\n\n' +
      '条件和值写在已声明的字段上：过滤里写 `字段`，结果里写 `方.字段`，`unique` 的两行是 `x.字段` 和 `y.字段`。金额以分计，日期是文本，文本用单引号。没有声明的名字会指出行和列。',
    table(
      ['operator', '中文', 'English'],
      OPERATOR_WORDS.map(([op, ...words]) => [op, ...words]),
    ),
    table(
      ['function', '中文', 'English'],
      Object.entries(FUNCTIONS).map(([name, n]) => [
        code(`${name}(${'abcdef'.slice(0, n).split('').join(', ')})`),
        ...(FUNCTION_WORDS[name] ?? ['', '']),
      ]),
    ),
    '## Keys of a rule file · 规则文件的键',
    ...shapes(),
    ...rules.map(one),
    ...quality(),
  )
}

/** Rules that hedui quality runs, and match does not. */
function quality() {
  const rows = readQuality(`${TEMPLATES}rules`).map(r => [
    code(nameOf(r)),
    `${r.title.zh} · ${r.title.en}`,
    r.severity,
    r.basis,
    `${r.standard} ${r.clause}`,
    `${r.check.feeds.map(f => `${code(f.record)}${where(f.where)}`).join('; ')}${r.layouts === null ? '' : `, of ${codes(r.layouts)}`}`,
    codes(r.needs),
    code(exprText(r.check.outcomes[0].when)),
    r.do.zh,
    r.do.en,
  ])
  return [
    '## Quality rules · 质量规则',
    `\`rules/quality.yaml\`: run by \`hedui quality\` alone ([before you match](../guide/before-you-match.md)). An extract that lacks a field of \`needs\` is not looked at. ${commentOf('rules/quality.yaml')}`,
    table(['rule', '', 'severity', 'basis', 'standard', 'records', 'needs', 'wrong where', '怎么办', 'what to do'], rows),
  ]
}

/** One table a kind: what all kinds share first. */
function shapes() {
  const kinds = ruleSchema.options.map(o => ({ kind: [...o.shape.kind.values][0], keys: keysOf(o).map(k => k.path) }))
  return kinds.flatMap(({ kind }, i) => [`### kind: ${kind}`, keyTable('rule', ruleSchema.options[i])])
}

function outcomeTable(rules) {
  const rows = rules.flatMap(r =>
    r.outcomes.map(o => [
      `${code(o.code)}`,
      o.variant === undefined ? '' : code(o.variant),
      o.title.zh,
      o.title.en,
      o.severity,
      o.class === 'note' ? 'note' : '',
      o.who_acts.join(', '),
      `[${r.rule}](#${r.rule})`,
    ]),
  )
  return table(
    ['outcome', 'variant', '中文', 'English', 'severity', '', 'who acts', 'rule'],
    [
      ...rows.toSorted((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)),
      ['`A01`', '', '多候选', 'Several candidates', 'medium', '', 'all sides', 'every ladder'],
    ],
  )
}

const where = e => (e === null || e === undefined ? '' : ` where ${code(exprText(e))}`)
const feed = f =>
  `${[f.from].flat().join(', else ')} ${code(f.record)}${where(f.where)}${f.level === null || f.level === undefined ? '' : `, level ${f.level}`}`
const values = map =>
  Object.entries(map)
    .map(([name, e]) => code(`${name}: ${exprText(e)}`))
    .join(' ')

function lookupText(l) {
  return 'param' in l
    ? `${code(`params/${l.param.replaceAll('_', '-')}.csv`)} in the month of ${code(l.at)}`
    : `${feed(l)}, by ${codes(l.key)}${Object.keys(l.take).length === 0 ? '' : `, takes ${values(l.take)}`}${l.optional ? ', optional' : ''}`
}

function one(rule) {
  const head =
    rule.kind === 'compare'
      ? [
          ...rule.sides.map(s => [
            `side ${code(s.name)}`,
            `${feed(s)}${s.otherwise === null ? '' : `; where none: ${feed({ ...s.otherwise, from: s.from })}, by ${s.otherwise_by}`}`,
          ]),
          ['cancel', codes(rule.cancel ?? [])],
          ['level', rule.level === undefined ? '' : code(rule.level)],
          ['repeats', rule.repeats === null ? '' : `${rule.repeats.outcome} on ${rule.repeats.on.join(', ')}: ${codes(rule.repeats.key)}`],
          ['spans', rule.spans === undefined ? '' : codes(rule.spans.within)],
          ['grain', codes(rule.grain ?? [])],
          ['take', values(rule.take)],
          ['near', codes(rule.near ?? [])],
          ['shows', codes(rule.shows)],
        ]
      : [
          ['records', rule.feeds.map(feed).join('; ')],
          ['key', codes(rule.key)],
          ['differ', rule.differ === undefined ? '' : code(rule.differ)],
          ['evidence', codes(rule.evidence ?? [])],
        ]
  head.push(...rule.lookups.map(l => [`lookup ${code(l.name)}`, lookupText(l)]))
  return [
    `## ${rule.rule}`,
    `${rule.title.zh} · ${rule.title.en}. ${code(rule.kind)}, by ${rule.by}. ${commentOf(`rules/${rule.file}`)}`,
    table(
      ['', ''],
      head.filter(([, v]) => v !== ''),
    ),
    ...(rule.kind === 'compare' && rule.ladder.length > 0
      ? [
          'Ladder · 轮次',
          table(
            ['pass', 'key', 'several', 'outcome'],
            rule.ladder.map((s, i) => [String(i + 1), codes(s.key), s.on_ambiguous, s.outcome ?? '']),
          ),
        ]
      : []),
    table(
      ['outcome', 'when', 'in transit until', 'undecided', 'amount', 'identity', 'who acts', '怎么办', 'what to do'],
      rule.outcomes.map(o => [
        `${code(o.code)}${o.variant === undefined ? '' : ` ${code(o.variant)}`} ${o.title.zh} ${o.title.en}`,
        code(exprText(o.when)),
        expr(o.in_transit),
        expr(o.undecided),
        expr(o.amount),
        codes(o.key),
        o.who_acts.join(', '),
        o.do.zh,
        o.do.en,
      ]),
    ),
  ].join('\n\n')
}

const expr = e => (e === null || e === undefined ? '' : code(exprText(e)))
