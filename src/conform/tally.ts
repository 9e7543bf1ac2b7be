import type { MessageCode } from '../messages/index.js'
import type { Departure, Detail, Level, CellPlace } from './types.js'

const PLACES = 5
const EXAMPLES = 3
/** Rows of one departure in the list by rows, and of all. */
const DETAILS = 1000
const ALL_DETAILS = 20_000

interface Counted {
  readonly code: MessageCode
  readonly params: Departure['params']
  readonly level: Level
  readonly column: string | null
  readonly field: string | null
  setAside: boolean
  count: number
  readonly places: CellPlace[]
  readonly examples: string[]
  readonly ofRows: boolean
}

/** What is said of a departure once. */
export interface Said {
  readonly code: MessageCode
  readonly params?: Departure['params']
  readonly level?: Level
  readonly column?: string | null
  readonly field?: string | null
}

/** Counts departures by kind and column, with their first places and examples. */
export class Tally {
  readonly details: Detail[] = []
  more = false
  private readonly counted = new Map<string, Counted>()

  /** Something that a file does once. */
  once(said: Said, place?: CellPlace): void {
    const entry = this.entry(said, false)
    entry.count++
    if (place !== undefined && entry.places.length < PLACES) entry.places.push(place)
  }

  /** A row or a cell of it. */
  row(said: Said, place: CellPlace, { text, setAside = false }: { text: string; setAside?: boolean }): void {
    const entry = this.entry(said, true)
    entry.count++
    entry.setAside ||= setAside
    if (entry.places.length < PLACES) entry.places.push(place)
    if (text !== '' && entry.examples.length < EXAMPLES && !entry.examples.includes(text)) entry.examples.push(text)
    if (entry.count <= DETAILS && this.details.length < ALL_DETAILS)
      this.details.push({ ...place, code: said.code, column: said.column ?? null, text })
    else this.more = true
  }

  private entry(said: Said, ofRows: boolean): Counted {
    const { code, params = {}, level = 'fault', column = null, field = null } = said
    const key = JSON.stringify([code, column, ofRows ? null : params])
    const known = this.counted.get(key)
    if (known !== undefined) return known
    const made: Counted = { code, params, level, column, field, setAside: false, count: 0, places: [], examples: [], ofRows }
    this.counted.set(key, made)
    return made
  }

  /** Faults first, then by count; of equals in the order in which they were met. */
  departures(rows: number): readonly Departure[] {
    return [...this.counted.values()]
      .toSorted(
        (a, b) => Number(a.level === 'note') - Number(b.level === 'note') || Number(a.ofRows) - Number(b.ofRows) || b.count - a.count,
      )
      .map(({ ofRows, ...d }) => ({ ...d, share: ofRows && rows > 0 ? Math.min(1, d.count / rows) : null }))
  }
}
