import { fold } from '../cleanse/index.js'
import { problem } from '../kernel/index.js'
import { everyRow, RowState, WordTable, type Block, type RowList } from '../records/index.js'
import { declaredIn } from './control.js'
import { normalHeader } from './header.js'
import { isRule, Repeats } from './repeated.js'
import type { DeclaredTotals, HeaderMatch, Layout } from './types.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Marks the first byte of a blank, plain or ideographic, or of a bracket, behind which a word may stand. */
const PADDING = 2
/** Lines of repeated headers that are named. */
const LINES_TOLD = 3
/** Longest cell, in bytes, that may be a sign for nothing with blanks around it. */
const SIGN_BYTES = 24
/** A total of something that is named before it (`测试一厂小计`, `养老保险合计`), or counted behind it (`合计3笔`). */
const TOTAL_OF = /(?:合计|小计|总计|累计|共计)$|^(?:合计|小计|总计|累计|共计)\d+[人笔条户行个次]/
/** What Excel's own subtotals write behind what they group by (`测试一厂 汇总`), the blank included: 汇总 alone is also a way to declare. */
const SUBTOTAL = /\S[ \u00A0](?:汇总|Total)$/
/** How totals of something end. */
const ENDINGS = [...[...'合小总總累共'].flatMap(c => [`${c}计`, `${c}計`]), ' 汇总', '\u00A0汇总', ' Total'].map(word =>
  encoder.encode(word),
)
/** Stands for a cell that a subtotal of Excel wrote, whatever it groups by. */
const SUM = '\u0001'
/** What foot lines of printed reports begin with (`制表人：…`, `打印日期：…`, `第 1 页`), and when one is such a line. */
const FOOT_WORDS =
  '制表 审核 复核 填报 填表 打印 导出 经办 编制 报送 单位负责 负责人 备注 说明 注： 注: 第1 第2 第3 第4 第5 第6 第7 第8 第9 第_'.split(' ')
const FOOT_LINES = FOOT_WORDS.map(word => encoder.encode(word.replace('_', ' ')))
const FOOT =
  /^(?:制表|审核|复核|填报|填表|打印|导出|经办|编制|报送|(?:单位)?负责)(?:(?:人|人员|员|单位|部门|机构|日期|时间)+(?::|$)|:)|^(?:备注|说明|注):|^第\d+页/
/** A number that tells which row a row is, and no day. */
const isKey = (cell: string): boolean => /[0-9A-Z]{5}/.test(cell) && !/^(?:19|20)\d{6}$/.test(cell)
/** Columns that hold numbers, in which a sentence is none; and what is not placed at all. */
const NUMBERED: ReadonlySet<string> = new Set([
  'id_number',
  'social_no',
  'person_no',
  'voucher',
  'levy_no',
  'txn_no',
  'employer_no',
  'employer',
  'credit_code',
])
/** Columns below which a row must have been read to be told from one of a list of names. */
const ALONE_COLUMNS = 3
/** Columns that tell which row a row is: a total of something has none of them. */
const KEYS = ['id_number', 'social_no', 'person_no', 'voucher', 'levy_no', 'txn_no'] as const

/**
 * Characters that words begin with. Most cells that begin with a blank are numbers that somebody padded: a look at their first character
 * spares making strings of them.
 */
class Starts {
  private readonly ascii = new Uint8Array(128)
  /** Second and third bytes of Han characters: of the first of each word, and of its second. */
  private readonly han = new Uint8Array(65536)
  private readonly second = new Uint8Array(65536)

  constructor(words: readonly string[]) {
    for (const word of words) {
      const bytes = encoder.encode(word)
      if (bytes[0]! < 0x80) for (const text of [word.toLowerCase(), word.toUpperCase()]) this.ascii[text.charCodeAt(0) & 0x7f] = 1
      else {
        this.han[pairAt(bytes, 0)] = 1
        const [, next = ''] = word
        if (/\p{Script=Han}/u.test(next)) for (const c of next === '计' ? '计計' : next) this.second[pairAt(encoder.encode(c), 0)] = 1
        else this.second.fill(1)
      }
    }
  }

