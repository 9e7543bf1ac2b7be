import { fieldOf } from '../records/index.js'
import { exprText, fieldsIn, type Expr } from './expr.js'
import type { CompareRule } from './types.js'

/** A compared value of one side: a field, or the sum of a field over the rows of an item. */
export interface Term { readonly side: string; readonly field: string; readonly sum: boolean }

/**
 * Two values that must be equal for a pair to agree. `nulls`: `equal`: absent is equal to absent alone; `either`: an absent one agrees with anything;
 * `never`: an absent one never agrees.
 */
export interface Compare { readonly a: Term; readonly b: Term; readonly nulls: 'equal' | 'either' | 'never' }

/** What one row of a side must be like for an outcome to hold: a condition over its own fields. */
export interface Atom { readonly side: string; readonly test: Expr }

/**
 * Where pairs that agree can be told without SQL: which step of the ladder brings them together, what must be equal, and which outcomes may hold all the same: `may` lists
 * them as the atoms that must all be met by some row of the pair.
 */
export interface Agreement {
  readonly step: number
  readonly key: readonly string[]
  readonly compares: readonly Compare[]
  readonly atoms: readonly Atom[]
  readonly may: readonly (readonly number[])[]
}

/** Which columns were delivered at all, of a side's extracts. */
export interface Delivered { has(side: string, field: string): boolean }

/**
 * What makes two sides of a rule agree, or null where the rule cannot promise it: then every row is decided by SQL. A pair agrees when every comparison that its
 * outcomes make between the sides is one of equal values and no outcome can hold for such a pair, but for what its rows say by themselves (`atoms`). Steps of the ladder
 * that no row can take (a part of their key was never delivered on one side) are passed over.
 */
export function agreementOf(rule: CompareRule, delivered: Delivered): Agreement | null {
  const [a, b] = rule.sides
  if (rule.sides.length !== 2 || a === undefined || b === undefined || rule.coarsen !== undefined || rule.both !== undefined) return null
  if ([a, b].some(s => s.otherwise !== null || s.once !== null || s.prefer_unit)) return null
  const step = rule.ladder.findIndex(s => s.key.every(f => f === 'who' || [a, b].every(side => delivered.has(side.name, f))))
  const key = rule.ladder[step]?.key
  if (key === undefined || !key.some(f => f !== 'who')) return null
  // Items are one a grain: only a step by that very grain brings whole items together.
  if (rule.grain !== undefined && !(step === 0 && sameNames(rule.grain, key))) return null
  if (rule.spans !== undefined && !sameNames([...rule.spans.within, 'period_start', 'period_end'], key)) return null
  const judge = new Judge(rule, step + 1, delivered)
  const may: (readonly number[])[] = []
  for (const o of rule.outcomes) {
    const ways = judge.of(o.when)
    if (ways === null || ways.some(w => w.length === 0)) return null
    may.push(...ways)
  }
  const { atoms, compares } = judge
  if (atoms.length > MOST_ATOMS || may.length > MOST_WAYS) return null
  // Fields that the rule makes are SQL's: none of what is looked at here may be one.
  const made = new Set([a, b].flatMap(s => Object.keys(s.fields)))
  const looked = [...key, ...rule.grain ?? [], ...compares.flatMap(c => [c.a.field, c.b.field]), ...atoms.flatMap(t => fieldsIn(t.test).map(f => f.name)), ...[a, b].flatMap(s => s.where === null ? [] : fieldsIn(s.where).map(f => f.name))]
  return looked.some(n => made.has(n)) ? null : { step: step + 1, key, compares, atoms, may }
}

const MOST_ATOMS = 30
const MOST_WAYS = 60

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(n => b.includes(n))
}

/** The ways in which a condition may hold: atoms that must all be met. None: it cannot; one without atoms: it does; null: nobody can say. */
type Ways = readonly (readonly number[])[] | null

const NEVER: Ways = []
const ALWAYS: Ways = [[]]

/** Reads a condition for a pair of which all compared values are equal, and notes what those are and what it asks of single rows. */
class Judge {
  readonly atoms: Atom[] = []
  private readonly rule: CompareRule
  private readonly step: number
  private readonly delivered: Delivered
  private readonly found = new Map<string, Compare>()

  constructor(rule: CompareRule, step: number, delivered: Delivered) {
    this.rule = rule
    this.step = step
    this.delivered = delivered
  }

  get compares(): readonly Compare[] {
    return [...this.found.values()]
  }

