import { Buffer } from 'node:buffer'
import { yuanText } from '../kernel/index.js'
import { ASCII, BLANK, FORMULA, isEveryday, ODD, type Known } from './characters.js'

/** What a cell of a draft holds. */
export const [NONE, TEXT, NUMBER] = [0, 1, 2]

const [COMMA, QUOTE, ZERO, DOT, MINUS] = [0x2c, 0x22, 0x30, 0x2e, 0x2d]

/** Room for any number. */
const MOST_DIGITS = 40

/** Whole numbers that 32 bits hold: nearly all. */
function isSmall(n: number): boolean {
  return n >= 0 && (n | 0) === n && !Object.is(n, -0)
}

/** Shorter parts are copied by a loop: a call of the engine's costs as much as some forty bytes. */
const SHORT = 40

/** What makes CSV quote a text, and what makes it look again. */
const QUOTES = ODD.comma | ODD.feed
const CAREFUL = ODD.quote | ODD.strange | ODD.edge | ODD.formula

/** What a draft lies in. */
export interface DraftRoom {
  readonly bytes: Buffer
  readonly kind: Uint8Array
  readonly start: Int32Array
  readonly end: Int32Array
  readonly odd: Uint8Array
  readonly num: Float64Array
}

function roomFor(cells: number): DraftRoom {
  return {
    bytes: Buffer.allocUnsafe(1 << 13),
    kind: new Uint8Array(cells),
    start: new Int32Array(cells),
    end: new Int32Array(cells),
    odd: new Uint8Array(cells),
    num: new Float64Array(cells),
  }
}

/**
 * A line of a table in the making: its cells as UTF-8, each looked at once for all the formats that it is written in. They stand as CSV has
 * them, divided by commas and quoted where a comma or a line feed asks for it, so that nearly every line is one piece of a CSV file;
 * amounts in 元. One draft serves a table's lines one after the other.
 */
export class Draft {
  bytes: Buffer
  /** For information only. */
  quiet = false
  cells = 0
  readonly kind: Uint8Array
  readonly start: Int32Array
  readonly end: Int32Array
  readonly odd: Uint8Array
  readonly num: Float64Array
  /** Some text is not written in CSV as it stands here. */
  careful = false
  /** Where the bytes of nearly every line find room. */
  private readonly home: Buffer
  private readonly isMoney: readonly boolean[]
  private at = 0
  private seen = 0
  private first = -1
  private last = -1
  /** The cell's text where UTF-8 cannot say it, and those of the line. */
  private unsaid: string | null = null
  private readonly wholes: (string | null)[]

  /** A draft for lines of these columns; amounts are written as 元 where the column is of money. */
  constructor(columns: readonly { readonly type: string }[], room: DraftRoom = roomFor(columns.length)) {
    const cells = columns.length
    this.bytes = this.home = room.bytes
    this.isMoney = columns.map(c => c.type === 'money')
    this.start = room.start
    this.kind = room.kind
    this.end = room.end
    this.odd = room.odd
    this.num = room.num
    this.wholes = Array.from({ length: cells }, () => null)
  }

  /** Begins the next line. */
  begin(quiet: boolean): void {
    this.quiet = quiet
    this.cells = 0
    this.at = 0
    this.bytes = this.home
    this.careful = false
  }

  /** The next cell, whatever it holds. */
  put(value: string | number | null): void {
    if (value === null) this.none()
    else if (typeof value === 'number') this.number(value)
    else this.text(value)
  }

  /** The next cell is empty. */
  none(): void {
    const c = this.cells++
    this.kind[c] = NONE!
    this.start[c] = this.at
    this.end[c] = this.at
    this.divide()
  }

  /** The next cell is a number: in a column of money 分, written as 元. */
  number(n: number): void {
    const c = this.cells++
    this.kind[c] = NUMBER!
    this.num[c] = n
    this.start[c] = this.at
    if (this.at + MOST_DIGITS > this.bytes.length) this.widen(MOST_DIGITS)
    if (this.isMoney[c] === true) this.yuan(n)
    else if (isSmall(n)) this.whole(n)
    else this.characters(String(n))
    this.end[c] = this.at
    this.divide()
  }

