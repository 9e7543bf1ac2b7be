/** Bytes of a piece of memory: a text lies in one, behind its size. */
const CHUNK = 4 << 20
const SIZE = 4

/**
 * Texts kept as UTF-8 in a few large pieces of memory: as texts of their own each is one more thing for the collector of garbage to copy.
 */
export class KeptTexts {
  private readonly chunks: Buffer[] = []
  private end = CHUNK

  /** Keeps a text; gives the place by which it is asked for. */
  keep(text: string): number {
    const most = SIZE + text.length * 3
    if (this.end + most > CHUNK) {
      this.chunks.push(Buffer.allocUnsafeSlow(Math.max(CHUNK, most)))
      this.end = 0
    }
    const last = this.chunks.length - 1
    const chunk = this.chunks[last]!
    const from = this.end
    const size = chunk.write(text, from + SIZE)
    chunk.writeInt32LE(size, from)
    this.end = from + SIZE + size
    return last * CHUNK + from
  }

  /** All of it, to be taken over by another (`take`): what is taken away is not here any more. */
  get pieces(): readonly Uint8Array[] {
    return this.chunks
  }

  /** Takes over what another kept; gives what is to be added to its places. */
  take(pieces: readonly Uint8Array[]): number {
    const before = this.chunks.length * CHUNK
    for (const { buffer, byteOffset, length } of pieces) this.chunks.push(Buffer.from(buffer, byteOffset, length))
    this.end = CHUNK
    return before
  }

  bytes(place: number): Uint8Array {
    const { chunk, from, to } = this.at(place)
    return chunk.subarray(from, to)
  }

  text(place: number): string {
    const { chunk, from, to } = this.at(place)
    return chunk.toString('utf8', from, to)
  }

  private at(place: number): { readonly chunk: Buffer; readonly from: number; readonly to: number } {
    const from = (place % CHUNK) + SIZE
    const chunk = this.chunks[(place - (place % CHUNK)) / CHUNK]!
    return { chunk, from, to: from + chunk.readInt32LE(from - SIZE) }
  }
}

/** A few things by number. */
export class Numbered<T> {
  readonly list: T[] = []
  private readonly numbers = new Map<T, number>()

  of(thing: T): number {
    let n = this.numbers.get(thing)
    if (n === undefined) this.numbers.set(thing, (n = this.list.push(thing) - 1))
    return n
  }
}
