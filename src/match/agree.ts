import type { Expr } from './expr.js'
import type { CompareRule } from './types.js'

/** A compared value of one side: a field, or the sum of a field over the rows of an item. */
export interface Term { readonly side: string; readonly field: string; readonly sum: boolean }

/**
 * Two values that must be equal for a pair to agree. `nulls`: `equal`: absent is equal to absent alone; `either`: an absent one agrees with anything;
 * `never`: an absent one never agrees.
 */
export interface Compare { readonly a: Term; readonly b: Term; readonly nulls: 'equal' | 'either' | 'never' }

/** Where pairs that agree can be told without SQL: which step of the ladder brings them together, and what must be equal. */
export interface Agreement { readonly step: number; readonly key: readonly string[]; readonly compares: readonly Compare[] }

/** Which columns were delivered at all, of a side's extracts. */
export interface Delivered { has(side: string, field: string): boolean }

/**
 * What makes two sides of a rule agree, or null where the rule cannot promise it: then every row is decided by SQL. A pair agrees when every comparison that its
 * outcomes make between the sides is one of equal values and no outcome can hold for such a pair, whatever its other fields say. Steps of the ladder that no row can take
 * (a part of their key was never delivered on one side) are passed over.
 */
export function agreementOf(rule: CompareRule, delivered: Delivered): Agreement | null {
  const [a, b] = rule.sides
  if (rule.sides.length !== 2 || a === undefined || b === undefined || rule.coarsen !== undefined || rule.both !== undefined) return null
  if ([a, b].some(s => s.otherwise !== null || Object.keys(s.fields).length > 0)) return null
  const step = rule.ladder.findIndex(s => s.key.every(f => f === 'who' || [a, b].every(side => delivered.has(side.name, f))))
  const key = rule.ladder[step]?.key
  if (key === undefined || !key.some(f => f !== 'who')) return null
  // Items are one a grain: only a step by that very grain brings whole items together.
  if (rule.grain !== undefined && !(step === 0 && sameNames(rule.grain, key))) return null
  if (rule.spans !== undefined && !sameNames([...rule.spans.within, 'period_start', 'period_end'], key)) return null
  const found = new Map<string, Compare>()
  const judge = new Judge(rule, { step: step + 1, delivered, found })
  return rule.outcomes.some(o => judge.of(o.when) === '?' || judge.of(o.when) === 'T') ? null : { step: step + 1, key, compares: [...found.values()] }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(n => b.includes(n))
}

/** True, false, absent, or not known before the row is seen. */
type Says = 'T' | 'F' | 'N' | '?'

/** Reads a condition for a pair of which all compared values are equal, and notes what those are. */
class Judge {
  private readonly rule: CompareRule
  private readonly step: number
  private readonly delivered: Delivered
  private readonly found: Map<string, Compare>

  constructor(rule: CompareRule, { step, delivered, found }: { step: number; delivered: Delivered; found: Map<string, Compare> }) {
    this.rule = rule
    this.step = step
    this.delivered = delivered
    this.found = found
  }

  of(e: Expr): Says {
    switch (e.t) {
      case 'not': return { T: 'F', F: 'T', N: 'T', '?': '?' }[this.of(e.a)] as Says
      case 'op': return this.op(e)
      case 'call': return this.call(e)
      default: return '?'
    }
  }

  private op(e: Expr & { t: 'op' }): Says {
    if (e.op === 'and' || e.op === 'or') {
      const both = [this.of(e.a), this.of(e.b)]
      const stops = e.op === 'and' ? 'F' : 'T'
      if (e.op === 'and' ? both.some(s => s === 'F' || s === 'N') : both.includes('T')) return stops
      return both.includes('?') ? '?' : e.op === 'and' ? 'T' : 'F'
    }
    if (e.a.t === 'num' && e.b.t === 'num' && e.op === '=') return e.a.value === e.b.value ? 'T' : 'F'
    if (!['=', '<>', '<', '<=', '>', '>='].includes(e.op)) return '?'
    return this.compared(bare(e.a), bare(e.b), 'never') ? (e.op === '=' || e.op === '<=' || e.op === '>=' ? 'T' : 'F') : '?'
  }

  private call(e: Expr & { t: 'call' }): Says {
    const [a, b] = e.args
    switch (e.fn) {
      case 'present': case 'exists': return 'T'
      case 'not_exists': return 'F'
      case 'step': return a?.t === 'num' ? (a.value === this.step ? 'T' : 'F') : '?'
      case 'differs': return this.absent(e) || this.compared(a, b, 'equal') ? 'F' : '?'
      case 'differs_both': return this.absent(e) || this.compared(a, b, 'either') ? 'F' : '?'
      default: return '?'
    }
  }

  /** A comparison of a column that one side never delivered is none. */
  private absent(e: Expr & { t: 'call' }): boolean {
    return e.args.some(x => x.t === 'field' && x.side !== null && !this.delivered.has(x.side, x.name))
  }

  /** Notes a comparison of two sides' values; false where it is none, or not one of plain fields and sums. */
  private compared(x: Expr | undefined, y: Expr | undefined, nulls: Compare['nulls']): boolean {
    const a = this.term(x)
    const b = this.term(y)
    if (a === null || b === null || a.side === b.side || a.sum !== b.sum) return false
    const [p, q] = a.side === this.rule.sides[0]!.name ? [a, b] : [b, a]
    const at = `${p.field}/${q.field}`
    const before = this.found.get(at)
    // The strictest reading of a comparison serves all the others.
    if (before === undefined || STRICT.indexOf(nulls) > STRICT.indexOf(before.nulls)) this.found.set(at, { a: p, b: q, nulls })
    return true
  }

  private term(e: Expr | undefined): Term | null {
    if (e?.t !== 'field' || e.side === null) return null
    const take = this.rule.take[e.name]
    if (take === undefined) return this.rule.grain === undefined ? { side: e.side, field: e.name, sum: false } : null
    if (take.t !== 'call' || take.args.length !== 1 || take.args[0]!.t !== 'field') return null
    const { name } = take.args[0]!
    if (take.fn === 'sum') return { side: e.side, field: name, sum: true }
    // Of an item of one row all of these are the row's own value; larger items are left to SQL.
    return take.fn === 'latest' || take.fn === 'min' || take.fn === 'max' ? { side: e.side, field: name, sum: false } : null
  }
}

const STRICT: readonly Compare['nulls'][] = ['either', 'equal', 'never']

/** `coalesce(x, 0)` asks for x: a pair agrees only where x is there. */
function bare(e: Expr): Expr {
  return e.t === 'call' && e.fn === 'coalesce' && e.args[1]?.t === 'num' && e.args[1].value === 0 ? e.args[0]! : e
}
