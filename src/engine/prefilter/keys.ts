import type { Expr } from '../../match/index.js'
import { fieldOf, isNumeric, type Kind } from '../../records/index.js'
import type { Chunk } from '../../store/index.js'
import { rowTest } from './condition.js'
import { finished, Lanes, MAX_ROWS } from './lanes.js'
import type { RowSet } from './row-set.js'

/** The columns that a scan reads of one kind, each asked for once. */
export class Columns {
  readonly names: string[] = []
  private readonly kind: Kind

  constructor(kind: Kind) {
    this.kind = kind
  }

  at(name: string): number {
    const found = this.names.indexOf(name)
    return found >= 0 ? found : this.names.push(name) - 1
  }

  numeric(name: string): boolean {
    const field = fieldOf(this.kind, name)
    return field !== undefined && isNumeric(field.type)
  }
}

/** A key as a rule names it: fields that may be absent (absent is then a value like any other), and fields that the rule makes of others. */
export interface KeySpec { readonly key: readonly string[]; readonly loose: ReadonlySet<string>; readonly made: Readonly<Record<string, Expr>> }

/** Mixes a value into the key of row `r`; false where it is absent. */
type Part = (chunk: Chunk, r: number, setting: KeySetting) => boolean

/** What the hash of a source's rows must know beside their cells. */
export interface KeySetting {
  /** Ids of 18 digits that end in 000 serve as no key in this extract. */
  readonly rounded: boolean
  /** Credit code of an agency's unit number, `agency:number` where it is not known. */
  readonly employerOf: (agency: string, number: string) => string
  /** Rows compared at unit level (by place in the side); null: all by person. */
  readonly units: RowSet | null
}

/**
 * Two lanes of 32 bits of the key fields of every row of a chunk, as the rules see them (`rowsSql`): ids that are no keys are absent, an open span is a month, unit
 * numbers are credit codes. `absent[r]` is 1 where a part is missing.
 */
export class KeyHash extends Lanes {
  readonly absent = new Uint8Array(MAX_ROWS)
  private readonly before = new Uint8Array(MAX_ROWS)
  private readonly fields: readonly string[]
  private readonly columns: Columns
  private readonly loose: ReadonlySet<string>
  private readonly made: ReadonlyMap<string, Part | null>
  private readonly decoder = new TextDecoder()
  private readonly encoder = new TextEncoder()

  constructor(spec: KeySpec, columns: Columns) {
    super()
    this.fields = spec.key
    this.columns = columns
    this.loose = spec.loose
    this.made = new Map(spec.key.flatMap(f => {
      const e = spec.made[f]
      return e === undefined ? [] : [[f, this.part(e)] as const]
    }))
    for (const field of spec.key) if (!this.made.has(field)) for (const name of columnsOf(field)) columns.at(name)
  }

  /** True where every made field of the key is one that can be told without SQL. */
  static reads(spec: KeySpec, columns: Columns): boolean {
    return ![...new KeyHash(spec, columns).made.values()].includes(null)
  }

  /** `first`: place in the side of the chunk's first row. */
  run(chunk: Chunk, setting: KeySetting, first: number): void {
    const { absent } = this
    this.begin(chunk.rows)
    absent.fill(0, 0, chunk.rows)
    for (const field of this.fields) {
      if (this.loose.has(field)) this.before.set(absent.subarray(0, chunk.rows))
      const made = this.made.get(field)
      if (made !== undefined) this.mades(chunk, setting, made!)
      else if (field === 'who') this.who(chunk, setting, first)
      else if (field === 'id_number') this.id(chunk, setting, null, first)
      else if (field === 'employer') this.employers(chunk, setting)
      else if (field === 'period_end') this.numbers(chunk, field, 'period_start')
      else if (this.columns.numeric(field)) this.numbers(chunk, field, null)
      else this.texts(chunk, field)
      if (this.loose.has(field)) absent.set(this.before.subarray(0, chunk.rows))
      this.stir(chunk.rows)
    }
    this.finish(chunk.rows)
  }

  /** The lanes of a key of these values: what `run` gives a row that holds them. */
  of(values: readonly (string | number)[]): { readonly lo: number; readonly hi: number } {
    this.begin(1)
    for (const value of values) {
      if (typeof value === 'number') this.mixNumber(0, value)
      else this.mixText(0, value)
      this.stir(1)
    }
    this.finish(1)
    return { lo: this.lo[0]!, hi: this.hi[0]! }
  }

  /** A row's key as one number of 53 bits, NaN where a part of it is absent. */
  number(r: number): number {
    return this.absent[r] === 1 ? NaN : (this.lo[r]! >>> 0) * 0x200000 + (this.hi[r]! >>> 11)
  }

  private texts(chunk: Chunk, field: string): void {
    const { start, end } = chunk.columns[this.columns.at(field)]!
    for (let r = 0; r < chunk.rows; r++) {
      if (start[r] === end[r]) this.absent[r] = 1
      else this.mix(r, chunk.bytes, start[r]!, end[r]!)
    }
  }

  private numbers(chunk: Chunk, field: string, otherwise: string | null): void {
    const num = chunk.columns[this.columns.at(field)]!.num!
    const other = otherwise === null ? num : chunk.columns[this.columns.at(otherwise)]!.num!
    for (let r = 0; r < chunk.rows; r++) {
      const n = Number.isNaN(num[r]!) ? other[r]! : num[r]!
      if (Number.isNaN(n)) this.absent[r] = 1
      else this.mixNumber(r, n)
    }
  }

