import { Buffer } from 'node:buffer'

/** Bytes put together before they are handed on. */
export const PIECE = 1 << 18

/** Texts that are longer, or are not ASCII, are written by Node: below that a call costs more than a loop. */
const SHORT = 64

const [ZERO, DOT, MINUS] = [0x30, 0x2e, 0x2d]

const INSIDE = 1
const ENDS = 2

/** ASCII characters that a format takes as they are: 0 none of it; 1 within a text; 3 at its ends too. */
export type Plain = Uint8Array

/** All that can be seen and blanks, but for some, which are plain nowhere, and others, which are not at the ends of a text. */
export function plainBut(nowhere: string, inside: string): Plain {
  return Uint8Array.from({ length: 128 }, (_, c) => {
    const character = String.fromCharCode(c)
    return c < 0x20 || c === 0x7f || nowhere.includes(character) ? 0 : inside.includes(character) ? INSIDE : INSIDE | ENDS
  })
}

/** A piece of a file in the making, as UTF-8: cells are written where they will stand. Who writes lines of a table makes room for each cell first. */
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

  /** A text of plain characters: else false, and nothing is written. Nearly all cells of a table are such texts, and are looked at and written in one go. */
  plain(text: string, plain: Plain): boolean {
    const n = text.length
    if (n > SHORT || n === 0) return false
    this.room(n)
    const { bytes, at } = this
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i)
      if (c > 0x7f || plain[c] === 0) return false
      bytes[at + i] = c
    }
    if ((plain[bytes[at]!]! & plain[bytes[at + n - 1]!]! & ENDS) === 0) return false
    this.at = at + n
    return true
  }

  /** Bytes as they are. */
  put(other: Uint8Array): void {
    this.room(other.length)
    const { bytes } = this
    let { at } = this
    for (let i = 0; i < other.length; i++) bytes[at++] = other[i]!
    this.at = at
  }

  /** 分 as 元, 12345 as 123.45; exact for every safe integer. */
  fen(fen: number): void {
    this.room(24)
    const { bytes } = this
    const digits = String(Math.abs(fen))
    let { at } = this
    if (fen < 0) bytes[at++] = MINUS
    const whole = digits.length - 2
    if (whole <= 0) bytes[at++] = ZERO
    for (let i = 0; i < whole; i++) bytes[at++] = digits.charCodeAt(i)
    bytes[at++] = DOT
    if (whole < 0) bytes[at++] = ZERO
    for (let i = Math.max(0, whole); i < digits.length; i++) bytes[at++] = digits.charCodeAt(i)
    this.at = at
  }

  /** Bytes of this piece that were written before, again. */
  again(from: number, to: number): void {
    this.room(to - from)
    const { bytes } = this
    let { at } = this
    for (let i = from; i < to; i++) bytes[at++] = bytes[i]!
    this.at = at
  }

  /** What was written; the next piece begins, in memory of its own. */
  taken(): Buffer {
    const piece = this.bytes.subarray(0, this.at)
    this.bytes = Buffer.allocUnsafe(this.bytes.length)
    this.at = 0
    return piece
  }
}
