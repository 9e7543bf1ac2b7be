import type { Expr } from '../../match/index.js'
import { fieldOf, isNumeric, type Kind } from '../../records/index.js'
import { printText, SLOTS, type Chunk, type Prints } from '../../store/index.js'
import { rowTest } from './condition.js'
import type { RowSet } from './row-set.js'

/** The columns that a scan reads of one kind, each asked for once. */
export class Columns {
  readonly names: string[] = []
  private readonly kind: Kind

  constructor(kind: Kind) {
    this.kind = kind
  }

  /** Place of a field among the columns that are read; a new one is added. */
  at(name: string): number {
    const found = this.names.indexOf(name)
    return found >= 0 ? found : this.names.push(name) - 1
  }

  /** Whether a field is read as a number. */
  numeric(name: string): boolean {
    const field = fieldOf(this.kind, name)
    return field !== undefined && isNumeric(field.type)
  }
}

/**
 * A key as a rule names it; fields of it that may be absent (absent is then a value like any other); `written`: of the fields as they
 * stand, not as the rule makes them.
 */
export interface KeySpec {
  readonly key: readonly string[]
  readonly loose?: ReadonlySet<string>
  readonly written?: boolean
}

/** What the fingerprints of a source's rows must know beside their cells. */
export interface KeySetting {
  /** Ids of 18 digits that end in 000 serve as no key in this extract. */
  readonly rounded: boolean
  /** Credit code of an agency's unit number, `agency:number` where it is not known. */
  readonly employerOf: (agency: string, number: string) => string
  /** Rows compared at unit level (by place in the side); null: all by person. */
  readonly units: RowSet | null
}

/** A chunk whose fingerprints are made: `first`: place in the side of its first row. */
interface Place {
  readonly chunk: Chunk
  readonly prints: Prints
  readonly setting: KeySetting
  readonly first: number
}

/** Writes fingerprints of what a field holds, of all rows of a chunk, into a column of fingerprints. */
type Fill = (place: Place, to: number) => void

/**
 * Fingerprints of the keys of every row of a chunk, as the rules see them (`rowsSql`): ids that are no keys are absent, an open span is a
 * month, unit numbers are credit codes. A field that several keys share is read once.
 */
export class KeyPrints {
  private readonly columns: Columns
  private readonly made: Readonly<Record<string, Expr>>
  /** Columns of fingerprints by what stands in them; each is filled after those that it is made of. */
  private readonly slots = new Map<string, number>()
  private readonly fills: { readonly to: number; readonly fill: Fill }[] = []
  private next = 0
  private unreadable = false
  private readonly decoder = new TextDecoder()

  constructor(columns: Columns, made: Readonly<Record<string, Expr>>) {
    this.columns = columns
    this.made = made
  }

  /** False where a field can be told by SQL alone, or where there are too many. */
  get readable(): boolean {
    return !this.unreadable && this.next <= SLOTS
  }

  /** Adds a key; gives the column in which its fingerprints will stand. */
  key({ key, loose, written }: KeySpec): number {
    const parts = key.map(field => ({ from: written === true ? this.plain(field) : this.field(field), loose: loose?.has(field) === true }))
    return this.slot(
      `key:${parts.map(p => `${p.from}${p.loose ? '?' : ''}`).join(',')}`,
      () =>
        ({ prints }, to) =>
          prints.key(to, parts),
    )
  }

  /** Adds a key of cells as the file has them, whatever rules see in their place; any may be absent. */
  asTheyStand(names: readonly string[]): number {
    const parts = names.map(name => ({ from: this.cell(name), loose: true }))
    return this.slot(
      `cells:${names.join(',')}`,
      () =>
        ({ prints }, to) =>
          prints.key(to, parts),
    )
  }

  /** Adds a field, as the rule makes it or as it stands; gives the column of its fingerprints. */
  field(name: string): number {
    const e = this.made[name]
    if (e === undefined) return this.plain(name)
    return this.slot(`made:${name}`, () => {
      const fill = this.of(e)
      if (fill === null) this.unreadable = true
      return fill ?? nothing
    })
  }

  /** Makes the fingerprints of all keys and fields that were added. */
  run(chunk: Chunk, prints: Prints, { setting, first }: { readonly setting: KeySetting; readonly first: number }): void {
    const place = { chunk, prints, setting, first }
    for (const { to, fill } of this.fills) fill(place, to)
  }

  private slot(name: string, fill: () => Fill): number {
    const found = this.slots.get(name)
    if (found !== undefined) return found
    const made = fill()
    const to = this.next++
    this.slots.set(name, to)
    this.fills.push({ to, fill: made })
    return to
  }

  private plain(name: string): number {
    return this.slot(name, () => {
      if (name === 'who') return this.who()
      if (name === 'employer') return this.employers()
      if (name === 'id_number') {
        const [id, unusable] = [this.columns.at('id_number'), this.columns.at('id_unusable')]
        return ({ prints, setting: { rounded } }, to) => prints.ids(to, id, { unusable, rounded })
      }
      if (name !== 'period_end') return this.cells(name)
      const [at, open] = [this.columns.at(name), this.columns.at('period_start')]
      return ({ prints }, to) => prints.numbers(to, at, open)
    })
  }

  private cell(name: string): number {
    return this.slot(`cell:${name}`, () => this.cells(name))
  }