  /** Ids, but for the rows in `skip`. */
  private id(chunk: Chunk, setting: KeySetting, skip: RowSet | null, first: number): void {
    const { start, end } = chunk.columns[this.columns.at('id_number')]!
    for (let r = 0; r < chunk.rows; r++) {
      if (skip !== null && skip.has(first + r)) continue
      if (this.isKey(chunk, setting, r)) this.mix(r, chunk.bytes, start[r]!, end[r]!)
      else this.absent[r] = 1
    }
  }

  /** The row's id serves as a key. */
  private isKey({ bytes, columns }: Chunk, { rounded }: KeySetting, r: number): boolean {
    const { start, end } = columns[this.columns.at('id_number')]!
    const s = start[r]!
    const e = end[r]!
    if (s === e || columns[this.columns.at('id_unusable')]!.num![r] === 1) return false
    return !(rounded && e - s === 18 && bytes[e - 1] === 48 && bytes[e - 2] === 48 && bytes[e - 3] === 48)
  }

  /** The person, or at unit level the unit: what `who` holds in SQL. */
  private who(chunk: Chunk, setting: KeySetting, first: number): void {
    this.id(chunk, setting, setting.units, first)
    if (setting.units === null) return
    const ids = chunk.columns[this.columns.at('id_number')]!
    for (let r = 0; r < chunk.rows; r++) {
      if (!setting.units.has(first + r)) continue
      const employer = this.employer(chunk, setting, r)
      if (employer === '' && !this.isKey(chunk, setting, r)) this.absent[r] = 1
      else this.mixText(r, employer === '' ? `p:${this.text(chunk, ids, r)}` : `u:${employer}`)
    }
  }

  private employers(chunk: Chunk, setting: KeySetting): void {
    for (let r = 0; r < chunk.rows; r++) {
      const employer = this.employer(chunk, setting, r)
      if (employer === '') this.absent[r] = 1
      else this.mixText(r, employer)
    }
  }

  private employer(chunk: Chunk, { employerOf }: KeySetting, r: number): string {
    const own = this.text(chunk, chunk.columns[this.columns.at('employer')]!, r)
    if (own !== '') return own
    const number = this.text(chunk, chunk.columns[this.columns.at('employer_no')]!, r)
    return number === '' ? '' : employerOf(this.text(chunk, chunk.columns[this.columns.at('agency')]!, r), number)
  }

  private mades(chunk: Chunk, setting: KeySetting, part: Part): void {
    for (let r = 0; r < chunk.rows; r++) if (!part(chunk, r, setting)) this.absent[r] = 1
  }

  /** A value that the rule makes of a row's fields, mixed into its key; null where only SQL can make it. */
  private part(e: Expr): Part | null {
    switch (e.t) {
      case 'none': return () => false
      case 'text': return (_chunk, r) => { this.mixText(r, e.value); return true }
      case 'field': return this.leaf(e.name)
      case 'call': {
        if (e.fn !== 'if' && e.fn !== 'coalesce') return null
        const when = e.fn === 'if' ? rowTest(e.args[0]!, this.columns, '0000-00-00') : null
        const [a, b] = (e.fn === 'if' ? e.args.slice(1) : e.args).map(x => this.part(x))
        if (a === null || a === undefined || b === null || b === undefined || (e.fn === 'if' && when === null)) return null
        return when === null ? (c, r, s) => a(c, r, s) || b(c, r, s) : (c, r, s) => when(c, r) === 1 ? a(c, r, s) : b(c, r, s)
      }
      default: return null
    }
  }

  private leaf(name: string): Part | null {
    for (const column of columnsOf(name)) this.columns.at(column)
    const at = this.columns.at(name)
    if (name === 'who' || name === 'period_end' || this.columns.numeric(name)) return null
    if (name === 'employer') return (c, r, s) => { const text = this.employer(c, s, r); if (text !== '') this.mixText(r, text); return text !== '' }
    return (c, r, s) => {
      const { start, end } = c.columns[at]!
      if (start[r] === end[r] || (name === 'id_number' && !this.isKey(c, s, r))) return false
      this.mix(r, c.bytes, start[r]!, end[r]!)
      return true
    }
  }

  private text({ bytes }: Chunk, column: { start: Int32Array; end: Int32Array }, r: number): string {
    return column.start[r] === column.end[r] ? '' : this.decoder.decode(bytes.subarray(column.start[r], column.end[r]))
  }

  private mixText(r: number, text: string): void {
    const bytes = this.encoder.encode(text)
    this.mix(r, bytes, 0, bytes.length)
  }
}

/** A text cell as one number of 53 bits, NaN where it is absent. */
export function textNumber(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return NaN
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let p = from; p < to; p++) {
    const x = bytes[p]!
    a = Math.imul(a ^ x, 0x01000193)
    b = Math.imul(b ^ x, 0x5bd1e995)
    b ^= b >>> 15
  }
  return (finished(a) >>> 0) * 0x200000 + (finished(b) >>> 11)
}

/** Columns that a key field is made of. */
function columnsOf(field: string): readonly string[] {
  if (field === 'who') return ['id_number', 'id_unusable', 'employer', 'employer_no', 'agency']
  if (field === 'id_number') return ['id_number', 'id_unusable']
  if (field === 'employer') return ['employer', 'employer_no', 'agency']
  return field === 'period_end' ? ['period_end', 'period_start'] : [field]
}
