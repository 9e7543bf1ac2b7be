import { isAscii, isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { problem } from '../kernel/index.js'
import { fieldLength } from './kind.js'
import { passed, type Limits } from './limits.js'
import { doubleText } from './numbers.js'
import { StringReader, type StringRow } from './string-rows.js'
import type { Encoding, LeftOut, Reader } from './types.js'

const CHUNK = 1 << 20
const DELETED = 0x2a
/** Language drivers of GBK: FoxPro's and Windows' own. */
const GBK_DRIVERS: ReadonlySet<number> = new Set([0x4d, 0x7a])
const MEMO = 'MGPBVW'
/** Visual FoxPro, where a field B is a number and not a memo. */
const FOXPRO: ReadonlySet<number> = new Set([0x30, 0x31, 0x32])
/** Visual FoxPro's own field, in which a bit says of a field that it is NULL, or that a text is shorter than its field. */
const FLAGS = '0'
const NULLABLE = 2
/** Texts of changing length: with the bit set, the last byte is the length. */
const VARYING = 'VQ'

export interface DbfSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  /** Declared, else found. */
  readonly encoding: 'gb18030' | 'utf-8' | null
}

/** A DBF file, opened; its one table. */
export interface Dbf {
  readonly reader: Reader
  readonly encoding: Encoding
  readonly encodingWhy: string
  readonly leftOut: readonly LeftOut[]
}

interface Field {
  readonly name: string
  readonly type: string
  readonly at: number
  readonly length: number
  /** Bits of the flags; -1: none. */
  readonly nullBit: number
  readonly shortBit: number
}

/** The shape of a table: what its header says. */
interface Shape {
  readonly fields: readonly Field[]
  readonly header: number
  readonly record: number
  readonly records: number
  readonly isFoxPro: boolean
  /** Where the flags of a record lie; -1: it has none. */
  readonly flags: number
}

/** Opens a DBF table: one row a record that is not deleted, its number as its place. Throws `source.dbf`, `source.part`. */
export function openDbf(spec: DbfSpec): Dbf {
  const { path, file, limits } = spec
  const head = firstBytes(path)
  const bytes = head.readUInt16LE(8)
  const isFoxPro = FOXPRO.has(head[0]!)
  const shape = { header: bytes, record: head.readUInt16LE(10), records: head.readUInt32LE(4), isFoxPro, flags: flagsAt(head, isFoxPro) }
  const size = statSync(path).size
  const found = (size - shape.header) / shape.record
  // One byte more is the mark of the end.
  if (found < shape.records) throw problem('source.part', { file, part: 'DBF', detail: `${Math.floor(found)} < ${shape.records}` })
  if (found >= shape.records + 1) throw problem('source.dbf', { file, declared: shape.records, found: Math.floor(found) })
  const survey = look(path, { ...shape, fields: fieldsOf(head, 'latin1', isFoxPro) })
  const declared = spec.encoding ?? (GBK_DRIVERS.has(head[29]!) ? 'gb18030' : null)
  const encoding = declared ?? survey.encoding
  const fields = fieldsOf(head, encoding, isFoxPro)
  if (fields.length > limits.columns) throw passed(limits, 'columns', { file })
  const names: StringRow = { line: 1, cells: fields.map(f => f.name) }
  const reader = new StringReader({
    file,
    sheet: null,
    limits,
    head: [{ ...names, state: 'row' }],
    read: () => rowsOf(path, { ...shape, fields }, encoding),
  })
  return {
    reader,
    encoding,
    encodingWhy: declared === null ? 'dbf' : 'declared',
    leftOut: [
      ...(survey.deleted === 0 ? [] : [{ what: 'deleted_rows' as const, name: '', rows: survey.deleted }]),
      ...(survey.memos === 0 ? [] : [{ what: 'memo_fields' as const, name: memoNames(fields), rows: survey.memos }]),
    ],
  }
}

