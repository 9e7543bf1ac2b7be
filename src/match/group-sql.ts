import { ident, type SqlStep } from '../sql/index.js'
import { fieldsOf, type Kind } from '../records/index.js'
import { exprSql, type Names } from './expr-sql.js'
import type { GroupRule } from './types.js'

/** Columns of the evidence table: every field of the rule's kinds. */
export function evidenceColumns(rule: GroupRule): readonly string[] {
  return [...new Set(rule.records.flatMap((k: Kind) => fieldsOf(k).map(f => f.name))), 'id_written']
}

const list = (names: readonly string[], alias = ''): string => names.map(n => `${alias === '' ? '' : `${alias}.`}${ident(n)}`).join(', ')

/** The condition of a row or of one of two rows, in SQL. */
export function rowCondition(rule: GroupRule): string {
  const names: Names = { field: (_side, name) => ident(name) }
  return rule.outcomes.map(o => `(${exprSql(o.when, names)})`).join(' or ')
}

/**
 * Steps over `evidence` (one row of every kind of its like, numbered in order of batch and line): `hit` holds rows `n` with outcome `o` and the row `x` that the
 * identity is taken from. A `check` looks at rows one by one, `unique` at pairs of one key.
 */
export function groupSteps(rule: GroupRule): readonly SqlStep[] {
  if (rule.kind === 'check') {
    const names: Names = { field: (_side, name) => ident(name) }
    const cases = rule.outcomes.map((o, i) => `when ${exprSql(o.when, names)} then ${i + 1}`).join(' ')
    return [{ name: 'rows', why: 'the first outcome whose condition holds takes the row', sql: `create temp table "hit" as select * from (select "n" as "x", "n", case ${cases} else 0 end as "o" from "evidence") where "o" > 0` }]
  }
  const key = list(rule.key)
  const filled = rule.key.map(k => `${ident(k)} is not null`).join(' and ')
  const several = rule.differ === undefined ? 'count(*) > 1' : `min(${ident(rule.differ)}) <> max(${ident(rule.differ)})`
  return [
    { name: 'keys', why: 'keys that stand more than once', sql: `create temp table "several" as select ${key} from "evidence" where ${filled} group by ${key} having ${several}` },
    { name: 'keys, index', why: 'found by key', sql: `create index temp."several_by" on "several" (${key})` },
    { name: 'rows of such keys', why: 'the rest stands once', sql: `create temp table "group_" as select e.* from "several" q join "evidence" e on ${rule.key.map(k => `e.${ident(k)} = q.${ident(k)}`).join(' and ')}` },
    { name: 'rows by key', why: 'found by key', sql: `create index temp."group_by" on "group_" (${key})` },
    rule.differ === undefined ? pairs(rule) : worst(rule),
  ]
}

const pairNames: Names = { field: (side, name) => `${ident(side ?? 'x')}.${ident(name)}` }
const sameKey = (rule: GroupRule): string => rule.key.map(k => `x.${ident(k)} = y.${ident(k)}`).join(' and ')

/** Every pair that an outcome takes; both rows belong to the finding. */
function pairs(rule: GroupRule): SqlStep {
  const parts = rule.outcomes.flatMap((o, i) => ['x', 'y'].map(row =>
    `select x."n" as "x", ${row}."n" as "n", ${i + 1} as "o" from "group_" x join "group_" y on ${sameKey(rule)} and x."n" <> y."n" where ${exprSql(o.when, pairNames)}`))
  return { name: 'pairs', why: 'rows of one key that stand against each other', sql: `create temp table "hit" as ${parts.join('\nunion ')}` }
}

/** Per key the worst outcome that any two of its rows give; all rows of the key belong to it. */
function worst(rule: GroupRule): SqlStep {
  const key = rule.key.map(k => `x.${ident(k)} = q.${ident(k)}`).join(' and ')
  const cases = rule.outcomes.map((o, i) =>
    `when exists (select 1 from "group_" x join "group_" y on ${sameKey(rule)} and x."n" <> y."n" where ${key} and ${exprSql(o.when, pairNames)}) then ${i + 1}`).join('\n')
  return {
    name: 'worst pair', why: 'all records of one key together, by the worst pair',
    sql: `create temp table "hit" as select (select min(x."n") from "group_" x where ${key}) as "x", e."n" as "n", q."o" as "o" from (select q.*, case\n${cases} else 0 end as "o" from "several" q) q`
      + ` join "group_" e on ${rule.key.map(k => `e.${ident(k)} = q.${ident(k)}`).join(' and ')} where q."o" > 0`,
  }
}
