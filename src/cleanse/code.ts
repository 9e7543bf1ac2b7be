import { BLOCK_ROWS, CodeTable, everyRow, type Block, type Column } from '../records/index.js'
import { fold, heavier } from './fold.js'
import { characterIssue } from './pua.js'
import type { Constants, Interval } from './constants.js'
import type { Sink } from './sink.js'

/** One distinct cell of a code column and what it means. */
interface Entry {
  /** The cell's bytes, by which it is found again. */
  readonly key: Uint8Array
  readonly value: string
  readonly reason: string | undefined
  readonly issue: string | undefined
  /** The agency's code, folded: what a change shows. */
  readonly code: string
  readonly known: boolean
  at: Interval | undefined
  rows: number
}

/** Translates a folded code: its canonical code (blank for one that means nothing), or undefined when it is not known. */
export type Translate = (code: string) => string | undefined

/**
 * A column of few distinct values, each read once: cells are found by their bytes in a small hash table, and no string is made for a cell
 * seen before. `index[r]` is the entry of row r; entry 0 is the blank.
 */
export class CodeColumn {
  readonly index = new Int32Array(BLOCK_ROWS)
  readonly out: Column = { start: new Int32Array(BLOCK_ROWS), end: new Int32Array(BLOCK_ROWS), num: null }
  private readonly translate: Translate | null
  private readonly entries: Entry[] = [
    { key: new Uint8Array(0), value: '', reason: undefined, issue: undefined, code: '', known: true, at: { start: 0, end: 0 }, rows: 0 },
  ]
  private slots = new Int32Array(256)
  /** Entries that raise nothing and whose value is a constant of the block. */
  private readonly silent = new CodeTable()
  private constants: Constants | null = null

  /** `translate` null: a category of texts that need no translation (tax items, kinds of money). */
  constructor(translate: Translate | null) {
    this.translate = translate
  }

  /** Canonical value of an entry; blank for the blank. */
  valueOf(entry: number): string {
    return this.entries[entry]!.value
  }

  knows(entry: number): boolean {
    return this.entries[entry]!.known
  }

  /** Codes without translation and the rows that held them. */
  unknown(): ReadonlyMap<string, number> {
    return new Map(this.entries.filter(e => !e.known && e.rows > 0).map(e => [e.code, e.rows]))
  }

  /** Reads a column of the block. Rows where `skip` is 1 raise neither issue nor count (another column has said it already). */
  run(block: Block, raw: Column, constants: Constants, sink: Sink & { readonly skip?: Uint8Array }): void {
    if (this.constants !== constants) {
      this.constants = constants
      this.silent.clear()
      for (const [i, entry] of this.entries.entries()) {
        entry.at = constants.of(entry.value)
        this.silence(i)
      }
    }
    const { state, rows } = block
    const { start, end } = raw
    const { out, index } = this
    let bytes = block.bytes
    const left = block.loops?.looks.codes(block, raw, { table: this.silent, index, out }) ?? everyRow(rows)
    for (let i = 0; i < left.length; i++) {
      const r = left[i]!
      if (state[r] !== 0) continue
      const s = start[r]!
      const e = end[r]!
      const found = s === e ? 0 : this.find(bytes, s, e)
      const entry = this.entries[found]!
      index[r] = found
      if (entry.at === undefined) {
        block.put(out, r, entry.value)
        bytes = block.bytes
      } else {
        out.start[r] = entry.at.start
        out.end[r] = entry.at.end
      }
      if ((entry.reason !== undefined || entry.issue !== undefined) && sink.skip?.[r] !== 1) this.note(block, raw, r, sink)
    }
  }

  private note(block: Block, raw: Column, r: number, sink: Sink): void {
    const entry = this.entries[this.index[r]!]!
    if (!entry.known) entry.rows++
    if (entry.reason !== undefined) {
      sink.notes.changes.push({ row: r, field: sink.field, before: block.text(raw, r), after: entry.code, reason: entry.reason })
    }
    if (entry.issue !== undefined) sink.notes.issues.push({ row: r, field: sink.field, value: entry.code, reason: entry.issue })
  }

  private find(bytes: Uint8Array, s: number, e: number): number {
    let hash = 0x811c9dc5
    for (let p = s; p < e; p++) hash = Math.imul(hash ^ bytes[p]!, 0x01000193)
    const mask = this.slots.length - 1
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = this.slots[slot]!
      if (at === 0) return this.add(bytes.slice(s, e), slot)
      const { key } = this.entries[at]!
      if (key.length === e - s && sameBytes(key, bytes, s)) return at
    }
  }

  private add(key: Uint8Array, slot: number): number {
    const at = this.entries.length
    this.entries.push(this.read(key))
    this.slots[slot] = at
    if (this.entries.length * 2 > this.slots.length) this.grow()
    this.silence(at)
    return at
  }

  private silence(i: number): void {
    const { key, at, reason, issue } = this.entries[i]!
    if (i > 0 && at !== undefined && reason === undefined && issue === undefined) this.silent.add(key, i, at)
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    const mask = this.slots.length - 1
    for (let i = 1; i < this.entries.length; i++) {
      let hash = 0x811c9dc5
      for (const byte of this.entries[i]!.key) hash = Math.imul(hash ^ byte, 0x01000193)
      let slot = (hash ^ (hash >>> 15)) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = i
    }
  }

  private read(key: Uint8Array): Entry {
    const entry = readCode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(key), this.translate)
    return { ...entry, key, at: this.constants!.of(entry.value), rows: 0 }
  }
}

function sameBytes(key: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[at + i]) return false
  return true
}

/**
 * String half of codes: the canonical code (full-width brackets are the custom in names of codes, and no change); an unknown one stays as
 * it stands, folded, with an issue.
 */
export function readCode(raw: string, translate: Translate | null): Pick<Entry, 'value' | 'reason' | 'issue' | 'code' | 'known'> {
  const folded = fold(raw)
  const exact = fold(raw, 'brackets').text === raw ? translate?.(raw) : undefined
  if (exact !== undefined) return { value: exact, reason: undefined, issue: undefined, code: raw, known: true }
  if (folded.text === '') return { value: '', reason: folded.reason, issue: undefined, code: '', known: true }
  if (translate === null)
    return { value: folded.text, reason: folded.reason, issue: characterIssue(folded.text), code: folded.text, known: true }
  const value = translate(folded.text)
  if (value !== undefined) return { value, reason: folded.reason, issue: undefined, code: folded.text, known: true }
  const whole = /^(\d+)\.0+$/.exec(folded.text)?.[1]
  const meant = whole === undefined ? undefined : translate(whole)
  if (meant !== undefined)
    return { value: meant, reason: heavier(folded.reason, 'reason.float'), issue: undefined, code: whole!, known: true }
  return { value: folded.text, reason: folded.reason, issue: 'reason.code_unknown', code: folded.text, known: false }
}