  /** The digits of a whole number as part of a text. */
  digits(n: number): void {
    if (!isSmall(n)) {
      this.add(String(n))
      return
    }
    if (this.at + MOST_DIGITS > this.bytes.length) this.widen(MOST_DIGITS)
    if (this.first < 0) this.start[this.cells] = this.at
    if (this.first < 0) this.first = ZERO!
    this.last = ZERO!
    if (this.unsaid !== null) this.unsaid += String(n)
    this.whole(n)
  }

  /** Money as part of a text, as `yuanText` has it. */
  money(fen: number): void {
    const n = Math.abs(fen)
    if (!isSmall(n) || this.unsaid !== null) {
      this.add(yuanText(fen))
      return
    }
    if (this.at + MOST_DIGITS > this.bytes.length) this.widen(MOST_DIGITS)
    if (this.first < 0) this.start[this.cells] = this.at
    if (this.first < 0) this.first = fen < 0 ? MINUS! : ZERO!
    this.last = ZERO!
    if (fen < 0) this.bytes[this.at++] = MINUS!
    this.grouped((n / 100) | 0)
    this.cents(n % 100)
  }

  private grouped(n: number): void {
    if (n < 1000) {
      this.whole(n)
      return
    }
    const above = (n / 1000) | 0
    const three = n - above * 1000
    this.grouped(above)
    this.seen |= ODD.comma
    this.bytes[this.at++] = COMMA!
    this.bytes[this.at++] = ZERO! + ((three / 100) | 0)
    this.bytes[this.at++] = ZERO! + (((three / 10) | 0) % 10)
    this.bytes[this.at++] = ZERO! + (three % 10)
  }

  private cents(n: number): void {
    this.bytes[this.at++] = DOT!
    this.bytes[this.at++] = ZERO! + ((n / 10) | 0)
    this.bytes[this.at++] = ZERO! + (n % 10)
  }

  private characters(text: string): void {
    for (let i = 0; i < text.length; i++) this.bytes[this.at++] = text.charCodeAt(i)
  }

  /** Digits of a small number, without a string. */
  private whole(n: number): void {
    const { bytes } = this
    let digits = 1
    for (let more = n; more >= 10; digits++) more = (more / 10) | 0
    let at = (this.at += digits)
    let rest = n | 0
    do {
      const tenth = (rest / 10) | 0
      bytes[--at] = ZERO! + rest - tenth * 10
      rest = tenth
    } while (rest > 0)
  }

  /** 分 as 元, 12345 as 123.45; exact for every safe integer. */
  private yuan(fen: number): void {
    const n = Math.abs(fen)
    if (fen < 0) this.bytes[this.at++] = MINUS!
    if (!isSmall(n)) {
      this.longYuan(String(n))
      return
    }
    this.whole((n / 100) | 0)
    this.cents(n % 100)
  }

  private longYuan(digits: string): void {
    const { bytes } = this
    let { at } = this
    const whole = digits.length - 2
    if (whole <= 0) bytes[at++] = ZERO!
    for (let i = 0; i < whole; i++) bytes[at++] = digits.charCodeAt(i)
    bytes[at++] = DOT!
    if (whole < 0) bytes[at++] = ZERO!
    for (let i = Math.max(0, whole); i < digits.length; i++) bytes[at++] = digits.charCodeAt(i)
    this.at = at
  }

  private divide(): void {
    if (this.at + 8 > this.bytes.length) this.widen(8)
    this.bytes[this.at++] = COMMA!
  }

  /** The next cell is a text. */
  text(text: string): void {
    this.add(text)
    this.close()
  }