  /**
   * False where a cell, blanks before it left out, begins with a letter, a digit (of any width) or a Han character that no word begins
   * with, or goes on with a Han character that is no word's second: units of 合肥 all begin as 合计 does. True for all other.
   */
  has(bytes: Uint8Array, start: number, end: number): boolean {
    let p = start
    while (p < end) {
      const b = bytes[p]!
      if (b === 0x20 || b === 0x09) p++
      else if (b === 0xc2 && bytes[p + 1] === 0xa0) p += 2
      else if (b === 0xe3 && bytes[p + 1] === 0x80 && bytes[p + 2] === 0x80) p += 3
      else break
    }
    if (p >= end) return true
    const b = bytes[p]!
    if (isHan(b))
      return this.han[pairAt(bytes, p)] === 1 && (p + 3 >= end || !isHan(bytes[p + 3]!) || this.second[pairAt(bytes, p + 3)] === 1)
    // Full width: EF BC 81 is U+FF01, EF BD 80 is U+FF40.
    const code = b !== 0xef ? b : bytes[p + 1] === 0xbc ? bytes[p + 2]! - 0x60 : bytes[p + 1] === 0xbd ? bytes[p + 2]! - 0x20 : b
    return !isAlphanumeric(code) || this.ascii[code] === 1
  }
}

/** Whether a Han character begins with this byte in UTF-8; its other two as a number. */
const isHan = (byte: number): boolean => byte >= 0xe4 && byte <= 0xe9
const pairAt = (bytes: Uint8Array, p: number): number => ((bytes[p + 1] ?? 0) << 8) | (bytes[p + 2] ?? 0)

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}

/** The first three characters that a word of letters may begin with: in any case (`ToTAL`), and spaced out (`T o t a l`). */
function spellings(word: string): readonly string[] {
  if (!/^[A-Za-z]{3}/.test(word)) return [word]
  const [first, second, third] = [...word.slice(0, 3)].map(c => [c.toLowerCase(), c.toUpperCase()])
  return first!.flatMap(a => second!.flatMap(b => [`${a} ${b}`, ...third!.map(c => a + b + c)]))
}

function endsAsTotal(bytes: Uint8Array, start: number, end: number): boolean {
  return ENDINGS.some(word => end - start >= word.length && word.every((byte, i) => bytes[end - word.length + i] === byte))
}

function unnamedColumns({ columns, placed }: HeaderMatch): Uint8Array {
  const unnamed = new Uint8Array(columns.length)
  if (placed.size < ALONE_COLUMNS) return unnamed
  const names = new Map([...placed].map(([name, c]) => [c, name]))
  for (let c = 0; c < columns.length; c++) if (NUMBERED.has(names.get(c) ?? 'employer_no')) unnamed[c] = 1
  return unnamed
}

/** The first character of a sign for nothing, with its set: invisible characters may follow it. */
function signStart(sign: Uint8Array): readonly [set: number, bytes: Uint8Array] {
  const width = sign[0]! < 0x80 ? 1 : sign[0]! < 0xe0 ? 2 : 3
  return [width < 3 ? 0 : 2, sign.subarray(0, width)]
}

/** What the rows of a bound extract are told apart with. */
export interface RowSorterSpec {
  readonly layout: Layout
  readonly header: HeaderMatch
  readonly file: string
  /** The row's text as received; without it lines of another width are never foot lines. */
  readonly rawOf: ((block: Block, r: number) => string) | undefined
}

/**
 * Tells data from 合计 / 小计 rows, foot lines with declared totals and a header that comes again, before anything is cleansed; and empties
 * cells that hold only a sign for nothing.
 */