function firstBytes(path: string): Buffer {
  const fd = openSync(path, 'r')
  try {
    const head = Buffer.alloc(1 << 16)
    return head.subarray(0, readSync(fd, head, 0, head.length, 0))
  } finally {
    closeSync(fd)
  }
}

/** Names may fill all eleven bytes, and end at the first NUL. FoxPro's flags are no field that anybody filled. */
function fieldsOf(head: Buffer, encoding: 'latin1' | 'gb18030' | 'utf-8', isFoxPro: boolean): readonly Field[] {
  return allFields(head, encoding, isFoxPro).filter(f => !isFoxPro || f.type !== FLAGS)
}

function flagsAt(head: Buffer, isFoxPro: boolean): number {
  return isFoxPro ? (allFields(head, 'latin1', isFoxPro).find(f => f.type === FLAGS)?.at ?? -1) : -1
}

function allFields(head: Buffer, encoding: 'latin1' | 'gb18030' | 'utf-8', isFoxPro: boolean): readonly Field[] {
  const fields: Field[] = []
  let at = 1
  let bit = 0
  for (let from = 32; from + 32 <= head.length && head[from] !== 0x0d; from += 32) {
    const name = head.subarray(from, from + 11)
    const nul = name.indexOf(0)
    const length = fieldLength(head, from)
    const type = String.fromCharCode(head[from + 11]!)
    const isVarying = isFoxPro && VARYING.includes(type)
    const isNullable = isFoxPro && (head[from + 18]! & NULLABLE) !== 0
    fields.push({
      name: new TextDecoder(encoding).decode(nul < 0 ? name : name.subarray(0, nul)).trim(),
      type,
      at,
      length,
      shortBit: isVarying ? bit++ : -1,
      nullBit: isNullable ? bit++ : -1,
    })
    at += length
  }
  return fields
}

/** Records of the file, some at a time; the buffer holds whole records and is used again. */
function* records(
  path: string,
  { header, record, records: total }: Shape,
): Generator<{ readonly first: number; readonly count: number; readonly bytes: Buffer }> {
  const fd = openSync(path, 'r')
  try {
    const some = Math.max(1, Math.floor(CHUNK / record))
    const buffer = Buffer.alloc(some * record)
    for (let first = 0; first < total; first += some) {
      const count = Math.min(some, total - first)
      const wanted = count * record
      let got = 0
      while (got < wanted) {
        const n = readSync(fd, buffer, got, wanted - got, header + first * record + got)
        if (n === 0) return
        got += n
      }
      yield { first, count, bytes: buffer }
    }
  } finally {
    closeSync(fd)
  }
}

/**
 * Deleted records, and the encoding in which more records read without a fault. GB18030 where both do, unless the text has marks of UTF-8
 * that it seldom has by chance.
 */
function look(path: string, shape: Shape): { deleted: number; memos: number; encoding: 'gb18030' | 'utf-8' } {
  let deleted = 0
  let memos = 0
  const memoFields = shape.fields.filter(isMemoField)
  const faults = { utf8: 0, gb: 0 }
  let threes = false
  const gb = new TextDecoder('gb18030', { fatal: true })
  for (const { count, bytes } of records(path, shape)) {
    for (let i = 0; i < count; i++) {
      const record = bytes.subarray(i * shape.record, (i + 1) * shape.record)
      if (record[0] === DELETED) deleted++
      else if (memoFields.some(f => isMemo(record.subarray(f.at, f.at + f.length)))) memos++
      if (isAscii(record)) continue
      for (const { type, at, length, shortBit } of shape.fields) {
        if (type !== 'C' && shortBit < 0) continue
        const text = record.subarray(at, at + length)
        if (isAscii(text)) continue
        if (!isUtf8(text)) faults.utf8++
        else if (text.some(b => b >= 0xe3)) threes = true
        if (!reads(gb, text)) faults.gb++
      }
    }
  }
  return { deleted, memos, encoding: faults.utf8 < faults.gb || (faults.utf8 === 0 && threes) ? 'utf-8' : 'gb18030' }
}

