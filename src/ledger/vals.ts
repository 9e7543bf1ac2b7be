import { Buffer } from 'node:buffer'
import { textOf, type Taker } from './texts.js'

type Value = string | number | null

/** Bytes of JSON, and characters for them that outlive them: the byte at `base` has the first. */
export interface Json {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly window: string
  readonly base: number
}

const [QUOTE, COMMA, OPEN, CLOSE, COLON, ESCAPE, MINUS, ZERO] = [0x22, 0x2c, 0x7b, 0x7d, 0x3a, 0x5c, 0x2d, 0x30]

/** Names that rows of a run may have before they are read the plain way. */
const MOST_NAMES = 256
/** Digits of a number that is read by hand. */
const SAFE_DIGITS = 15

/** What of a name is known: its bytes with quotes and colon, and which name came after it the last two times. */
interface Name {
  readonly name: string
  readonly bytes: Uint8Array
  after: number
  before: number
}

/**
 * Reads the values of rows without making objects of their JSON: one look over the bytes notes where each value lies, and a value is made
 * when it is asked for. Names come in nearly the same order from row to row, so that each is a comparison with the one that is expected.
 */
export class ValsReader {
  readonly names: Name[] = []
  readonly numbers = new Map<string, number>()
  private first = 0

  /** Reads the values of a row. `fleeting`: its bytes are gone before it is. */
  read(json: Json, into: Vals, fleeting: boolean): void {
    into.begin(json, fleeting)
    if (!this.scan(json, into))
      into.be(JSON.parse(textOf(json.window, json.from - json.base, json.to - json.base)) as Record<string, Value>)
  }

  /** False where it is other JSON than a flat object of texts and numbers. */
  private scan({ bytes, from, to }: Json, into: Vals): boolean {
    let at = from + 1
    if (bytes[from] !== OPEN) return false
    let last = -1
    while (at < to && bytes[at] !== CLOSE) {
      const n = this.nameAt(bytes, at, to, last)
      if (n < 0) return false
      last = n
      at = into.note(n, bytes, at + this.names[n]!.bytes.length, to)
      if (at < 0) return false
      if (bytes[at] === COMMA) at++
    }
    return at === to - 1
  }

  /** Number of the name that stands there, after that of the one before; −1: none. */
  private nameAt(bytes: Uint8Array, at: number, to: number, last: number): number {
    const { names } = this
    const guess = last < 0 ? this.first : names[last]!.after
    if (isAt(names[guess], bytes, at)) return guess
    const other = last < 0 ? -1 : names[last]!.before
    if (other >= 0 && isAt(names[other], bytes, at)) return other
    const n = this.found(bytes, at, to)
    if (last < 0) this.first = n
    else {
      names[last]!.before = names[last]!.after
      names[last]!.after = n
    }
    return n
  }

  private found(bytes: Uint8Array, at: number, to: number): number {
    let end = at + 1
    while (end < to && bytes[end] !== QUOTE && bytes[end] !== ESCAPE) end++
    if (bytes[at] !== QUOTE || bytes[end] !== QUOTE || bytes[end + 1] !== COLON) return -1
    const name = Buffer.from(bytes.subarray(at + 1, end)).toString()
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    const n = this.names.length
    if (n >= MOST_NAMES) return -1
    this.names.push({ name, bytes: bytes.slice(at, end + 2), after: 0, before: -1 })
    this.numbers.set(name, n)
    return n
  }
}

function isAt(name: Name | undefined, bytes: Uint8Array, at: number): boolean {
  if (name === undefined) return false
  const { bytes: wanted } = name
  for (let i = 0; i < wanted.length; i++) if (wanted[i] !== bytes[at + i]) return false
  return true
}

/** Values of one row by field: where they lie, by the numbers of their names. */
export class Vals {
  private readonly reader: ValsReader
  private window = ''
  private base = 0
  /** The bytes for the characters of the window: that of its first character, if it is there, stands at `origin`. */
  private bytes: Uint8Array = new Uint8Array(0)
  private origin = 0
  /** Up to 0: it has none of that name. A text with escapes has its place turned round. */
  private readonly from = new Int32Array(MOST_NAMES)
  private readonly to = new Int32Array(MOST_NAMES)
  private plain: Readonly<Record<string, Value>> | null = null

  constructor(reader: ValsReader) {
    this.reader = reader
  }

  begin({ window, base, bytes, from, to }: Json, fleeting: boolean): void {
    this.window = window
    this.base = base
    this.bytes = fleeting ? bytes.slice(from, to) : bytes
    this.origin = fleeting ? base - from : base
    this.plain = null
    this.to.fill(0, 0, this.reader.names.length)
  }

  /** Takes the values as they are. */
  be(values: Readonly<Record<string, Value>>): void {
    this.plain = values
  }

  /** Notes where the value at `from` lies; says where it ends, −1 where it is another thing than a text or a number. */
  note(n: number, bytes: Uint8Array, from: number, to: number): number {
    let at = from
    let escaped = false
    if (bytes[at] === QUOTE) {
      for (at++; at < to && bytes[at] !== QUOTE; at++) {
        if (bytes[at] !== ESCAPE) continue
        escaped = true
        at++
      }
      at++
    } else {
      while (at < to && bytes[at] !== COMMA && bytes[at] !== CLOSE) at++
      if (bytes[from] !== MINUS && !(bytes[from]! >= ZERO && bytes[from]! <= ZERO + 9)) return -1
    }
    this.from[n] = escaped ? ~(from - this.base) : from - this.base
    this.to[n] = at - this.base
    return at < to ? at : -1
  }

  /** Null: the row has no such value. */
  value(field: string): Value {
    if (this.plain !== null) return Object.hasOwn(this.plain, field) ? this.plain[field]! : null
    const n = this.reader.numbers.get(field)
    if (n === undefined) return null
    const from = this.from[n]!
    const to = this.to[n]!
    if (to === 0) return null
    const { window } = this
    if (from < 0) return JSON.parse(textOf(window, ~from, to)) as string
    return window.charCodeAt(from) === QUOTE ? textOf(window, from + 1, to - 1) : numberOf(window, from, to)
  }

  /** Gives a text as bytes; null: the row has no such value, false: it is not a text without escapes. */
  give(field: string, to: Taker): boolean | null {
    if (this.plain !== null) return Object.hasOwn(this.plain, field) ? false : null
    const n = this.reader.numbers.get(field)
    if (n === undefined || this.to[n] === 0) return null
    const from = this.from[n]! + this.origin
    return this.from[n]! >= 0 && this.bytes[from] === QUOTE && to.take(this.bytes, from + 1, this.to[n]! + this.origin - 1)
  }

  fields(): readonly string[] {
    return this.plain === null ? this.reader.names.flatMap(({ name }, n) => (this.to[n] === 0 ? [] : [name])) : Object.keys(this.plain)
  }
}

function numberOf(text: string, from: number, to: number): number {
  const isNegative = text.charCodeAt(from) === MINUS
  let n = 0
  let at = isNegative ? from + 1 : from
  if (to - at > SAFE_DIGITS) return Number(text.substring(from, to))
  for (; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return Number(text.substring(from, to))
    n = n * 10 + digit
  }
  return isNegative ? -n : n
}
