import type { Owner } from '../kernel/index.js'
import { repeatsAloneSteps, type CompareRule } from '../match/index.js'
import { surplus } from './collect.js'
import { deliveredBy } from './feeds.js'
import type { FindingSink } from './findings.js'
import { intake } from './intake.js'
import { repeated } from './prefilter/index.js'
import type { Ground, Question, RanRule } from './question.js'
import { withScratch } from './scratch.js'

/**
 * Where a side of a rule was not delivered, what the other repeats is looked for all the same (catalogue §4: L03 and P05 are of one
 * agency's rows, and each side stands for the other that has no batch in force). Gives the outcomes that were decided; rows are not
 * classed, since nothing else is.
 */
export function repeatsAlone(
  question: Question,
  rule: CompareRule,
  owner: Owner | null,
  findings: FindingSink,
): Pick<RanRule, 'only' | 'delivered'> {
  const { repeats } = rule
  const there = rule.sides.filter(side => question.feeds.delivery(side, owner) !== null)
  const named = there.filter(side => repeats?.on.includes(side.name))
  const sides = named.length > 0 ? named : there
  if (repeats === null || sides.length === 0 || !question.wants(rule.rule, repeats.outcome)) return { only: [], delivered: [] }
  const grounds = sides.map((side): Ground => ({
    ...question,
    owner,
    rule: { ...rule, sides: [side], lookups: [], repeats: { ...repeats, on: [side.name], copies: null } },
    sides: new Map([[side.name, question.feeds.delivery(side, owner)!]]),
  }))
  for (const ground of grounds)
    withScratch(question.db, () => {
      find(ground, findings)
    })
  return { only: [repeats.outcome], delivered: deliveredBy(grounds.flatMap(g => [...g.sides.values()].flatMap(d => d.sources))) }
}

function find(ground: Ground, findings: FindingSink): void {
  const { rule, owner, asOf, sides, exact, db, feeds, lap } = ground
  const [side] = rule.sides
  const filtered = exact ? null : repeated({ rule, owner, asOf, sides, employers: () => feeds.employers() })
  lap(rule.rule, 'prefilter')
  intake(ground, side!, filtered)
  lap(rule.rule, 'intake')
  for (const step of repeatsAloneSteps(rule, side!)) db.exec(step.sql)
  lap(rule.rule, 'sql')
  surplus(ground, findings)
  lap(rule.rule, 'gather')
}
