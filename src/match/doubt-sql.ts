import { exprSql, type Names } from './expr-sql.js'
import { fieldsIn, namedCalls, type Expr, type Fn } from './expr.js'
import type { CompareRule, Outcome } from './types.js'

/** Calls whose value hangs on more than the fields that they are given. */
const MORE: ReadonlySet<Fn> = new Set(['step', 'exists', 'not_exists', 'known', 'resolved', 'present'])

/**
 * The outcomes that an undecided pair may still come to, bit by bit. Left out are those that a side denies for which nobody waits, and
 * those that ask for the absence of what is there.
 */
export function mayBecome(rule: CompareRule, names: Names): string {
  const cases = rule.outcomes.flatMap((o, i) => {
    const may = o.undecided === null ? null : mayFrom(rule, o, names)
    return may === null ? [] : [`when ${i + 1} then ${may}`]
  })
  return cases.length === 0 ? 'null' : `case "o" ${cases.join(' ')} end`
}

/** Null: any of them. */
function mayFrom(rule: CompareRule, from: Outcome, names: Names): string | null {
  const settled = new Set(rule.both === undefined ? settledSides(rule, from.undecided!) : [])
  const bits = rule.outcomes.map((o, i) => {
    const asked = o === from ? [] : conjuncts(o.when).filter(e => isAbsence(e) || isOfSides(e, settled))
    return asked.length === 0
      ? { sql: String(2 ** i), known: true }
      : { sql: `${asked.map(e => `coalesce(${exprSql(e, names)}, 0)`).join(' * ')} * ${2 ** i}`, known: false }
  })
  return bits.every(b => b.known) ? null : bits.map(b => b.sql).join(' + ')
}

/** Sides whose data an outcome does not wait for; none where it waits for anything else than what a side is known up to. */
function settledSides({ sides }: CompareRule, undecided: Expr): readonly string[] {
  const parts = leaves(undecided)
  const waits = new Set(parts.flatMap(namedCalls).flatMap(c => (c.fn === 'known' && c.name !== null ? [c.name] : [])))
  const isPlain = parts.every(e => namedCalls(e).some(c => c.fn === 'known' || c.fn === 'present'))
  return isPlain && waits.size > 0 ? sides.map(s => s.name).filter(name => !waits.has(name)) : []
}

const leaves = (e: Expr): readonly Expr[] => (e.t === 'op' && (e.op === 'and' || e.op === 'or') ? [...leaves(e.a), ...leaves(e.b)] : [e])
const conjuncts = (e: Expr): readonly Expr[] => (e.t === 'op' && e.op === 'and' ? [...conjuncts(e.a), ...conjuncts(e.b)] : [e])

/** `not present(side)`: what is there does not go away by what is still to come. */
const isAbsence = (e: Expr): boolean => e.t === 'not' && e.a.t === 'call' && e.a.fn === 'present'

function isOfSides(e: Expr, settled: ReadonlySet<string>): boolean {
  const fields = fieldsIn(e)
  return fields.length > 0 && fields.every(f => f.side !== null && settled.has(f.side)) && !callsIn(e).some(fn => MORE.has(fn))
}

function callsIn(e: Expr): readonly Fn[] {
  if (e.t === 'call') return [e.fn, ...e.args.flatMap(callsIn)]
  if (e.t === 'op') return [...callsIn(e.a), ...callsIn(e.b)]
  return e.t === 'not' || e.t === 'null' || e.t === 'in' ? callsIn(e.a) : []
}
