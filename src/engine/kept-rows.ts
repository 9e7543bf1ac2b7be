import { UNRESOLVED, type Row } from './row.js'

/** A row behind a finding: its place, and where its values lie. */
export interface KeptRow {
  readonly side: string
  readonly agency: string
  readonly kind: string
  readonly batch: number
  readonly segment: number
  readonly rowid: number | null
  readonly sheet: string | null
  readonly line: number
  readonly chunk: number
  readonly from: number
  readonly to: number
}

/** Bytes of a chunk: all values of a row lie in one. */
const CHUNK = 4 << 20

const HIDDEN = new Set(['n', 'b', 's', 'r', 'k', 'c', 'fen', 'i', 'm', 'st', 'amb', 'who', 'whom', 'undoes', 'line', 'sheet', 'agency', 'id_written', 'unparted'])

/**
 * The rows behind findings until they are written: their values as the JSON that the run file gets, in a few large pieces of memory. As objects every
 * value was a text of its own, for the collector of garbage to copy.
 */
export class KeptRows {
  private readonly chunks: Uint8Array[] = []
  private readonly encoder = new TextEncoder()
  private readonly decoder = new TextDecoder()
  private end = CHUNK

  keep(side: string, row: Row): KeptRow {
    const json = JSON.stringify(shown(row))
    const most = json.length * 3
    if (this.end + most > CHUNK) {
      this.chunks.push(new Uint8Array(Math.max(CHUNK, most)))
      this.end = 0
    }
    const chunk = this.chunks.length - 1
    const from = this.end
    this.end += this.encoder.encodeInto(json, this.chunks[chunk]!.subarray(from)).written
    return {
      side, agency: String(row['agency'] ?? ''), kind: String(row['k'] ?? ''), batch: Number(row['b'] ?? 0), segment: Number(row['s'] ?? 0), rowid: row['r'] as number | null ?? null,
      sheet: row['sheet'] as string | null ?? null, line: Number(row['line'] ?? 0), chunk, from, to: this.end,
    }
  }

  /** The values of a row as JSON in UTF-8. */
  json({ chunk, from, to }: KeptRow): Uint8Array {
    return this.chunks[chunk]!.subarray(from, to)
  }

  /** A value of a row as reports show it; undefined where it has none. */
  value(row: KeptRow, field: string): string | number | undefined {
    return (JSON.parse(this.decoder.decode(this.json(row))) as Record<string, string | number>)[field]
  }
}

/** A row's values as a report shows them: what is filled. */
function shown(row: Row): Record<string, string | number> {
  const out: Record<string, string | number> = {}
  for (const name in row) {
    const value = row[name]!
    if (value !== null && !HIDDEN.has(name) && !(name === 'employer' && UNRESOLVED.test(String(value)))) out[name] = value
  }
  return out
}