  /** A part of a text; `close` ends the cell. */
  add(text: string): void {
    const n = text.length
    if (n === 0) return
    if (this.at + n * 3 + 8 > this.bytes.length) this.widen(n * 3 + 8)
    const { bytes } = this
    if (this.first < 0) this.start[this.cells] = this.at
    let { at, seen } = this
    if (this.unsaid !== null) this.unsaid += text
    if (this.first < 0) this.first = text.charCodeAt(0)
    this.last = text.charCodeAt(n - 1)
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i)
      if (c < 0x80) {
        bytes[at++] = c
        seen |= ASCII[c]!
      } else if (c < 0x800) {
        bytes[at++] = 0xc0 | (c >> 6)
        bytes[at++] = 0x80 | (c & 63)
      } else if ((c & 0xf800) !== 0xd800) {
        bytes[at++] = 0xe0 | (c >> 12)
        bytes[at++] = 0x80 | ((c >> 6) & 63)
        bytes[at++] = 0x80 | (c & 63)
        if (c >= 0xfffe) seen |= ODD.strange
      } else {
        // Not of the first plane: rare, and left to Node.
        if (/\p{Surrogate}/u.test(text)) {
          this.unsaid ??= this.bytes.toString('utf8', this.start[this.cells], this.at) + text
          seen |= ODD.strange
        }
        for (let k = i; k < n; k++) if (text.charCodeAt(k) < 0x80) seen |= ASCII[text.charCodeAt(k)]!
        if (/[\ufffe\uffff]/.test(text)) seen |= ODD.strange
        at += bytes.write(text.slice(i), at)
        break
      }
    }
    this.at = at
    this.seen = seen
  }

  /**
   * A part of a text as the bytes that it is: ASCII, and characters of three bytes as Han have. With any other character in it nothing is
   * added, and it answers false.
   */
  take(text: Uint8Array, from: number, to: number): boolean {
    if (from === to) return true
    if (this.unsaid !== null) return false
    if (this.at + to - from + 8 > this.bytes.length) this.widen(to - from + 8)
    const { bytes } = this
    let { at, seen } = this
    let first = -1
    let c = 0
    for (let i = from; i < to;) {
      c = text[i++]!
      if (c < 0x80) {
        bytes[at++] = c
        seen |= ASCII[c]!
      } else {
        const second = i + 1 < to ? text[i]! : 0
        const third = i + 1 < to ? text[i + 1]! : 0
        if (c <= 0xe0 || c >= 0xf0 || c === 0xed || (second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return false
        bytes[at] = c
        bytes[at + 1] = second
        bytes[at + 2] = third
        c = ((c & 15) << 12) | ((second & 63) << 6) | (third & 63)
        if (c >= 0xfffe) return false
        at += 3
        i += 2
      }
      if (first < 0) first = c
    }
    if (this.first < 0) {
      this.start[this.cells] = this.at
      this.first = first
    }
    this.last = c
    this.at = at
    this.seen = seen
    return true
  }

  /** A cell that was looked at before. */
  known(text: Known): void {
    this.addKnown(text)
    this.close()
  }

  /** A part that was looked at before. */
  addKnown(part: Known): void {
    const n = part.bytes.length
    if (n === 0) return
    if (this.at + n + 8 > this.bytes.length) this.widen(n + 8)
    if (this.first < 0) {
      this.start[this.cells] = this.at
      this.first = part.first
    }
    this.last = part.last
    this.seen |= part.odd
    if (n > SHORT) this.bytes.set(part.bytes, this.at)
    else for (let i = 0; i < n; i++) this.bytes[this.at + i] = part.bytes[i]!
    this.at += n
    if (this.unsaid !== null) this.unsaid += Buffer.from(part.bytes).toString()
  }

  /** Ends a cell of parts. */
  close(): void {
    const c = this.cells++
    let { seen } = this
    if (this.first < 0) this.start[c] = this.at
    if (this.first >= 0 && !(isEveryday(this.first) && isEveryday(this.last))) {
      if (BLANK.test(String.fromCharCode(this.first)) || BLANK.test(String.fromCharCode(this.last))) seen |= ODD.edge
      if (FORMULA.test(String.fromCharCode(this.first))) seen |= ODD.formula
    }
    this.kind[c] = TEXT!
    this.odd[c] = seen
    this.end[c] = this.at
    if ((seen & CAREFUL) !== 0) this.careful = true
    else if ((seen & QUOTES) !== 0) this.quoted(c)
    this.divide()
    this.wholes[c] = this.unsaid
    this.unsaid = null
    this.seen = 0
    this.first = -1
  }

  /** Puts quotes around a text, for which `divide` keeps room. */
  private quoted(c: number): void {
    const { bytes, start, end } = this
    if (this.at + 8 > bytes.length) this.widen(8)
    this.bytes.copyWithin(start[c]! + 1, start[c]!, end[c])
    this.bytes[start[c]!] = QUOTE!
    start[c]!++
    end[c]!++
    this.bytes[end[c]!] = QUOTE!
    this.at += 2
  }

  /** A cell's text. */
  textOf(c: number): string {
    return (this.kind[c] === TEXT ? this.wholes[c] : null) ?? this.bytes.toString('utf8', this.start[c], this.end[c])
  }

  private widen(more: number): void {
    const wider = Buffer.allocUnsafe((this.at + more) * 2)
    this.bytes.copy(wider, 0, 0, this.at)
    this.bytes = wider
  }
}
