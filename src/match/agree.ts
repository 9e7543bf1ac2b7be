import { fieldOf } from '../records/index.js'
import { fieldsIn, nameArgument, type Expr } from './expr.js'
import type { CompareRule } from './types.js'

/**
 * A compared value of one side's item: a row's own value, the sum of a field over its rows, or how many different values of it they hold,
 * every absent one by itself.
 */
export interface Term {
  readonly side: string
  readonly field: string
  readonly take: 'value' | 'sum' | 'distinct'
}

/**
 * Two values that must be equal for a pair to agree. `nulls`: `zero`: absent is nothing; `either`: an absent one agrees with anything;
 * `equal`: absent is equal to absent alone; `never`: an absent one never agrees.
 */
export interface Compare {
  readonly a: Term
  readonly b: Term
  readonly nulls: 'zero' | 'either' | 'equal' | 'never'
}

/**
 * A condition on one row of a side. Where an outcome asks something of one side's item, some row of the item must meet the condition:
 * values taken by min, max or latest are those of a row, and a sum above another has a row above the other.
 */
export interface Guard {
  readonly side: string
  readonly test: Expr
}

/** What of an outcome is left to ask of a pair whose compared values are equal: guards by number, joined. */
export type Doubt = { readonly guard: number } | { readonly all: readonly Doubt[] } | { readonly any: readonly Doubt[] }

/**
 * Where pairs that agree can be told without SQL: which step of the ladder brings them together, what must be equal, and what no row may
 * meet.
 */
export interface Agreement {
  readonly step: number
  readonly key: readonly string[]
  readonly compares: readonly Compare[]
  readonly guards: readonly Guard[]
  /** A pair of equal values is left to SQL where one of these holds. */
  readonly doubts: readonly Doubt[]
  /** Whether no outcome can hold for what stands on a alone, and on b alone. */
  readonly alone: readonly [boolean, boolean]
}

/** Which columns were delivered at all, of a side's extracts. */
export interface DeliveredFields {
  has(side: string, field: string): boolean
}

/**
 * What makes two sides of a rule agree, or null where the rule cannot promise it: then every row is decided by SQL. A pair agrees when
 * every comparison that its outcomes make between the sides is one of equal values and no outcome can hold for such a pair: by its form, or
 * because no row meets what it asks of one side. Steps of the ladder that no row can take (a part of their key was never delivered on one
 * side) are passed over.
 */
export function agreementOf(rule: CompareRule, delivered: DeliveredFields): Agreement | null {
  const [a, b] = rule.sides
  if (rule.sides.length !== 2 || a === undefined || b === undefined || rule.coarsen !== undefined || rule.both !== undefined) return null
  if ([a, b].some(s => s.otherwise !== null || s.once !== null)) return null
  const step = rule.ladder.findIndex(s => s.key.every(f => f === 'who' || [a, b].every(side => delivered.has(side.name, f))))
  // Without a ladder items meet by their grain.
  const byGrain = rule.ladder.length === 0
  const key = byGrain ? rule.grain : rule.ladder[step]?.key
  if (key === undefined || !key.some(f => f !== 'who')) return null
  // Items are one a grain: only a step by that very grain brings whole items together.
  if (rule.grain !== undefined && !byGrain && !(step === 0 && sameNames(rule.grain, key))) return null
  if (rule.spans !== undefined && !sameNames([...rule.spans.within, 'period_start', 'period_end'], key)) return null
  const judge = new Judge(rule, { step: byGrain ? 1 : step + 1, delivered })
  const says = rule.outcomes.map(o => judge.of(o.when))
  if (says.some(x => x === 'T' || x === '?')) return null
  const alone = (other: string): boolean => byGrain && rule.outcomes.every(o => failsWithout(o.when, other))
  return {
    step: byGrain ? 1 : step + 1,
    key,
    compares: [...judge.compares.values()],
    guards: judge.guards,
    doubts: says.filter(x => typeof x === 'object'),
    alone: [alone(b.name), alone(a.name)],
  }
}

/** Whether a condition cannot hold where a side is not there, all its values being absent. */
function failsWithout(e: Expr, side: string): boolean {
  if (e.t === 'call') return e.fn === 'present' && nameArgument(e) === side
  if (e.t !== 'op') return false
  if (e.op === 'and') return failsWithout(e.a, side) || failsWithout(e.b, side)
  if (e.op === 'or') return failsWithout(e.a, side) && failsWithout(e.b, side)
  return COMPARISONS.includes(e.op) && [e.a, e.b].some(x => x.t === 'field' && x.side === side)
}

const COMPARISONS: readonly string[] = ['=', '<>', '<', '<=', '>', '>=']

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(n => b.includes(n))
}

