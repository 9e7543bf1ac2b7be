import type { Day, Owner } from '../../kernel/index.js'
import type { Expr, Side, Term } from '../../match/index.js'
import { fieldOf } from '../../records/index.js'
import { scan, type Chunk } from '../../store/index.js'
import type { Delivery, Source } from '../feeds.js'
import { rowTest, type RowTest } from './condition.js'
import { Columns, KeyHash, textNumber, type KeySetting } from './keys.js'
import { RowSet } from './row-set.js'

/** What a side is read for. */
export interface SideInput {
  readonly side: Side
  readonly delivery: Delivery
  /** Only rows of this owner's insurances; null: all. */
  readonly owner: Owner | null
  readonly asOf: Day
  readonly employerOf: KeySetting['employerOf']
}

export interface Tally { rows: number; fen: number }

/** What rows are read for: their key, the values that are compared, and the guards with their bits. */
export interface ReadSpec {
  readonly key: readonly string[]
  readonly loose?: ReadonlySet<string>
  readonly terms: readonly Term[]
  readonly guards?: readonly { readonly bit: number; readonly test: Expr }[]
}

/** Fields whose values rules see otherwise than they stand in the file. */
const SEEN_OTHERWISE = new Set(['id_number', 'employer', 'period_end', 'who'])

/** The rows of one side over all its files, by place: a row's place is the place of its file's first row plus its rowid less one. */
export class SideScan {
  readonly input: SideInput
  readonly rows: number
  readonly sources: readonly { readonly source: Source; readonly first: number }[]
  /** Rows that SQL must decide. */
  readonly suspects: RowSet
  /** Rows that bring their whole key before SQL. */
  readonly hot: RowSet
  /** Rows compared at unit level, and rows of the level that is not compared; empty where all is compared by person. */
  units: RowSet | null = null
  otherLevel: RowSet | null = null
  /** Classes of rows that take no part, counted once. */
  readonly apart = new Map<string, Tally>()
  private counted = false
  /** Whether a row that takes part has negative money; null: not read yet. */
  private negative: boolean | null = null

  constructor(input: SideInput) {
    this.input = input
    let rows = 0
    this.sources = input.delivery.sources.map(source => {
      const first = rows
      rows += source.rows
      return { source, first }
    })
    this.rows = rows
    this.suspects = new RowSet(rows)
    this.hot = new RowSet(rows)
  }

  /** True where all that is asked of the side's rows can be read without SQL. */
  static reads(side: Side, { keys, terms, guards }: { readonly keys: readonly (readonly string[])[]; readonly terms: readonly Term[]; readonly guards: readonly Expr[] }): boolean {
    const columns = new Columns(side.record)
    if ([side.where, ...guards].some(e => rowTest(e, columns, '0000-00-00') === null)) return false
    const plain = (f: string): boolean => fieldOf(side.record, f) !== undefined && !SEEN_OTHERWISE.has(f) && side.fields[f] === undefined
    if (![...columns.names, ...terms.flatMap(t => asKey(side, t) ? [] : [t.field])].every(plain) || terms.some(t => t.take === 'sum' && asKey(side, t))) return false
    return [...keys, ...terms.flatMap(t => asKey(side, t) ? [[t.field]] : [])].every(key => KeyHash.reads({ key, loose: new Set(), made: side.fields }, new Columns(side.record)))
  }

