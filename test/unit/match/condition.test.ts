import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionSql, exprSql, type Names } from '../../../src/match/expr-sql.js'
import type { Expr, Op } from '../../../src/match/expr.js'
import { openDb } from '../../../src/store/index.js'

/** Values of a row `x` and of what it looks up, each of which may be absent. */
const names: Names = {
  field: (_, name) => `x."${name}"`,
  lookup: (name, column) => name === 'l' ? column === null ? 'exists (select 1 from t)' : `(select t."${column}" from t where t."k" = x."k")` : undefined,
}
const field: fc.Arbitrary<Expr> = fc.constantFrom(['k'], ['a'], ['b'], ['v', 'l'], ['w', 'l']).map(([name = '', side]) => ({ t: 'field', side: side ?? null, name }))
const leaf = fc.oneof({ weight: 4, arbitrary: field }, { weight: 1, arbitrary: fc.nat({ max: 3 }).map((value): Expr => ({ t: 'num', value })) }, { weight: 1, arbitrary: fc.constant<Expr>({ t: 'none' }) })
const op = (...ops: readonly Op[]) => (of: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> => fc.tuple(fc.constantFrom(...ops), of, of).map(([o, a, b]) => ({ t: 'op', op: o, a, b }))
const value = fc.letrec<{ value: Expr }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 }, leaf, op('+', '-', '*')(tie('value')), tie('value').map((a): Expr => ({ t: 'call', fn: 'abs', args: [a] })),
    fc.tuple(tie('value'), tie('value')).map(([a, b]): Expr => ({ t: 'call', fn: 'coalesce', args: [a, b] })),
    tie('value').map((a): Expr => ({ t: 'call', fn: 'round', args: [a, { t: 'text', value: 'half' }, { t: 'num', value: 2 }] })),
  ),
})).value
const condition = fc.letrec<{ condition: Expr }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 4 }, op('=', '<>', '<', '<=', '>', '>=')(value), op('and', 'or')(tie('condition')), tie('condition').map((a): Expr => ({ t: 'not', a })),
    fc.tuple(value, fc.boolean()).map(([a, negated]): Expr => ({ t: 'null', a, negated })), tie('condition').map((a): Expr => ({ t: 'call', fn: 'if', args: [a, { t: 'num', value: 1 }, { t: 'num', value: 0 }] })),
  ),
})).condition

describe('a condition with lookups', () => {
  it('holds where the plain expression holds, whatever is absent', () => {
    const db = openDb(':memory:')
    db.function('round_to', (v: unknown, _: unknown, unit: unknown) => typeof v === 'number' ? Math.floor(v / Number(unit) + 0.5) * Number(unit) : null)
    db.exec('create table x (k, a, b); create table t (k, v, w); insert into t values (0, 1, null), (1, null, 2)')
    const [k, a, b] = [[0, 1, 2, null], [0, 1, 2, null], [1, null]]
    const row = db.prepare('insert into x values (?, ?, ?)')
    for (const i of k) for (const j of a) for (const l of b) row.run(i, j, l)
    fc.assert(fc.property(condition, e => {
      const held = (sql: string): readonly unknown[] => db.prepare(`select rowid from x where ${sql} order by 1`).pluck().all()
      expect(held(conditionSql(e, names))).toEqual(held(exprSql(e, names)))
    }), { numRuns: 2000 })
    db.close()
  })
})
