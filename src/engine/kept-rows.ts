import type { CompareRule, Rule } from '../match/index.js'
import { fieldOf } from '../records/index.js'
import { Numbered, type KeptTexts } from './kept.js'
import { UNRESOLVED, type Row } from './row.js'

/** A row behind a finding: where it stood. */
export interface KeptRow {
  readonly side: string
  readonly agency: string
  readonly kind: string
  readonly batch: number
  readonly segment: number
  readonly rowid: number | null
  readonly sheet: string | null
  readonly line: number
}

/** Columns of a working row that are not of its record. */
const OWN = ['n', 'b', 's', 'r', 'k', 'c', 'fen', 'i', 'm', 'st', 'amb', 'who', 'line', 'sheet', 'agency', 'id_written'] as const
const hidden = new WeakMap<Rule, ReadonlySet<string>>()

/**
 * What no report shows of a rule's rows: hedui's own columns, and fields that the rule makes to find rows by, neither comparing nor showing
 * them.
 */
function hiddenOf(rule: Rule): ReadonlySet<string> {
  let names = hidden.get(rule)
  if (names === undefined) hidden.set(rule, (names = new Set([...OWN, ...(rule.kind === 'compare' ? helpersOf(rule) : [])])))
  return names
}

function helpersOf({ sides, grain = [], shows }: CompareRule): readonly string[] {
  const made = sides
    .flatMap(side => [side, ...(side.otherwise === null ? [] : [side.otherwise])])
    .flatMap(feed => Object.keys(feed.fields).filter(name => fieldOf(feed.record, name) === undefined))
  return made.filter(name => !grain.includes(name) && !shows.includes(name))
}

/** What is kept of where a row stood: eight numbers, words by their number. The first six tell rows apart. */
const [SIDE, KIND, BATCH, SEGMENT, ROWID, LINE, AGENCY, SHEET] = [0, 1, 2, 3, 4, 5, 6, 7] as const
const STRIDE = 8
const APART = 6
const WORDS = [SIDE, KIND, AGENCY, SHEET]

/** Rows as they go from one thread to another. */
export interface PackedRows {
  readonly places: Int32Array
  readonly at: Float64Array
  readonly words: readonly (string | null)[]
}

/** The rows behind findings until they are written, by number: their values as the JSON that the run file gets, their places as numbers. */
export class KeptRows {
  private readonly texts: KeptTexts
  private readonly words = new Numbered<string | null>()
  private places = new Int32Array(STRIDE * 1024)
  /** Where the values of each row lie. */
  private at = new Float64Array(1024)
  private rows = 0

  constructor(texts: KeptTexts) {
    this.texts = texts
  }

  /** Keeps a row that a rule found; gives its number. */
  keep(rule: Rule, side: string, row: Row): number {
    const n = this.rows++
    if (n === this.at.length) this.grow()
    this.at[n] = this.texts.keep(JSON.stringify(shown(row, hiddenOf(rule))))
    const { places, words } = this
    const at = n * STRIDE
    places[at + SIDE] = words.of(side)
    places[at + AGENCY] = words.of(String(row['agency'] ?? ''))
    places[at + KIND] = words.of(String(row['k'] ?? ''))
    places[at + SHEET] = words.of((row['sheet'] as string | null) ?? null)
    places[at + BATCH] = Number(row['b'] ?? 0)
    places[at + SEGMENT] = Number(row['s'] ?? 0)
    // Rowids begin with 1.
    places[at + ROWID] = Number(row['r'] ?? 0)
    places[at + LINE] = Number(row['line'] ?? 0)
    return n
  }

  row(n: number): KeptRow {
    const { places, words } = this
    const at = n * STRIDE
    const rowid = places[at + ROWID]!
    return {
      side: words.list[places[at + SIDE]!]!,
      agency: words.list[places[at + AGENCY]!]!,
      kind: words.list[places[at + KIND]!]!,
      sheet: words.list[places[at + SHEET]!]!,
      batch: places[at + BATCH]!,
      segment: places[at + SEGMENT]!,
      rowid: rowid === 0 ? null : rowid,
      line: places[at + LINE]!,
    }
  }

  /** What another thread takes over (`take`). */
  get packed(): PackedRows {
    const { places, at, rows, words } = this
    return { places: places.slice(0, rows * STRIDE), at: at.slice(0, rows), words: words.list }
  }

  /**
   * Takes over the rows of another, whose texts were taken over: `texts` is what is added to their places. Gives what is to be added to the
   * numbers of rows.
   */
  take({ places, at, words }: PackedRows, texts: number): number {
    const before = this.rows
    this.rows += at.length
    while (this.at.length < this.rows) this.grow()
    const mine = Int32Array.from(words, word => this.words.of(word))
    this.places.set(places, before * STRIDE)
    for (const [i, place] of at.entries()) {
      this.at[before + i] = place + texts
      const row = (before + i) * STRIDE
      for (const word of WORDS) this.places[row + word] = mine[this.places[row + word]!]!
    }
    return before
  }

  /** All rows, in the order in which they came. */
  *all(): Iterable<KeptRow> {
    for (let n = 0; n < this.rows; n++) yield this.row(n)
  }

  /** Whether two rows are one. */
  isSame(a: number, b: number): boolean {
    for (let i = 0; i < APART; i++) if (this.places[a * STRIDE + i] !== this.places[b * STRIDE + i]) return false
    return true
  }

  /** Where a row stood, as one text: two that are one have the same. */
  place(n: number): string {
    return this.places.subarray(n * STRIDE, n * STRIDE + APART).join('/')
  }

  /** The values of a row as JSON in UTF-8. */
  json(n: number): Uint8Array {
    return this.texts.bytes(this.at[n]!)
  }

  /** The values of a row as reports show them. */
  values(n: number): Readonly<Record<string, string | number>> {
    return JSON.parse(this.texts.text(this.at[n]!)) as Record<string, string | number>
  }

  private grow(): void {
    const { places, at } = this
    this.places = new Int32Array(places.length * 2)
    this.places.set(places)
    this.at = new Float64Array(at.length * 2)
    this.at.set(at)
  }
}

/** A row's values as a report shows them: what is filled and not hidden. */
function shown(row: Row, not: ReadonlySet<string>): Record<string, string | number> {
  const out: Record<string, string | number> = {}
  for (const name in row) {
    const value = row[name]!
    if (value !== null && !not.has(name) && !(name === 'employer' && UNRESOLVED.test(String(value)))) out[name] = value
  }
  return out
}