  private cells(name: string): Fill {
    const at = this.columns.at(name)
    return this.columns.numeric(name) ? ({ prints }, to) => prints.numbers(to, at, at) : ({ prints }, to) => prints.texts(to, at)
  }

  /**
   * The unit: its credit code, or what its number stands for. A number is looked up once: its own fingerprint finds that of what it stands
   * for.
   */
  private employers(): Fill {
    const [number, agency] = [this.columns.at('employer_no'), this.columns.at('agency')]
    const own = this.cell('employer')
    const written = this.asTheyStand(['agency', 'employer_no'])
    const known = new Map<number, Int32Array>()
    return ({ chunk, prints, setting }, to) => {
      const [lanes, asked] = [prints.lanes[to]!, prints.lanes[written]!]
      lanes.set(prints.lanes[own]!.subarray(0, 2 * chunk.rows))
      const { start, end } = chunk.columns[number]!
      for (let r = 0; r < chunk.rows; r++) {
        if (start[r] === end[r] || isThere(lanes, r)) continue
        const at = laneNumber(asked, r)
        let found = known.get(at)
        if (found === undefined || found[0] !== asked[2 * r] || found[1] !== asked[2 * r + 1]) {
          found = new Int32Array([asked[2 * r]!, asked[2 * r + 1]!, 0, 0])
          printText(found, 1, setting.employerOf(this.text(chunk, agency, r), this.text(chunk, number, r)))
          known.set(at, found)
        }
        lanes[2 * r] = found[2]!
        lanes[2 * r + 1] = found[3]!
      }
    }
  }

  /** The person, or at unit level the unit: what `who` holds in SQL. */
  private who(): Fill {
    const [id, unit] = [this.plain('id_number'), this.plain('employer')]
    // Which rows are compared at unit level is asked of each row's place.
    return ({ chunk, prints, setting, first }, to) => {
      const [lanes, ids, employers] = [prints.lanes[to]!, prints.lanes[id]!, prints.lanes[unit]!]
      lanes.set(ids.subarray(0, 2 * chunk.rows))
      if (setting.units === null) return
      for (let r = 0; r < chunk.rows; r++) {
        if (!setting.units.has(first + r)) continue
        const named = isThere(employers, r)
        const from = named ? employers : ids
        if (!isThere(from, r)) continue
        // No unit is a person, and no person who stands for a unit is a person of the other level.
        lanes[2 * r] = from[2 * r]! ^ (named ? 0x2545f491 : 0x1b873593)
        lanes[2 * r + 1] = from[2 * r + 1]! ^ 0x4f6cdd1d
        if (!isThere(lanes, r)) lanes[2 * r] = 1
      }
    }
  }

  /** A value that the rule makes of a row's fields; null where only SQL can make it. */
  private of(e: Expr): Fill | null {
    switch (e.t) {
      case 'none':
        return nothing
      case 'text': {
        const value = new Int32Array(2)
        printText(value, 0, e.value)
        return ({ chunk, prints }, to) => {
          for (let r = 0; r < chunk.rows; r++) prints.lanes[to]!.set(value, 2 * r)
        }
      }
      case 'field': {
        if (e.name === 'who' || e.name === 'period_end' || this.columns.numeric(e.name)) return null
        const from = this.plain(e.name)
        return ({ chunk, prints }, to) => prints.lanes[to]!.set(prints.lanes[from]!.subarray(0, 2 * chunk.rows))
      }
      case 'call':
        return e.fn === 'if' || e.fn === 'coalesce' ? this.choice(e) : null
      default:
        return null
    }
  }

  private choice(e: Expr & { t: 'call' }): Fill | null {
    const when = e.fn === 'if' ? rowTest(e.args[0]!, this.columns, '0000-00-00') : null
    const [a, b] = (e.fn === 'if' ? e.args.slice(1) : e.args).map(x => this.of(x))
    if (a === null || a === undefined || b === null || b === undefined || (e.fn === 'if' && when === null)) return null
    const other = this.next++
    return (place, to) => {
      const { chunk, prints } = place
      a(place, to)
      b(place, other)
      if (when === null) {
        prints.otherwise(to, other)
        return
      }
      const [lanes, others] = [prints.lanes[to]!, prints.lanes[other]!]
      for (let r = 0; r < chunk.rows; r++) {
        if (when(chunk, r) === 1) continue
        lanes[2 * r] = others[2 * r]!
        lanes[2 * r + 1] = others[2 * r + 1]!
      }
    }
  }

  private text({ bytes, columns }: Chunk, at: number, r: number): string {
    const { start, end } = columns[at]!
    return start[r] === end[r] ? '' : this.decoder.decode(bytes.subarray(start[r], end[r]))
  }
}

const nothing: Fill = ({ chunk, prints }, to) => {
  prints.lanes[to]!.fill(0, 0, 2 * chunk.rows)
}

function isThere(lanes: Int32Array, r: number): boolean {
  return lanes[2 * r] !== 0 || lanes[2 * r + 1] !== 0
}

/** The lanes of row r as one number of 53 bits, NaN where there is nothing. */
export function laneNumber(lanes: Int32Array, r: number): number {
  return isThere(lanes, r) ? (lanes[2 * r]! >>> 0) * 0x200000 + (lanes[2 * r + 1]! >>> 11) : NaN
}
