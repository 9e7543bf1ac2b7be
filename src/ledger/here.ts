import type { Finding, FindingRow } from '../engine/index.js'
import { Alike } from './alike.js'
import type { Cursor } from './cursor.js'
import { FIRST_LIST, NAMES, NONE, ROWS, told, TRAIL, type Gives, type RowBehind } from './finding.js'
import type { Taker } from './texts.js'
import { plainTrail } from './trail.js'
import { Vals, ValsReader } from './vals.js'

/** Columns that say of most findings what they say of others. */
const COMMON = [
  'class',
  'outcome',
  'variant',
  'rule',
  'owner',
  'severity',
  'agency',
  'agency_has',
  'agency_lacks',
  'until',
  'due',
  'who_acts',
  'kinds',
] as const
export type Common = Pick<Finding, (typeof COMMON)[number]>

function read<T extends object>(cursor: Cursor, fields: readonly string[], columns: readonly number[]): T {
  return Object.fromEntries(columns.map(c => [fields[c], told(c, cursor.value(c))])) as T
}

/** What the finding at which a cursor stands has in common with others: the same object for all of them. */
export function commonOf(findings: Cursor): Alike<Common> {
  const columns = COMMON.map(name => NAMES.indexOf(name))
  return new Alike(findings, columns, () => read<Common>(findings, NAMES, columns))
}

const COLUMN = new Map<string, number>(NAMES.map((name, column) => [name, column]))
const [IDENTITY, INSURANCE] = [NAMES.indexOf('identity'), NAMES.indexOf('insurance')]

/** A finding that goes with a cursor: `turn` tells it that the cursor went on. A column is read when it is asked for. */
export type FindingHere = Finding & Gives & { readonly common: Common; turn(): void }

/** Its own fields must have other names than columns, which are read by getters of the prototype. */
class Here implements Gives {
  common!: Common
  private readonly findings: Cursor
  private readonly commons: Alike<Common>
  private readonly insuranceLike: Alike<unknown>
  private knownIdentity: string | null = null
  private knownTrail: Finding['trail'] | null = null

  constructor(findings: Cursor) {
    this.findings = findings
    this.commons = commonOf(findings)
    this.insuranceLike = new Alike(findings, [INSURANCE], () => findings.value(INSURANCE))
  }

  turn(): void {
    this.common = this.commons.here()
    this.knownIdentity = null
    this.knownTrail = null
  }

  column(column: number): unknown {
    const { findings } = this
    switch (column) {
      case 0:
        return findings.row
      case IDENTITY:
        return (this.knownIdentity ??= findings.text(column))
      case INSURANCE:
        return this.insuranceLike.here()
      case TRAIL:
        return (this.knownTrail ??= plainTrail(findings.raw(column)) ?? (told(column, findings.text(column)) as Finding['trail'] | null))
      default:
        return column < FIRST_LIST ? findings.value(column) : told(column, findings.text(column))
    }
  }

  give(field: string, to: Taker): boolean | null {
    const column = COLUMN.get(field)
    return column === undefined || column >= FIRST_LIST ? false : this.findings.give(column, to)
  }
}

const common = new Set<string>(COMMON)
for (const [column, name] of NAMES.entries()) {
  Object.defineProperty(
    Here.prototype,
    name,
    common.has(name)
      ? {
          get(this: Here) {
            return this.common[name as keyof Common]
          },
        }
      : {
          get(this: Here) {
            return this.column(column)
          },
        },
  )
}

export function findingHere(findings: Cursor): FindingHere {
  return new Here(findings) as unknown as FindingHere
}

const SIDE = ROWS.fields.indexOf('side')
const [FINDING, LINE, VALS, RAW] = [
  ROWS.fields.indexOf('finding'),
  ROWS.fields.indexOf('line'),
  ROWS.fields.indexOf('vals'),
  ROWS.fields.indexOf('raw'),
]
const PLACE = ROWS.fields.slice(SIDE, LINE).map((_, i) => SIDE + i)
type RowPlace = Pick<FindingRow, 'side' | 'agency' | 'kind' | 'batch' | 'segment' | 'file' | 'sheet'>

/** A row at which a cursor stood; its values are not made before they are asked for. */
class RowHere implements RowBehind, Gives {
  side!: string
  agency!: FindingRow['agency']
  kind!: FindingRow['kind']
  batch!: number
  segment!: number
  file!: string
  sheet!: string | null
  line!: number
  raw!: FindingRow['raw']
  readonly vals: Vals

  constructor(vals: Vals) {
    this.vals = vals
  }

  /** Becomes the row at which the cursor stands. */
  turn(rows: Cursor, { side, agency, kind, batch, segment, file, sheet }: RowPlace): this {
    this.side = side
    this.agency = agency
    this.kind = kind
    this.batch = batch
    this.segment = segment
    this.file = file
    this.sheet = sheet
    this.line = rows.number(LINE)!
    this.raw = rows.length(RAW) === EMPTY ? NONE : (JSON.parse(rows.text(RAW)!) as FindingRow['raw'])
    return this
  }

  value(field: string): string | number | null {
    return this.vals.value(field)
  }

  give(field: string, to: Taker): boolean | null {
    return this.vals.give(field, to)
  }

  fields(): readonly string[] {
    return this.vals.fields()
  }
}

/** Bytes of JSON without anything in it. */
const EMPTY = '{}'.length

/** Makes rows of a cursor; they are used again from one finding to the next. */
export class RowsBehind {
  private readonly rows: Cursor
  private readonly places: Alike<RowPlace>
  private readonly reader = new ValsReader()
  private readonly pool: RowHere[] = []

  constructor(rows: Cursor) {
    this.rows = rows
    this.places = new Alike(rows, PLACE, () => Object.fromEntries(PLACE.map(c => [ROWS.fields[c], rows.value(c)])) as unknown as RowPlace)
  }

  /** The row at which the cursor stands, the n-th of its finding. */
  row(n: number): RowBehind {
    const { rows } = this
    const row = (this.pool[n] ??= new RowHere(new Vals(this.reader)))
    this.reader.read(rows.raw(VALS), row.vals, rows.isOfLast(FINDING))
    return row.turn(rows, this.places.here())
  }
}
