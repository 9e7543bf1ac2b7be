import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exprSql } from '../../../src/match/expr-sql.js'
import type { Expr, Op } from '../../../src/match/expr.js'
import { groupSteps } from '../../../src/match/group-sql.js'
import type { GroupRule, Outcome } from '../../../src/match/types.js'
import { openDb, type Db } from '../../../src/store/index.js'

/** Rows of a key `k` with three values, any of which may be absent. */
const cell = fc.constantFrom(null, 1, 2)
const rows = fc.uniqueArray(fc.tuple(fc.constantFrom(1, 2, null), cell, cell, cell), { maxLength: 14, selector: r => r.join() })

const field: fc.Arbitrary<Expr> = fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('a', 'b', 'c')).map(([side, name]) => ({ t: 'field', side, name }))
const operand = fc.oneof({ weight: 4, arbitrary: field }, { weight: 2, arbitrary: fc.constantFrom(1, 2).map((value): Expr => ({ t: 'num', value })) }, { weight: 1, arbitrary: fc.constant<Expr>({ t: 'field', side: 'l', name: 'v' }) })
const op = (ops: readonly Op[], of: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> => fc.tuple(fc.constantFrom(...ops), of, of).map(([o, a, b]) => ({ t: 'op', op: o, a, b }))
const condition = fc.letrec<{ condition: Expr }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 3 }, op(['=', '<>', '<'], operand), op(['and', 'and', 'or'], tie('condition')), tie('condition').map((a): Expr => ({ t: 'not', a })),
    fc.tuple(field, fc.boolean()).map(([a, negated]): Expr => ({ t: 'null', a, negated })), fc.constant<Expr>({ t: 'call', fn: 'exists', args: [{ t: 'field', side: null, name: 'l' }] }),
  ),
})).condition

const ruleOf = (conditions: readonly Expr[]): GroupRule => ({
  rule: 'pairs', file: '', kind: 'unique', by: 'all', title: { zh: '', en: '' }, feeds: [], key: ['k'], evidence: ['k', 'a', 'b', 'c'],
  lookups: [{ name: 'l', record: 'employer', from: ['any'], of: null, level: null, where: null, fields: {}, key: ['b'], take: { v: { t: 'field', side: null, name: 'v' } }, optional: true, by: {} }],
  outcomes: conditions.map((when, i): Outcome => ({ ...PLAIN, code: `X${i}`, when })),
})
const PLAIN = { key: ['k'], severity: 'low', who_acts: ['all'], title: { zh: '', en: '' }, do: { zh: '', en: '' }, class: 'discrepancy', lists: [], says: {}, in_transit: null, undecided: null, amount: null, due: null } as unknown as Outcome

/** A table of evidence, and what is looked up by `b`. */
function evidence(values: readonly (readonly (number | null)[])[]): Db {
  const db = openDb(':memory:')
  db.exec('create temp table "evidence" ("n" integer primary key, k, a, b, c); create temp table "look_l" (b, v); insert into temp."look_l" values (1, 2)')
  const row = db.prepare('insert into "evidence" values (?, ?, ?, ?, ?)')
  for (const [i, r] of values.entries()) row.run(i + 1, ...r)
  return db
}

describe('rows of one key that stand against each other', () => {
  it('are those of which the condition holds, pair by pair', () => {
    fc.assert(fc.property(rows, fc.array(condition, { minLength: 1, maxLength: 3 }), (values, conditions) => {
      const db = evidence(values)
      try {
        const say = (side: string | null, name: string): string => `${side}."${name}"`
        const pairs = conditions.flatMap((when, i) => db.prepare(`select x."n" as x, y."n" as y from "evidence" x join "evidence" y on x.k = y.k and x."n" <> y."n"`
          + ` where ${exprSql(when, { field: say, lookup: (name, column) => name !== 'l' ? undefined : column === null ? 'exists (select 1 from "look_l" l where l.b = x.b)' : '(select l.v from "look_l" l where l.b = x.b)' })}`).all()
          .flatMap(p => Object.values(p as object).map(n => `${i + 1}:${n}`)))
        for (const step of groupSteps(ruleOf(conditions))) db.exec(step.sql)
        expect(db.prepare('select distinct "o" || \':\' || "n" from "hit"').pluck().all().toSorted()).toEqual([...new Set(pairs)].toSorted())
      } finally {
        db.close()
      }
    }), { numRuns: 1500 })
  })
})
