import type { Overlap } from './types.js'

/**
 * Watermarks: the newest value of a declared column, as the server writes it. Points in time are ISO text (with or without a time of day
 * and a fraction) or the digits of it (yyyymmdd, yyyymmddhhmmss), serial numbers are whole. Each form sorts by its bytes, so that none
 * needs to be read to be compared.
 */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:([ T])(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?)?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/
const WHOLE = /^\d{1,38}$/
const MINUS = 0x2d

/** True where a text can serve as a watermark with this overlap. */
export function isMark(text: string, overlap: Overlap): boolean {
  return 'steps' in overlap ? WHOLE.test(text) : (ISO.test(text) || COMPACT.test(text)) && !Number.isNaN(instantOf(text))
}

/** The watermark less its overlap, in the same form; never below 0 or the year 1. */
export function lowerBound(mark: string, overlap: Overlap): string {
  if ('steps' in overlap) {
    const from = BigInt(mark) - BigInt(overlap.steps)
    return String(from < 0n ? 0n : from)
  }
  const at = new Date(Math.max(instantOf(mark) - overlap.seconds * 1000, FIRST)).toISOString()
  const [day, time] = [at.slice(0, 10), at.slice(11, 19)]
  const iso = ISO.exec(mark)
  if (iso === null) return mark.length === 8 ? day.replaceAll('-', '') : `${day}${time}`.replaceAll(/[-:]/g, '')
  return iso[4] === undefined ? day : `${day}${iso[4]}${time}${iso[8] ?? ''}`
}

const FIRST = new Date('0001-01-01T00:00:00Z').getTime()

/** Milliseconds of a point in time as if its clock were UTC; NaN for one that never was. */
function instantOf(text: string): number {
  const m = ISO.exec(text)
  const c = m === null ? COMPACT.exec(text) : null
  const [year, month, day, hour, minute, second] = m !== null ? [m[1], m[2], m[3], m[5], m[6], m[7]] : c !== null ? c.slice(1) : []
  const iso = `${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}`
  const at = new Date(`${iso}Z`).getTime()
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso) ? at : NaN
}

/**
 * Follows the newest watermark over rows of bytes; a point in time after `today` and its next day is a slip of the pen and moves nothing.
 */
export class Newest {
  private readonly overlap: Overlap
  private readonly isoLimit: Uint8Array
  private readonly compactLimit: Uint8Array
  private best = new Uint8Array(0)

  constructor(overlap: Overlap, today: string) {
    const limit = new Date(new Date(`${today}T00:00:00Z`).getTime() + 2 * 86_400_000).toISOString().slice(0, 10)
    this.overlap = overlap
    this.isoLimit = Buffer.from(limit)
    this.compactLimit = Buffer.from(limit.replaceAll('-', ''))
  }

  /** A row's watermark as the server wrote it; what can be none is passed over. */
  see(bytes: Uint8Array, start: number, end: number): void {
    if (end === start || !this.above(bytes, start, end)) return
    if ('seconds' in this.overlap && order(bytes, { start, end }, bytes[start + 4] === MINUS ? this.isoLimit : this.compactLimit) >= 0)
      return
    if (!isMark(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'), this.overlap)) return
    this.best = bytes.slice(start, end)
  }

  /** The newest that was seen; null: none. */
  get mark(): string | null {
    return this.best.length === 0 ? null : Buffer.from(this.best).toString('latin1')
  }

  private above(bytes: Uint8Array, start: number, end: number): boolean {
    const longer = end - start - this.best.length
    if ('steps' in this.overlap && longer !== 0) return longer > 0
    return order(bytes, { start, end }, this.best) > 0
  }
}

function order(bytes: Uint8Array, { start, end }: { start: number; end: number }, other: Uint8Array): number {
  const length = Math.min(end - start, other.length)
  for (let i = 0; i < length; i++) {
    const d = bytes[start + i]! - other[i]!
    if (d !== 0) return d
  }
  return end - start - other.length
}
