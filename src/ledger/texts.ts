import { Buffer } from 'node:buffer'

/** Takes a text as the bytes that it is in UTF-8; false: it leaves them. */
export interface Taker {
  take(bytes: Uint8Array, from: number, to: number): boolean
}

/** Bytes that are turned into characters at a time. */
const WINDOW = 1 << 16

/** Longer texts that are not plain are decoded by Node: a call of its own costs what thirty bytes do here. */
const SHORT = 48

/**
 * Texts of a leaf's bytes. The bytes are made a string of as many characters once a leaf, and texts are parts of it: 12 ns a text, where a
 * call of Node's decoder costs 110. What is taken outlives the leaf.
 */
export class Texts {
  /** A character for each byte from `base` on. */
  window = ''
  base = 0
  private buffer: Buffer = Buffer.alloc(0)

  /** Goes to the next leaf, or to other bytes at the same place. */
  of(bytes: Uint8Array): void {
    if (this.buffer.buffer !== bytes.buffer || this.buffer.length !== bytes.length)
      this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.window = ''
  }

  /** Brings the bytes of a text into the window. */
  reach(from: number, to: number): void {
    if (from >= this.base && to <= this.base + this.window.length) return
    const base = from - (from % WINDOW)
    this.base = to <= base + WINDOW ? base : from
    this.window = this.buffer.toString('latin1', this.base, Math.max(to, Math.min(base + WINDOW, this.buffer.length)))
  }

  text(from: number, to: number): string {
    if (to - from > SHORT) return this.buffer.toString('utf8', from, to)
    this.reach(from, to)
    return textOf(this.window, from - this.base, to - this.base)
  }
}

/** The text whose UTF-8 the characters of a part of `bytes` are. */
export function textOf(bytes: string, from: number, to: number): string {
  let at = from
  while (at < to && bytes.charCodeAt(at) < 0x80) at++
  if (at === to) return bytes.substring(from, to)
  if (to - from > SHORT) return decoded(bytes, from, to)
  let text = bytes.substring(from, at)
  while (at < to) {
    const c = bytes.charCodeAt(at)
    if (c < 0x80) {
      text += String.fromCharCode(c)
      at++
      continue
    }
    const second = at + 2 < to ? bytes.charCodeAt(at + 1) : 0
    const third = at + 2 < to ? bytes.charCodeAt(at + 2) : 0
    // Three bytes, as Han characters have; whatever else there is, and what is malformed, is Node's business.
    if (c <= 0xe0 || c >= 0xf0 || c === 0xed || (second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return decoded(bytes, from, to)
    text += String.fromCharCode(((c & 15) << 12) | ((second & 63) << 6) | (third & 63))
    at += 3
  }
  return text
}

function decoded(bytes: string, from: number, to: number): string {
  return Buffer.from(bytes.substring(from, to), 'latin1').toString('utf8')
}
