import { Buffer } from 'node:buffer'

/** Bytes put together before they are handed on. */
export const PIECE = 1 << 18

/** Longer parts are copied by Node: below that a call costs more than a loop. */
const SHORT = 48

/**
 * A piece of a file in the making, as UTF-8: cells are written where they will stand. Who writes lines of a table makes room for each cell
 * first.
 */
export class Bytes {
  bytes: Buffer = Buffer.allocUnsafe(PIECE + (PIECE >> 2))
  at = 0

  /** Room for so many bytes. */
  room(more: number): void {
    if (this.at + more <= this.bytes.length) return
    const wider = Buffer.allocUnsafe((this.at + more) * 2)
    this.bytes.copy(wider, 0, 0, this.at)
    this.bytes = wider
  }

  /** Any text. */
  text(text: string): void {
    this.room(text.length * 3)
    this.at += this.bytes.write(text, this.at)
  }

  /** A text of ASCII alone, for which there is room. */
  ascii(text: string): void {
    const { bytes } = this
    let { at } = this
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
    this.at = at
  }

  /** Bytes as they are. */
  put(other: Uint8Array): void {
    this.room(other.length)
    this.bytes.set(other, this.at)
    this.at += other.length
  }

  /** A part of other bytes as they are. */
  part(other: Uint8Array, from: number, to: number): void {
    const n = to - from
    this.room(n)
    const { bytes } = this
    let { at } = this
    if (n > SHORT) bytes.set(other.subarray(from, to), at)
    else for (let i = from; i < to; i++) bytes[at++] = other[i]!
    this.at += n
  }

  /** What was written; the next piece begins, in memory of its own. */
  taken(): Buffer {
    const piece = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafe(this.bytes.length)
    this.at = 0
    return piece
  }
}