  of(e: Expr): Ways {
    switch (e.t) {
      case 'not': return this.not(e.a)
      case 'op': return this.op(e)
      case 'call': return this.call(e)
      default: return this.atom(e)
    }
  }

  private not(a: Expr): Ways {
    const ways = this.of(a)
    if (ways !== null && ways.length === 0) return ALWAYS
    if (ways?.some(w => w.length === 0) === true) return NEVER
    return this.atom({ t: 'not', a })
  }

  private op(e: Expr & { t: 'op' }): Ways {
    if (e.op === 'and' || e.op === 'or') return e.op === 'and' ? all(this.of(e.a), this.of(e.b)) : either(this.of(e.a), this.of(e.b))
    if (e.a.t === 'num' && e.b.t === 'num' && e.op === '=') return e.a.value === e.b.value ? ALWAYS : NEVER
    if (!['=', '<>', '<', '<=', '>', '>='].includes(e.op)) return null
    if (this.compared(bare(e.a), bare(e.b), 'never')) return e.op === '=' || e.op === '<=' || e.op === '>=' ? ALWAYS : NEVER
    return this.atom(e)
  }

  private call(e: Expr & { t: 'call' }): Ways {
    const [a, b] = e.args
    switch (e.fn) {
      case 'present': return ALWAYS
      case 'step': return a?.t === 'num' ? (a.value === this.step ? ALWAYS : NEVER) : null
      case 'differs': return this.absent(e) || this.compared(a, b, 'equal') ? NEVER : null
      case 'differs_both': return this.absent(e) || this.compared(a, b, 'either') ? NEVER : null
      default: return null
    }
  }

  /**
   * A condition over one value of one side that is, in every item, the value of one of its rows: where it holds of the item, it holds of that row. Sums are of no row.
   */
  private atom(e: Expr): Ways {
    const fields = fieldsIn(e)
    const [first] = fields
    if (first === undefined || fields.some(f => f.side !== first.side || f.name !== first.name) || !this.rule.sides.some(s => s.name === first.side)) return null
    const field = this.rowField(first.side!, first.name)
    if (field === null) return null
    const test = renamed(e, field)
    const known = this.atoms.findIndex(t => t.side === first.side && exprText(t.test) === exprText(test))
    return [[known >= 0 ? known : this.atoms.push({ side: first.side!, test }) - 1]]
  }

  /** The field of rows that an item's value is one of. */
  private rowField(side: string, name: string): string | null {
    const take = this.rule.take[name]
    if (take !== undefined) return take.t === 'call' && ['latest', 'min', 'max', 'any', 'all'].includes(take.fn) && take.args[0]?.t === 'field' ? take.args[0].name : null
    const { record } = this.rule.sides.find(s => s.name === side)!
    const known = fieldOf(record, name)
    return known === undefined || (this.rule.grain !== undefined && known.type === 'fen') ? null : name
  }

  /** A comparison of a column that one side never delivered is none. */
  private absent(e: Expr & { t: 'call' }): boolean {
    return e.args.flatMap(fieldsIn).some(x => x.side !== null && this.rule.sides.some(s => s.name === x.side) && !this.delivered.has(x.side, x.name))
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

function all(a: Ways, b: Ways): Ways {
  if (a?.length === 0 || b?.length === 0) return NEVER
  if (a === null || b === null) return null
  return a.length * b.length > MOST_WAYS ? null : a.flatMap(x => b.map(y => [...new Set([...x, ...y])]))
}

function either(a: Ways, b: Ways): Ways {
  return a === null || b === null ? null : [...a, ...b]
}

/** The same condition over the plain field of a row. */
function renamed(e: Expr, name: string): Expr {
  switch (e.t) {
    case 'field': return { t: 'field', side: null, name }
    case 'not': case 'null': case 'in': return { ...e, a: renamed(e.a, name) }
    case 'op': return { ...e, a: renamed(e.a, name), b: renamed(e.b, name) }
    case 'call': return { ...e, args: e.args.map(x => renamed(x, name)) }
    default: return e
  }
}

const STRICT: readonly Compare['nulls'][] = ['either', 'equal', 'never']

/** `coalesce(x, 0)` asks for x: a pair agrees only where x is there. */
function bare(e: Expr): Expr {
  return e.t === 'call' && e.fn === 'coalesce' && e.args[1]?.t === 'num' && e.args[1].value === 0 ? e.args[0]! : e
}