export class RowSorter {
  readonly declared: DeclaredTotals[] = []
  private readonly spec: RowSorterSpec
  private readonly totalWords: ReadonlySet<string>
  private readonly labels: readonly string[]
  /** First bytes of words and of the blanks that may stand before them: what a cell must begin with to be looked at. */
  private readonly firstBytes = new Uint8Array(256)
  /** Second and third bytes of words. */
  private readonly nextBytes = new Uint8Array(65536)
  private readonly blanks: readonly Uint8Array[]
  private readonly blankTexts: ReadonlySet<string>
  private readonly blankFirst = new Uint8Array(256)
  /** What words of both kinds begin with, for the look at beginnings. */
  private readonly words = new WordTable()
  /** For each raw column of the block, the rows whose cells may be such words. */
  private suspects: readonly RowList[] = []
  private readonly wordStarts: Starts
  private readonly blankStarts: Starts
  private readonly repeats: Repeats
  /** What foot lines and titles begin with, and the second and third bytes of it. */
  private readonly lines: readonly Uint8Array[]
  private readonly lineNext = new Uint8Array(65536)
  /** A title begins with a letter or a digit. */
  private readonly plainTitles: boolean
  /** Of each raw column, whether a sentence in it, and nothing else in the row, is no datum. */
  private readonly unnamed: Uint8Array
  /** Rows of the block in which a single cell says something. */
  private alone: number[] = []
  private readonly again: { rows: number; lines: number[] } = { rows: 0, lines: [] }