/** True, not true, not known before the rows are seen; or a doubt that rows settle. */
type Says = 'T' | 'F' | '?' | Doubt

/** Reads a condition for a pair of which all compared values are equal, and notes what those are. */
class Judge {
  readonly compares = new Map<string, Compare>()
  readonly guards: Guard[] = []
  private readonly rule: CompareRule
  private readonly step: number
  private readonly delivered: DeliveredFields

  constructor(rule: CompareRule, { step, delivered }: { step: number; delivered: DeliveredFields }) {
    this.rule = rule
    this.step = step
    this.delivered = delivered
  }

  of(e: Expr): Says {
    switch (e.t) {
      case 'not': {
        const says = this.of(e.a)
        return says === 'T' ? 'F' : says === 'F' ? 'T' : this.guard(e)
      }
      case 'op':
        return this.op(e)
      case 'call':
        return this.call(e)
      default:
        return this.guard(e)
    }
  }

  private op(e: Expr & { t: 'op' }): Says {
    if (e.op === 'and' || e.op === 'or') {
      const [stops, passes] = e.op === 'and' ? (['F', 'T'] as const) : (['T', 'F'] as const)
      const a = this.of(e.a)
      // What cannot change the answer is not asked of any row.
      if (a === stops) return stops
      const both = [a, this.of(e.b)]
      if (both[1] === stops) return stops
      const left = both.filter(x => x !== passes)
      if (left.length === 0) return passes
      const doubts = left.filter(x => typeof x === 'object')
      // An `and` needs only one part that can be told: where that fails, the whole does.
      if (doubts.length === 0 || (e.op === 'or' && doubts.length < left.length)) return '?'
      return doubts.length === 1 ? doubts[0]! : e.op === 'and' ? { all: doubts } : { any: doubts }
    }
    if (e.a.t === 'num' && e.b.t === 'num' && e.op === '=') return e.a.value === e.b.value ? 'T' : 'F'
    if (!COMPARISONS.includes(e.op)) return '?'
    // What compares an absent value does not hold; where an absent one counts as nothing, it may.
    const strict = e.op === '=' || e.op === '<=' || e.op === '>=' || bare(e.a) !== e.a || bare(e.b) !== e.b
    if (!this.compared(bare(e.a), bare(e.b), strict ? 'never' : 'either')) return this.guard(e)
    return e.op === '=' || e.op === '<=' || e.op === '>=' ? 'T' : 'F'
  }

  private call(e: Expr & { t: 'call' }): Says {
    const [a, b] = e.args
    switch (e.fn) {
      case 'present':
        return 'T'
      case 'exists':
      case 'not_exists': {
        const name = nameArgument(e)
        return this.rule.sides.some(s => s.name === name) ? (e.fn === 'exists' ? 'T' : 'F') : '?'
      }
      case 'step':
        return a?.t === 'num' ? (a.value === this.step ? 'T' : 'F') : '?'
      case 'differs':
        return this.absent(e) || this.compared(a, b, 'equal') || this.bothOrNothing(a, b) ? 'F' : '?'
      case 'differs_both':
        return this.absent(e) || this.compared(a, b, 'either') ? 'F' : '?'
      default:
        return '?'
    }
  }

  /** A condition that one row of one side must meet for the item to meet it; not known where there is none. */
  private guard(e: Expr): Says {
    const sides = new Set(fieldsIn(e).map(f => f.side))
    const [side] = sides
    if (sides.size !== 1 || !this.rule.sides.some(s => s.name === side)) return '?'
    const test = this.ofRow(e)
    return test === null ? '?' : { guard: this.guards.push({ side: side!, test }) - 1 }
  }

  /** The condition as asked of a row: of values that one row gives, or of a sum against a sum or nothing. */
  private ofRow(e: Expr): Expr | null {
    switch (e.t) {
      case 'not': {
        const a = this.ofRow(e.a)
        return a === null ? null : { ...e, a }
      }
      case 'null':
      case 'in': {
        const a = this.value(e.a)
        return a === null ? null : { ...e, a }
      }
      case 'op': {
        const constant = (x: Expr): boolean => x.t === 'num' || x.t === 'text' || (x.t === 'call' && x.fn === 'asof')
        if (e.op === 'and' || e.op === 'or') return null
        const a = this.value(e.a)
        if (a !== null && constant(e.b)) return { ...e, a }
        const [x, y] = [this.summed(e.a), this.summed(e.b)]
        return x !== null && y !== null && ['<', '>', '<>'].includes(e.op) ? { ...e, a: x, b: y } : null
      }
      default:
        return null
    }
  }

