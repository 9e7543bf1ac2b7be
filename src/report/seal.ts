import * as crypto from 'node:crypto'
import type { Cell, Column, Line, Seal, Table } from './model.js'
import { cellText } from './sheet-rows.js'

/** What is noted of a table's lines as they were written: numbers and digests, one after the other. */
interface Mark { readonly table: string; readonly numbers: Int32Array; readonly digests: Buffer; lines: number }

/** A seal in the making. */
export interface Sealing { readonly seal: Seal; readonly marks: Mark[] }

const DIGEST_BYTES = 8

/**
 * Digest of a line as a clerk gets it: every cell that is not to be filled in, money in 分. A returned line whose number and digest are those of the seal
 * was not changed and not mixed up.
 */
export function lineDigest(cells: readonly Cell[], columns: readonly Pick<Column, 'tint'>[]): Buffer {
  const given: Cell[] = []
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i]!
    if (columns[i]?.tint !== 'answer') given.push(typeof value === 'string' ? cellText(value) : value)
  }
  return sha256(JSON.stringify(given)).subarray(0, DIGEST_BYTES)
}

/** Of a text. Node has it in one call from 20.12 on, in half the time. */
const sha256: (text: string) => Buffer = typeof crypto.hash === 'function' ? text => crypto.hash('sha256', text, 'buffer') : text => crypto.createHash('sha256').update(text).digest()

/** A table whose lines are noted as they go by. Tables without answer columns are not sealed: nothing comes back of them. */
export function sealed(table: Table, { marks }: Sealing): Table {
  if (!table.columns.some(c => c.tint === 'answer')) return table
  return {
    ...table,
    *lines(): Iterable<Line> {
      const mark: Mark = { table: table.name, numbers: new Int32Array(table.count), digests: Buffer.alloc(table.count * DIGEST_BYTES), lines: 0 }
      marks.push(mark)
      for (const line of table.lines()) {
        mark.numbers[mark.lines] = Number(line.cells[0] ?? 0)
        lineDigest(line.cells, table.columns).copy(mark.digests, mark.lines++ * DIGEST_BYTES)
        yield line
      }
    },
  }
}

/** The seal's own table, read after all others: facts about the package, then number, digest and sheet of every line. */
export function sealTable({ seal, marks }: Sealing, count: number): Table {
  const column = (title: string): Column => ({ title, type: 'text', tint: 'key', width: 20, wrap: false })
  return {
    name: seal.name, file: '', title: seal.name, notes: seal.facts.map(([k, v]) => `${k}=${v}`), columns: seal.head.map(column), frozen: 0, count: seal.facts.length + count, sum: -1, fen: 0,
    *lines(): Iterable<Line> {
      for (const [key, value] of seal.facts) yield { cells: [key, value, null], quiet: false }
      for (const { table, numbers, digests, lines } of marks) {
        for (let i = 0; i < lines; i++) yield { cells: [String(numbers[i]), digests.toString('hex', i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES), table], quiet: false }
      }
    },
  }
}