  constructor(spec: RowSorterSpec) {
    const { totals, control, blanks } = spec.layout.spec
    const words = [...totals, ...control.rows, ...control.amount].flatMap(spellings)
    this.spec = spec
    this.totalWords = new Set(totals.map(normalHeader))
    this.labels = [...control.rows, ...control.amount].map(normalHeader)
    for (const word of words) {
      const bytes = encoder.encode(word)
      this.firstBytes[bytes[0]!] = 1
      const at = ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)
      this.nextBytes.fill(1, at, bytes.length < 3 ? at + 256 : at + 1)
    }
    for (const first of [0x20, 0x28, 0x5b, 0xe3, 0xef]) this.firstBytes[first] = PADDING
    this.blanks = blanks.map(b => encoder.encode(b))
    this.blankTexts = new Set(blanks)
    for (const first of [0x20, 0x09, 0xc2, 0xe3, 0xef]) this.blankFirst[first] = PADDING
    // Short beginnings in a set of their own: they leave the next bytes open.
    for (let first = 0; first < 256; first++)
      if (this.firstBytes[first] === PADDING || this.blankFirst[first] === PADDING) this.words.begins(0, Uint8Array.of(first))
    for (const [first] of this.blanks) if (first !== undefined) this.blankFirst[first] = 1
    for (const word of words) this.words.begins(1, encoder.encode(word))
    for (const sign of this.blanks) if (sign.length > 0) this.words.begins(...signStart(sign))
    for (const ending of ENDINGS) this.words.ends(ending.at(-1)!)
    this.wordStarts = new Starts([...this.totalWords, ...this.labels])
    this.blankStarts = new Starts(blanks)
    this.repeats = new Repeats(spec)
    this.unnamed = unnamedColumns(spec.header)
    this.lines = [...FOOT_LINES, ...this.repeats.titleWords]
    this.plainTitles = this.lines.some(word => word[0]! < 0xe0)
    for (const word of this.lines) this.lineNext[(word[1]! << 8) | word[2]!] = 1
  }

  /** Rows so far in which the header stands again, and the lines of the first of them. */
  get headersAgain(): { readonly rows: number; readonly lines: readonly number[] } {
    return this.again
  }

  /**
   * Marks total rows, foot lines, and the header and its titles where they stand again, as `RowState.total`; throws `layout.header_twice`
   * where another header stands.
   */
  sort(block: Block): void {
    const every = everyRow(block.rows)
    this.suspects = block.loops?.looks.beginnings(block.rows, block.raw, this.words) ?? block.raw.map(() => every)
    this.takeHeaders(block)
    for (const r of this.candidates(block)) if (this.isTotal(block, r)) block.state[r] = RowState.total
    for (const r of this.alone) if (block.state[r] === RowState.row) block.setAside(r, 'reason.alone', '')
    for (const [r] of [...block.reasons]) this.footLine(block, r)
  }

  /** Empties cells of these raw columns that hold only a declared sign for nothing (`-`, `NULL`). */
  emptyOut(block: Block, columns: readonly number[]): void {
    const { bytes, state } = block
    const { blankFirst } = this
    for (const c of columns) {
      const { start, end } = block.raw[c]!
      for (const r of this.suspects[c]!) {
        const s = start[r]!
        const length = end[r]! - s
        const first = blankFirst[bytes[s]!]!
        if (length > SIGN_BYTES || length === 0 || first === 0 || state[r] !== 0) continue
        const last = bytes[s + length - 1]!
        if (
          (first === 1 && this.isBlankSign(bytes, s, length)) ||
          ((first === PADDING || last <= 0x20 || last >= 0x80) &&
            this.blankStarts.has(bytes, s, end[r]!) &&
            this.isPadded(bytes, s, length))
        )
          end[r] = s
      }
    }
  }

  /** A sign for nothing in full width, or with blanks around it. */
  private isPadded(bytes: Uint8Array, at: number, length: number): boolean {
    const { text } = fold(decoder.decode(bytes.subarray(at, at + length)))
    return text !== '' && this.blankTexts.has(text)
  }

  private isBlankSign(bytes: Uint8Array, at: number, length: number): boolean {
    return this.blanks.some(sign => sign.length === length && sign.every((byte, i) => bytes[at + i] === byte))
  }

  /** Rows with a cell that begins with one of the words, or with a blank before it. */
  private candidates(block: Block): ReadonlySet<number> {
    const found = new Set<number>()
    const { bytes, state, raw } = block
    const { firstBytes, nextBytes } = this
    const columns = Math.min(raw.length, this.spec.header.columns.length)
    for (let c = 0; c < columns; c++) {
      const { start, end } = raw[c]!
      for (const r of this.suspects[c]!) {
        const s = start[r]!
        const e = end[r]!
        const first = firstBytes[bytes[s]!]!
        const ending = endsAsTotal(bytes, s, e)
        if (first === 0 && !ending) continue
        const length = e - s
        if (length < 2 || length > 90 || state[r] !== 0) continue
        const begins = first === PADDING || isHan(bytes[s]!) ? this.wordStarts.has(bytes, s, e) : nextBytes[pairAt(bytes, s)] === 1
        if (begins || ending) found.add(r)
      }
    }
    this.addFootLines(block, found)
    return found
  }

  /**
   * Rows whose first cell that is not blank begins as a foot line, or is a sentence by itself: a look at one cell of nearly every row.
   */
  private addFootLines({ bytes, state, raw, rows }: Block, found: Set<number>): void {
    const { unnamed } = this
    this.alone = []
    for (let r = 0; r < rows; r++) {
      if (state[r] !== 0) continue
      let c = 0
      while (c < raw.length && raw[c]!.end[r] === raw[c]!.start[r]) c++
      if (c === raw.length) continue
      const s = raw[c]!.start[r]!
      if (this.beginsFootLine(bytes, s, raw[c]!.end[r]!)) found.add(r)
      else if (unnamed[c] === 1 && (bytes[s]! >= 0xe2 || bytes[s] === 0x28)) {
        let next = c + 1
        while (next < raw.length && raw[next]!.end[r] === raw[next]!.start[r]) next++
        if (next === raw.length) this.alone.push(r)
      }
    }
  }

  private isTotal(block: Block, r: number): boolean {
    const texts = this.spec.header.columns.map((_, c) => block.text(block.raw[c]!, r).trim())
    if (this.repeats.titleWords.length > 0 && this.repeats.isTitle(texts.join(''))) return true
    const cells = texts.map(text => (SUBTOTAL.test(text) ? SUM : normalHeader(text)))
    const isWord = (cell: string): boolean => this.totalWords.has(cell.replace(/^\((.*)\)$/, '$1').replace(/[:(].*$/, ''))
    const isTotalOf = (cell: string): boolean => cell === SUM || TOTAL_OF.test(cell.replace(/:$/, ''))
    const isLabel = (cell: string): boolean =>
      this.labels.some(label => cell === label || cell.startsWith(`${label}:`) || cell.startsWith(`${label}=`))
    const id = /[0-9A-Z]{5}/.test(cells[this.spec.header.placed.get('id_number') ?? -1] ?? '')
    const keys = KEYS.map(key => cells[this.spec.header.placed.get(key) ?? -1] ?? '')
    const word = cells.some(isWord) || (cells.some(isTotalOf) && keys.every(cell => isTotalOf(cell) || !/[0-9A-Z]/.test(cell)))
    const at = cells.findIndex(cell => cell !== '')
    // The colon at the end of a cell counts: 经办： asks for a name, 审核 may be a state.
    const first = at < 0 ? '' : cells[at]! + (/[:：]$/.test(texts[at]!) ? ':' : '')
    const labelled = isLabel(first) || (FOOT.test(first) && keys.every(cell => FOOT.test(cell) || !isKey(cell)))
    if (!labelled && (id || (!word && !cells.some(isLabel)))) return false
    this.declare(this.spec.header.columns.map((_, c) => fold(block.text(block.raw[c]!, r)).text).join(' '), block.line[r]!)
    if (word && this.spec.layout.spec.control.total_row) this.declareRow(block, r)
    return true
  }

  private declare(text: string, line: number): void {
    const declared = declaredIn(this.spec, text, `#${line}`)
    if (declared !== undefined) this.declared.push(declared)
  }

  /** The amount in the amount column of a 合计 row, where the layout takes it for a declared total. */
  private declareRow(block: Block, r: number): void {
    const column = this.spec.header.placed.get('amount')
    const cells = this.spec.header.columns.map((_, c) => normalHeader(block.text(block.raw[c]!, r)))
    if (column === undefined || cells.some(cell => cell.includes('小计'))) return
    const label = this.spec.layout.spec.control.amount[0] ?? ''
    this.declare(`${label} ${fold(block.text(block.raw[column]!, r)).text}`, block.line[r]!)
  }

  /** A row of another width that is a total or declares totals is no data. */
  private footLine(block: Block, r: number): void {
    if (block.state[r] !== RowState.setAside || this.spec.rawOf === undefined) return
    const text = fold(this.spec.rawOf(block, r)).text
    if (this.repeats.isTitle(text)) return this.noData(block, r)
    const first = normalHeader(text.split(/[,|;\t，；]/).find(cell => /[^\s"]/.test(cell)) ?? '')
    const isTotal = this.totalWords.has(first.replace(/[:(\d].*$/, ''))
    const declares = this.labels.some(label => first.startsWith(label)) || /^共\d+[条笔行]/.test(first)
    if (!isTotal && !declares && !FOOT.test(first) && !isRule(text)) return
    this.declare(text, block.line[r]!)
    this.noData(block, r)
  }

  private noData(block: Block, r: number): void {
    block.state[r] = RowState.total
    block.reasons.delete(r)
  }

  /** Rows in which the header stands again are no data; where it names other columns, two extracts are in one file. */
  private takeHeaders(block: Block): void {
    for (const { row, same } of this.repeats.find(block)) {
      const line = block.line[row]!
      if (!same) throw problem('layout.header_twice', { file: this.spec.file, first: this.spec.header.line, second: line })
      this.noData(block, row)
      // A second line of the header itself needs no word.
      if (line === this.spec.header.line + 1) continue
      if (++this.again.rows <= LINES_TOLD) this.again.lines.push(line)
    }
  }

  private beginsFootLine(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start
    while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x22)) at++
    while (at < end && bytes[at] === 0xe3 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0x80) at += 3
    if (bytes[at]! < 0xe0 && !this.plainTitles) return false
    if (this.lineNext[(bytes[at + 1]! << 8) | bytes[at + 2]!] === 0) return false
    return this.lines.some(word => {
      if (end - at < word.length) return false
      for (let i = 0; i < word.length; i++) if (word[i] !== bytes[at + i]) return false
      return true
    })
  }
}
