import type { RuleExplanation } from '../flow/rules.js'
import type { Effects } from '../kernel/index.js'
import { exprText, holdsIdentifier, levelsBy, type CompareRule, type GroupRule, type Side } from '../match/index.js'
import { thousands } from '../messages/index.js'
import { agencyWord, fieldWord, inLang, keyWords, listed, recordsOf, told, whoWord } from './words.js'

/** What a rule will do, in sentences: its sides, how rows are brought together, the keys tried, and each outcome with who must act. */
export function ruleSentences({ rule, graces, collisions, batches }: RuleExplanation, fx: Effects): readonly string[] {
  return [
    told(fx, 'cli.rule.head', { rule: rule.rule, title: inLang(fx, rule.title), file: rule.file }),
    ...(rule.kind === 'compare' ? compared(rule, collisions ?? [], fx) : grouped(rule, fx)),
    ...(rule.kind === 'compare' && rule.ladder.length > 0 && batches > 0 && collisions === null
      ? [told(fx, 'cli.rule.uncounted', { rule: rule.rule })]
      : []),
    told(fx, 'cli.rule.outcomes'),
    ...outcomes(rule, fx),
    ...graces.map(g =>
      g.workdays === null
        ? told(fx, 'cli.rule.no_grace', { name: g.name })
        : told(fx, 'cli.rule.grace', { name: g.name, days: g.workdays }),
    ),
  ]
}

function outcomes(rule: RuleExplanation['rule'], fx: Effects): readonly string[] {
  const repeats = rule.kind === 'compare' ? rule.repeats?.outcome : undefined
  return rule.outcomes.flatMap(o => [
    told(fx, 'cli.rule.outcome', {
      code: o.code,
      variant: o.variant ?? '',
      title: inLang(fx, o.title),
      severity: told(fx, `word.severity.${o.severity}`),
    }),
    o.code === repeats ? told(fx, 'cli.rule.when_repeated') : told(fx, 'cli.rule.when', { when: exprText(o.when) }),
    ...(o.in_transit === null ? [] : [told(fx, 'cli.rule.in_transit', { until: exprText(o.in_transit) })]),
    ...(o.undecided === null ? [] : [told(fx, 'cli.rule.undecided', { when: exprText(o.undecided) })]),
    ...(o.class === 'note' ? [told(fx, 'cli.rule.note')] : []),
    told(fx, 'cli.rule.key', { key: keyWords(fx, o.key) }),
    told(fx, 'cli.rule.acts', {
      who: listed(
        fx,
        o.who_acts.map(w => whoWord(fx, w)),
      ),
      action: inLang(fx, o.do),
    }),
  ])
}

function sideText(side: Side, fx: Effects): readonly string[] {
  const records = side.from.map(from => recordsOf(fx, from, [side.record])).join(told(fx, 'cli.rule.else'))
  const main =
    side.where === null
      ? told(fx, 'cli.rule.side', { side: side.name, records })
      : told(fx, 'cli.rule.side_where', { side: side.name, records, where: exprText(side.where) })
  if (side.otherwise === null) return [main]
  return [
    main,
    told(fx, 'cli.rule.otherwise', {
      side: side.name,
      by: fieldWord(fx, side.otherwise_by ?? ''),
      records: recordsOf(fx, side.from[0]!, [side.otherwise.record]),
    }),
  ]
}

function compared(rule: CompareRule, collisions: Collisions, fx: Effects): readonly string[] {
  return [
    ...rule.sides.flatMap(s => sideText(s, fx)),
    ...(rule.cancel === undefined ? [] : [told(fx, 'cli.rule.cancel', { key: keyWords(fx, rule.cancel) })]),
    ...(levelsBy(rule) === 'field' ? [told(fx, 'cli.rule.by_level', { field: fieldWord(fx, rule.level!) })] : []),
    ...(levelsBy(rule) === 'unit' ? [told(fx, 'cli.rule.by_unit')] : []),
    ...(rule.repeats === null
      ? []
      : [told(fx, 'cli.rule.repeats', { key: keyWords(fx, rule.repeats.key, rule.sides[0]!.record), outcome: rule.repeats.outcome })]),
    ...(rule.spans === undefined ? [] : [told(fx, 'cli.rule.spans')]),
    ...(rule.grain === undefined ? [] : [told(fx, 'cli.rule.grain', { key: keyWords(fx, rule.grain, rule.sides[0]!.record) })]),
    ...(rule.coarsen === undefined
      ? []
      : [
          told(fx, 'cli.rule.coarsen', {
            fields: keyWords(
              fx,
              rule.coarsen.map(c => c.field),
            ),
          }),
        ]),
    ...(rule.both === undefined ? [] : [told(fx, 'cli.rule.both', { field: fieldWord(fx, rule.both) })]),
    ...rule.ladder.flatMap((step, i) => {
      const said = { n: i + 1, key: keyWords(fx, step.key, rule.sides[0]!.record) }
      const how = !holdsIdentifier(rule, step.key)
        ? 'cli.rule.step_suggests'
        : step.on_ambiguous === 'next'
          ? 'cli.rule.step_next'
          : 'cli.rule.step'
      return [
        told(fx, how, said),
        ...collided(
          collisions.filter(c => c.step === i + 1),
          fx,
        ),
      ]
    }),
  ]
}

type Collisions = NonNullable<RuleExplanation['collisions']>

/** How many keys of a step tell nothing apart, side by side. */
function collided(collisions: Collisions, fx: Effects): readonly string[] {
  if (collisions.length === 0) return []
  const sides = collisions.map(({ owner, side, keys, shared }) =>
    told(fx, 'cli.rule.collision', {
      owner: owner === null ? '' : agencyWord(fx, owner),
      side,
      keys: thousands(keys),
      shared: thousands(shared),
      share: `${(keys === 0 ? 0 : (shared * 100) / keys).toFixed(2)}%`,
    }),
  )
  return [told(fx, 'cli.rule.collisions', { sides: listed(fx, sides) })]
}

function grouped(rule: GroupRule, fx: Effects): readonly string[] {
  const records = listed(
    fx,
    rule.feeds.map(f => recordsOf(fx, f.from[0]!, [f.record])),
  )
  const wheres = [...new Set(rule.feeds.flatMap(f => (f.where === null ? [] : [exprText(f.where)])))]
  return [
    rule.kind === 'check' ? told(fx, 'cli.rule.check', { records }) : told(fx, 'cli.rule.unique', { records, key: keyWords(fx, rule.key) }),
    ...wheres.map(where => told(fx, 'cli.rule.where', { where })),
  ]
}