  /** The value of one row that an item's value is. */
  private value(e: Expr): Expr | null {
    if (e.t !== 'field') return null
    const take = this.rule.take[e.name]
    if (take === undefined)
      return this.rule.grain !== undefined && this.isMoney(e) && !this.rule.grain.includes(e.name)
        ? null
        : { t: 'field', side: null, name: e.name }
    return take.t === 'call' && (take.fn === 'min' || take.fn === 'max' || take.fn === 'latest') ? take.args[0]! : null
  }

  /** What is summed, absent counting as nothing. */
  private summed(e: Expr): Expr | null {
    if (e.t === 'num') return e.value === 0 ? e : null
    if (e.t !== 'field') return null
    const take = this.rule.take[e.name]
    const orNothing = (x: Expr): Expr => ({ t: 'call', fn: 'coalesce', args: [x, { t: 'num', value: 0 }] })
    if (take === undefined) return this.isMoney(e) ? orNothing({ t: 'field', side: null, name: e.name }) : null
    return take.t === 'call' && take.fn === 'sum' ? orNothing(take.args[0]!) : null
  }

  /** Money of an item is summed, every other field taken from one of its rows (`items` of the rule's SQL). */
  private isMoney(e: Expr & { t: 'field' }): boolean {
    const kind = this.rule.sides.find(s => s.name === e.side)?.record
    return kind !== undefined && fieldOf(kind, e.name)?.type === 'fen'
  }

  /** A comparison in which absent values of both sides count as nothing. */
  private bothOrNothing(a: Expr | undefined, b: Expr | undefined): boolean {
    return a !== undefined && b !== undefined && bare(a) !== a && bare(b) !== b && this.compared(bare(a), bare(b), 'zero')
  }

  /** A comparison of a column that one side never delivered is none. */
  private absent(e: Expr & { t: 'call' }): boolean {
    return e.args.some(x => x.t === 'field' && x.side !== null && !this.delivered.has(x.side, x.name))
  }

  /** Notes a comparison of two sides' values; false where it is none, or not one of plain fields and sums. */
  private compared(x: Expr | undefined, y: Expr | undefined, nulls: Compare['nulls']): boolean {
    const a = this.term(x)
    const b = this.term(y)
    if (a === null || b === null || a.side === b.side || (a.take === 'sum') !== (b.take === 'sum')) return false
    const [p, q] = a.side === this.rule.sides[0]!.name ? [a, b] : [b, a]
    const at = [p.field, p.take, q.field, q.take].join('/')
    this.compares.set(at, { a: p, b: q, nulls: both(this.compares.get(at)?.nulls, nulls) })
    return true
  }

  private term(e: Expr | undefined): Term | null {
    if (e?.t !== 'field' || e.side === null) return null
    const { side, name } = e
    const take = this.rule.take[name]
    // An item of one row has the row's own value, and so has one whose rows all say the same; other items are left to SQL.
    if (take === undefined) return { side, field: name, take: this.rule.grain !== undefined && this.isMoney(e) ? 'sum' : 'value' }
    const counted = countedOf(take)
    if (counted !== null) return { side, field: counted, take: 'distinct' }
    if (take.t !== 'call' || take.args.length !== 1 || take.args[0]!.t !== 'field') return null
    const field = take.args[0]!.name
    if (take.fn === 'sum') return { side, field, take: 'sum' }
    return take.fn === 'latest' || take.fn === 'min' || take.fn === 'max' ? { side, field, take: 'value' } : null
  }
}

/** The field whose different values are counted, every absent one by itself: `count_distinct(f) + sum(if(f is null, 1, 0))`. */
function countedOf(e: Expr): string | null {
  const counted = e.t === 'op' && e.op === '+' && e.a.t === 'call' && e.a.fn === 'count_distinct' ? e.a.args[0] : undefined
  if (e.t !== 'op' || counted?.t !== 'field') return null
  const { b } = e
  const each = b.t === 'call' && b.fn === 'sum' ? b.args[0] : undefined
  if (each?.t !== 'call' || each.fn !== 'if') return null
  const [when, yes, no] = each.args
  const blank = when?.t === 'null' && !when.negated && when.a.t === 'field' && when.a.name === counted.name
  return blank && yes?.t === 'num' && yes.value === 1 && no?.t === 'num' && no.value === 0 ? counted.name : null
}

/** What serves two readings of one comparison. */
function both(before: Compare['nulls'] | undefined, nulls: Compare['nulls']): Compare['nulls'] {
  if (before === undefined || before === nulls) return nulls
  return before === 'never' || nulls === 'never' ? 'never' : 'equal'
}

/** `coalesce(x, 0)` asks for x: a pair agrees only where x is there. */
function bare(e: Expr): Expr {
  return e.t === 'call' && e.fn === 'coalesce' && e.args[1]?.t === 'num' && e.args[1].value === 0 ? e.args[0]! : e
}