  /**
   * Reads the rows that take part, file by file: `visit` gets each with the two lanes of its key (`absent`: a part of it is missing) and its values: those of the terms, its
   * money, and which guards it meets, as bits.
   */
  read(spec: ReadSpec, visit: (row: number, key: { lo: number; hi: number; absent: boolean }, values: Float64Array) => void): void {
    const { side, asOf, employerOf } = this.input
    const columns = new Columns(side.record)
    const hash = new KeyHash({ key: spec.key, loose: spec.loose ?? new Set(), made: side.fields }, columns)
    const test = rowTest(side.where, columns, asOf)!
    const gate = new Gate(this.input, columns)
    const guards = (spec.guards ?? []).map(g => ({ bit: g.bit, test: rowTest(g.test, columns, asOf)! }))
    const terms = spec.terms.map(t => asKey(side, t)
      ? { at: 0, numeric: false, hash: new KeyHash({ key: [t.field], loose: new Set(), made: side.fields }, columns) }
      : { at: columns.at(t.field), numeric: columns.numeric(t.field), hash: null })
    const values = new Float64Array(terms.length + 2)
    const key = { lo: 0, hi: 0, absent: false }
    let negative = false
    for (const { source, first } of this.sources) {
      const setting = { rounded: source.segment.roundedIds, employerOf, units: this.units }
      scan(source.segment, source.kind, columns.names, chunk => {
        const place = first + chunk.firstRow - 1
        hash.run(chunk, setting, place)
        for (const term of terms) term.hash?.run(chunk, setting, place)
        for (let r = 0; r < chunk.rows; r++) {
          if (!this.takesPart(chunk, r, gate, test) || this.otherLevel?.has(place + r) === true) continue
          key.lo = hash.lo[r]!
          key.hi = hash.hi[r]!
          key.absent = hash.absent[r] === 1
          for (let i = 0; i < terms.length; i++) {
            const { at, numeric, hash: counted } = terms[i]!
            const column = chunk.columns[at]!
            values[i] = counted !== null ? counted.number(r) : numeric ? column.num![r]! : textNumber(chunk.bytes, column.start[r]!, column.end[r]!)
          }
          const fen = gate.fen(chunk, r)
          values[terms.length] = fen
          negative ||= fen < 0
          let bits = 0
          for (const g of guards) if (g.test(chunk, r) === 1) bits |= g.bit
          values[terms.length + 1] = bits
          visit(place + r, key, values)
        }
      })
    }
    this.counted = true
    this.negative ??= negative
  }

  /** Whether money of any row that takes part is negative; read once, with whatever is read first. */
  hasNegative(): boolean {
    if (this.negative === null) this.read({ key: [], terms: [] }, () => undefined)
    return this.negative!
  }

  private takesPart(chunk: Chunk, r: number, gate: Gate, test: RowTest): boolean {
    const name = gate.classOf(chunk, r, test)
    if (name === null) return true
    if (!this.counted && name !== '') this.count(name, gate.fen(chunk, r))
    return false
  }

  private count(name: string, fen: number): void {
    const tally = this.apart.get(name) ?? { rows: 0, fen: 0 }
    tally.rows++
    tally.fen += fen
    this.apart.set(name, tally)
  }
}

/** Whether a value is read as a key is: it is only asked whether it is the same, and rules see it otherwise than it stands in the file. */
function asKey(side: Side, { field, take }: Term): boolean {
  return take === 'distinct' || SEEN_OTHERWISE.has(field) || side.fields[field] !== undefined
}

/** Tells rows that take no part from those that do, in the order in which SQL does (`classSql`). */
class Gate {
  private readonly money: number
  private readonly owner: number
  private readonly ownerAt: number
  private readonly live: number
  private readonly comparable: number
  private readonly level: number
  private readonly levelIs: number

  constructor({ side, owner }: SideInput, columns: Columns) {
    const lives = side.record === 'levy' || side.record === 'payment'
    this.owner = owner === null ? 0 : owner.charCodeAt(0)
    this.ownerAt = columns.at('owner')
    this.live = lives ? columns.at('live') : -1
    this.comparable = lives ? columns.at('comparable') : -1
    this.level = side.level === null ? -1 : columns.at('level')
    this.levelIs = side.level === null ? 0 : side.level.charCodeAt(0)
    this.money = lives || side.record === 'bank_txn' ? columns.at('amount') : -1
  }

  /** Money of a row for the balance, as `moneySql` has it. */
  fen({ columns }: Chunk, r: number): number {
    const n = this.money < 0 ? 0 : columns[this.money]!.num![r]!
    return Number.isNaN(n) ? 0 : n
  }

  /** Null: takes part. '': of another owner, not of this side at all. */
  classOf(chunk: Chunk, r: number, test: RowTest): string | null {
    const { bytes, columns } = chunk
    if (this.owner !== 0) {
      const { start, end } = columns[this.ownerAt]!
      if (start[r] === end[r] || bytes[start[r]!] !== this.owner) return ''
    }
    if (this.live >= 0) {
      if (columns[this.comparable]!.num![r] === 0) return 'not_comparable'
      const live = columns[this.live]!.num![r]
      if (live === 0) return 'not_live'
      if (live === 2) return 'reversal_pending'
    }
    if (this.level >= 0) {
      const { start, end } = columns[this.level]!
      if (start[r] === end[r] || bytes[start[r]!] !== this.levelIs) return 'other_level'
    }
    return test(chunk, r) === 1 ? null : 'filtered'
  }
}
