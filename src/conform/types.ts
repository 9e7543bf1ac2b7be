import type { Fen } from '../kernel/index.js'
import type { MessageCode } from '../messages/index.js'
import type { Layout } from '../layout/index.js'

/** `fault`: the file does not keep to its layout; `note`: it does, and is not quite what one would expect. */
export type Level = 'fault' | 'note'

/** A place in a file. */
export interface CellPlace {
  readonly sheet: string | null
  readonly line: number
}

/** One way in which a file departs from its layout, wherever it does. */
export interface Departure {
  /** Message code: `conform.*`, or a reason of cleansing or of rows set aside (`reason.*`). */
  readonly code: MessageCode
  readonly params: Readonly<Record<string, string | number>>
  readonly level: Level
  /** Column of the file; null where the departure is the file's or the row's. */
  readonly column: string | null
  /** Column of the layout. */
  readonly field: string | null
  /** Rows, or 1 for what a file does once. */
  readonly count: number
  /** Of the rows read, 0–1; null for what is no matter of rows. */
  readonly share: number | null
  /** The first places. */
  readonly places: readonly CellPlace[]
  /** The first different texts that stood there. */
  readonly examples: readonly string[]
  /** The row is not loaded. */
  readonly setAside: boolean
}

/** A cell or row that departs: for the list by rows. */
export interface Detail extends CellPlace {
  readonly code: MessageCode
  readonly column: string | null
  readonly text: string
}

/** What a file is against its layout. */
export interface Conformance {
  readonly file: string
  readonly layout: Layout
  readonly format: string
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly header: readonly CellPlace[]
  readonly rows: number
  readonly rowsSetAside: number
  readonly rowsTotal: number
  readonly rowsBlank: number
  readonly amount: Fen | null
  readonly departures: readonly Departure[]
  readonly details: readonly Detail[]
  /** More rows depart than are listed in `details`. */
  readonly more: boolean
}

/** Whether a file keeps to its layout: it has no departure that is a fault. */
export function passes({ departures }: Pick<Conformance, 'departures'>): boolean {
  return departures.every(d => d.level === 'note')
}