function reads(decoder: InstanceType<typeof TextDecoder>, text: Uint8Array): boolean {
  try {
    decoder.decode(text)
    return true
  } catch {
    return false
  }
}

async function* rowsOf(path: string, shape: Shape, encoding: 'gb18030' | 'utf-8'): AsyncIterable<readonly StringRow[]> {
  const decoder = new TextDecoder(encoding)
  for (const { first, count, bytes } of records(path, shape)) {
    const rows: StringRow[] = []
    for (let i = 0; i < count; i++) {
      const from = i * shape.record
      if (bytes[from] === DELETED) continue
      const cells = shape.fields.map(field => shown(bytes, from, { field, decoder, shape }))
      rows.push(
        cells.some(c => c.includes('\uFFFD'))
          ? { line: first + i + 1, cells: [cells.join('|')], fault: { reason: 'reason.undecodable', detail: '' } }
          : { line: first + i + 1, cells },
      )
    }
    yield rows
  }
}

interface Reading {
  readonly field: Field
  readonly decoder: InstanceType<typeof TextDecoder>
  readonly shape: Shape
}

function shown(bytes: Buffer, record: number, { field, decoder, shape }: Reading): string {
  const { type, nullBit, shortBit } = field
  const { isFoxPro, flags } = shape
  const isSet = (bit: number): boolean => bit >= 0 && flags >= 0 && (bytes[record + flags + (bit >> 3)]! & (1 << (bit & 7))) !== 0
  if (isSet(nullBit)) return ''
  const at = record + field.at
  const length = isSet(shortBit) ? Math.min(bytes[at + field.length - 1]!, field.length - 1) : field.length
  const cell = bytes.subarray(at, at + length)
  if (cell.length === 4 && (type === 'I' || type === '+')) return String(cell.readInt32LE(0))
  if (cell.length === 8) {
    if (type === 'Y') return decimals(cell.readBigInt64LE(0), 4)
    if (type === 'O' || (type === 'B' && isFoxPro)) return doubleText(cell.readDoubleLE(0))
    if (type === 'T' || type === '@') return dayTime(cell)
  }
  if (isMemoField(field)) return isMemo(cell) ? '[memo]' : ''
  const text = isAscii(cell) ? cell.toString('latin1') : decoder.decode(cell)
  const bare = text.replace(/[ \0]+$/, '')
  if (type === 'D') return bare.length === 8 ? `${bare.slice(0, 4)}-${bare.slice(4, 6)}-${bare.slice(6)}` : bare.trim()
  if (type === 'L') return /[TtYy]/.test(bare) ? 'Y' : /[FfNn]/.test(bare) ? 'N' : ''
  return type === 'N' || type === 'F' ? bare.trim() : bare
}

function isMemoField({ type, shortBit }: Field): boolean {
  return MEMO.includes(type) && shortBit < 0
}

function memoNames(fields: readonly Field[]): string {
  return fields
    .filter(isMemoField)
    .map(f => f.name)
    .join('、')
}

/** A memo's text lies in a file of its own, which is not read; that there is one is seen. */
function isMemo(cell: Buffer): boolean {
  return cell.length === 4 ? cell.readUInt32LE(0) !== 0 : /[1-9]/.test(cell.toString('latin1'))
}

function decimals(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

const BLANK_TIME = /^[ \0]*$/

/** Julian day and milliseconds of the day; zeros or blanks are none, and what is no time stays as the two numbers. */
function dayTime(cell: Buffer): string {
  const day = cell.readInt32LE(0)
  const ms = cell.readInt32LE(4)
  if (day === 0 || BLANK_TIME.test(cell.toString('latin1'))) return ''
  const time = new Date((day - 2_440_588) * 86_400_000 + Math.round(ms / 1000) * 1000)
  if (Number.isNaN(time.getTime()) || ms < 0 || ms > 86_400_000) return `${day} ${ms}`
  return time.toISOString().slice(0, 19).replace('T00:00:00', '').replace('T', ' ')
}
