import { fieldsIn, type Expr, type GroupFeed, type GroupRule } from '../../match/index.js'
import type { Kind } from '../../records/index.js'
import { scan } from '../../store/index.js'
import type { Source } from '../feeds.js'
import { Columns, KeyPrints } from './keys.js'

/** Rows of a file, each standing for all that are like it: rowids in order, how many rows, and their money. */
export interface AlikeRows {
  readonly rows: Int32Array
  readonly counts: Int32Array
  readonly fens: Float64Array
}

/** Columns of a file that a field's value is made of, as rules see it (`rowsSql`). */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  id_number: ['id_number', 'id_unusable'],
  id_written: ['id_number'],
  employer: ['employer', 'employer_no', 'agency'],
  period_end: ['period_end', 'period_start'],
}

/**
 * Finds the rows of a file that are alike in everything that a rule about single rows may ask of them before it has its evidence: the
 * evidence itself, and what tells whether a row takes part. A rule that takes one row of its like into its evidence needs to see the first
 * of them only. `apart`: rowids that are like no other. Null where the rule asks for more than a row's own fields, where most rows are like
 * no other, and for checks: SQL takes few of their rows anyway.
 */
export function alike(rule: GroupRule, feed: GroupFeed, source: Source, apart: ReadonlySet<number>): AlikeRows | null {
  const fields = fieldsOf(rule, feed, source.kind)
  const money = moneyOf(source.kind)
  if (fields === null || money === null) return null
  const columns = new Columns(source.kind)
  const keys = new KeyPrints(columns, {})
  const asked = [...new Set([...fields].flatMap(field => MADE_OF[field] ?? [field]))]
  // Columns as they stand; absent is a value like any other.
  const key = keys.asTheyStand(asked)
  const amount = money === '' ? -1 : columns.at(money)
  const found = new Found()
  let seen = 0
  scan(source.segment, source.kind, columns.names, (chunk, prints) => {
    // Where most rows are like no other nothing is gained, and the table would grow with the file.
    if (found.size > ENOUGH && found.size * 2 > seen) return
    keys.run(chunk, prints, NO_SETTING)
    const lanes = prints.lanes[key]!
    for (let r = 0; r < chunk.rows; r++) {
      const row = chunk.firstRow + r
      const fen = amount < 0 ? 0 : chunk.columns[amount]!.num![r]!
      found.add(apart.has(row) ? found.lone(row) : found.placeOf(lanes[2 * r]!, lanes[2 * r + 1]!, row), fen === fen ? fen : 0)
    }
    seen += chunk.rows
  })
  return seen < source.rows ? null : found.list()
}

const NO_SETTING = { setting: { rounded: false, employerOf: () => '', units: null }, first: 0 }

/** Rows of few kinds are worth knowing in any file up to this. */
const ENOUGH = 1 << 15

/** Distinct keys in order of first sight: an open table that grows with them. */
class Found {
  size = 0
  private slots = 1 << 12
  private lo = new Int32Array(this.slots)
  private hi = new Int32Array(this.slots)
  /** Place and 1; 0: free. */
  private place = new Int32Array(this.slots)
  private inTable = 0
  private rows = new Int32Array(1 << 10)
  private counts = new Int32Array(1 << 10)
  private fens = new Float64Array(1 << 10)

  /** A place for a row that is like no other. */
  lone(row: number): number {
    if (this.size === this.rows.length) this.widen()
    this.rows[this.size] = row
    return this.size++
  }

  placeOf(lo: number, hi: number, row: number): number {
    const mask = this.slots - 1
    let s = lo & mask
    for (; this.place[s] !== 0; s = (s + 1) & mask) if (this.lo[s] === lo && this.hi[s] === hi) return this.place[s]! - 1
    const at = this.lone(row)
    this.lo[s] = lo
    this.hi[s] = hi
    this.place[s] = at + 1
    if (++this.inTable * 2 > this.slots) this.rehash()
    return at
  }

  add(at: number, fen: number): void {
    this.counts[at]!++
    this.fens[at]! += fen
  }

  list(): AlikeRows {
    return { rows: this.rows.slice(0, this.size), counts: this.counts.slice(0, this.size), fens: this.fens.slice(0, this.size) }
  }

  private widen(): void {
    const { rows, counts, fens } = this
    this.rows = new Int32Array(rows.length * 2)
    this.counts = new Int32Array(rows.length * 2)
    this.fens = new Float64Array(rows.length * 2)
    this.rows.set(rows)
    this.counts.set(counts)
    this.fens.set(fens)
  }

  private rehash(): void {
    const { lo, hi, place, slots } = this
    this.slots = slots * 4
    this.lo = new Int32Array(this.slots)
    this.hi = new Int32Array(this.slots)
    this.place = new Int32Array(this.slots)
    const mask = this.slots - 1
    for (let i = 0; i < slots; i++) {
      if (place[i] === 0) continue
      let s = lo[i]! & mask
      while (this.place[s] !== 0) s = (s + 1) & mask
      this.lo[s] = lo[i]!
      this.hi[s] = hi[i]!
      this.place[s] = place[i]!
    }
  }
}

/** The column that is a record's money for the balance ('': none); null where it is made of several. */
function moneyOf(kind: Kind): string | null {
  if (kind === 'levy' || kind === 'payment' || kind === 'bank_txn') return 'amount'
  return kind === 'summary' ? null : ''
}

function fieldsOf(rule: GroupRule, feed: GroupFeed, kind: Kind): ReadonlySet<string> | null {
  if (rule.kind !== 'unique' || rule.evidence === undefined || rule.lookups.length > 0) return null
  const named = (e: Expr | null): readonly string[] => (e === null ? [] : fieldsIn(e).map(f => f.name))
  const lives = kind === 'levy' || kind === 'payment' ? ['live', 'comparable'] : []
  return new Set([...rule.evidence, ...named(feed.where), ...lives, 'owner'])
}
