import { closeSync, openSync, writeSync } from 'node:fs'

/** Stages of a segment: rows become pages, notes about them too, pages go to the file, the file to the disk. */
export type SegmentStage = 'encode' | 'notes' | 'write' | 'sync'

/** Page size of hedui's SQLite files, all of it usable (SQLite file format 2, §1.3). */
export const PAGE_SIZE = 65536
/** The page that holds byte 2^30 stays unused (file format 2, §1.4: the lock-byte page). */
const LOCK_PAGE = 2 ** 30 / PAGE_SIZE + 1
/** Payload above this goes to overflow pages (§1.6: U − 35), and how much of it stays. */
const MAX_LOCAL = PAGE_SIZE - 35
const MIN_LOCAL = Math.floor(((PAGE_SIZE - 12) * 32) / 255) - 23
const BATCH = 16

/** How many bytes of a payload stay on its leaf page (file format 2, §1.6). */
export function localSize(payload: number): number {
  if (payload <= MAX_LOCAL) return payload
  const k = MIN_LOCAL + ((payload - MIN_LOCAL) % (PAGE_SIZE - 4))
  return k <= MAX_LOCAL ? k : MIN_LOCAL
}

/** Bytes of a varint (file format 2, §1.6), for numbers below 2^53. */
export function varintLength(n: number): number {
  let size = 1
  for (let rest = n; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

/** Writes a varint (big-endian, seven bits a byte) and returns where it ends. Values stay below 2^53. */
export function putVarint(to: Uint8Array, at: number, n: number): number {
  if (n < 128) {
    to[at] = n
    return at + 1
  }
  const size = varintLength(n)
  let rest = n
  for (let i = size - 1; i >= 0; i--) {
    to[at + i] = (rest % 128) | (i === size - 1 ? 0 : 0x80)
    rest = Math.floor(rest / 128)
  }
  return at + size
}

/** Writes a whole number of `size` bytes, big-endian. */
export function putInt(to: Uint8Array, at: number, n: number, size: number): void {
  let rest = n
  for (let i = size - 1; i >= 0; i--) {
    to[at + i] = rest & 0xff
    rest = Math.floor(rest / 256)
  }
}

/**
 * Appends pages to a fresh SQLite file that SQLite itself has given its schema: leaves in row order, interior pages bottom-up, the last
 * into the table's root (SQLite file format 2, §1.6). Pages of several tables share one counter.
 */
export class PageFile {
  private readonly fd: number
  private next: number
  /** Pages waiting to be written in one call; all follow each other. */
  private readonly batch = new Uint8Array(BATCH * PAGE_SIZE)
  private batched = 0
  private batchFirst = 0
  private readonly lap: (stage: SegmentStage) => void
  /** What pages are filled with just now: the time before they are written is its own. */
  filling: 'encode' | 'notes' = 'encode'

  /** `pages`: pages that the file has. */
  constructor(path: string, pages: number, lap: (stage: SegmentStage) => void = () => undefined) {
    this.lap = lap
    this.fd = openSync(path, 'r+')
    this.next = pages + 1
  }

  /** A number for a page that is written now, in order; the page's bytes are copied. */
  append(page: Uint8Array): number {
    const number = this.take()
    this.put(number, page)
    return number
  }

  /** Takes a page number; the caller puts the page itself. */
  private take(): number {
    if (this.next === LOCK_PAGE) {
      this.flush()
      this.next++
    }
    return this.next++
  }

  private put(number: number, page: Uint8Array): void {
    if (this.batched === BATCH || (this.batched > 0 && number !== this.batchFirst + this.batched)) this.flush()
    if (this.batched === 0) this.batchFirst = number
    this.batch.set(page, this.batched * PAGE_SIZE)
    this.batched++
  }

  /** Writes a payload's rest to overflow pages, first page first; returns its number. */
  overflow(rest: Uint8Array): number {
    const room = PAGE_SIZE - 4
    const count = Math.ceil(rest.length / room)
    const numbers = Array.from({ length: count }, () => this.take())
    for (let i = 0; i < count; i++) {
      const page = new Uint8Array(PAGE_SIZE)
      putInt(page, 0, numbers[i + 1] ?? 0, 4)
      page.set(rest.subarray(i * room, (i + 1) * room), 4)
      this.put(numbers[i]!, page)
    }
    return numbers[0]!
  }

  /** Overwrites a page that SQLite made: a table's root. */
  replace(number: number, page: Uint8Array): void {
    writeSync(this.fd, page, 0, PAGE_SIZE, (number - 1) * PAGE_SIZE)
  }

  private flush(): void {
    if (this.batched === 0) return
    this.lap(this.filling)
    const size = this.batched * PAGE_SIZE
    for (let done = 0; done < size;) done += writeSync(this.fd, this.batch, done, size - done, (this.batchFirst - 1) * PAGE_SIZE + done)
    this.batched = 0
    this.lap('write')
  }

  /**
   * Writes what waits and the page count of the file's header (§1.3.7: valid while the counters at 24 and 92 are equal, as in a fresh
   * file). To bring the file to the disk is for those who have all in it.
   */
  finish(): void {
    this.flush()
    const count = new Uint8Array(4)
    putInt(count, 0, this.next - 1, 4)
    writeSync(this.fd, count, 0, 4, 28)
    this.lap('write')
    closeSync(this.fd)
  }

  /** Closes a file that nobody will use. */
  abandon(): void {
    closeSync(this.fd)
  }
}
