import * as crypto from 'node:crypto'
import { Bytes } from './bytes.js'
import { ODD } from './characters.js'
import { NUMBER, TEXT, type Draft } from './draft.js'
import { draftsOf } from './drafted.js'
import type { LineLoops } from './line-loops.js'
import { column, type Cell, type TableColumn, type Line, type Seal, type Table } from './model.js'
import { CELL_LIMIT, cellText } from './sheet-rows.js'

/** What is noted of a table's lines as they were written: numbers and digests, one after the other. */
interface Mark {
  readonly table: string
  readonly numbers: Int32Array
  readonly digests: Buffer
  lines: number
}

/** A seal in the making. */
export interface Sealing {
  readonly seal: Seal
  readonly marks: Mark[]
  readonly loops: LineLoops
}

const DIGEST_BYTES = 8

/**
 * Digest of a line as a clerk gets it: every cell that is not to be filled in, money in 分. A returned line whose number and digest are
 * those of the seal was not changed and not mixed up. The obvious way, which the tests hold the other against. @public
 */
export function lineDigest(cells: readonly Cell[], columns: readonly Pick<TableColumn, 'tint'>[]): Buffer {
  const given: Cell[] = []
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i]!
    if (columns[i]?.tint !== 'answer') given.push(typeof value === 'string' ? cellText(value) : value)
  }
  return sha256(JSON.stringify(given)).subarray(0, DIGEST_BYTES)
}

/** Node has it in one call from 20.12 on, in half the time. */
const sha256: (data: string | Uint8Array) => Buffer =
  typeof crypto.hash === 'function'
    ? data => crypto.hash('sha256', data, 'buffer')
    : data => crypto.createHash('sha256').update(data).digest()

const NULL = Buffer.from('null')
const [QUOTE, ESCAPE, COMMA, OPEN, CLOSE, FEED, N] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x0a, 0x6e]

/** The same digest of drafts: the JSON of their cells is put together of their bytes. */
class Digests {
  private readonly given: readonly number[]
  private readonly json = new Bytes()
  private readonly loops: LineLoops

  constructor(columns: readonly Pick<TableColumn, 'tint'>[], loops: LineLoops) {
    this.loops = loops
    this.given = columns.flatMap((c, i) => (c.tint === 'answer' ? [] : [i]))
  }

  of(draft: Draft): Buffer {
    const { json, given } = this
    const made = this.loops.json(draft, given)
    if (made !== null) return sha256(made).subarray(0, DIGEST_BYTES)
    json.at = 0
    json.bytes[json.at++] = OPEN
    for (let i = 0; i < given.length; i++) {
      json.room(1)
      if (i > 0) json.bytes[json.at++] = COMMA
      this.cell(draft, given[i]!)
    }
    json.room(1)
    json.bytes[json.at++] = CLOSE
    return sha256(json.bytes.subarray(0, json.at)).subarray(0, DIGEST_BYTES)
  }

  private cell(draft: Draft, c: number): void {
    const { json } = this
    const kind = draft.kind[c]
    if (kind === NUMBER) json.text(JSON.stringify(draft.num[c]!))
    else if (kind !== TEXT) json.put(NULL)
    else if ((draft.odd[c]! & (ODD.quote | ODD.strange)) !== 0 || draft.end[c]! - draft.start[c]! > CELL_LIMIT)
      json.text(JSON.stringify(cellText(draft.textOf(c))))
    else this.quoted(draft, c)
  }

  private quoted(draft: Draft, c: number): void {
    const { json } = this
    const [from, to] = [draft.start[c]!, draft.end[c]!]
    json.room((to - from) * 2 + 2)
    json.bytes[json.at++] = QUOTE
    if ((draft.odd[c]! & ODD.feed) === 0) json.part(draft.bytes, from, to)
    else {
      for (let i = from; i < to; i++) {
        const b = draft.bytes[i]!
        if (b === FEED) json.bytes[json.at++] = ESCAPE
        json.bytes[json.at++] = b === FEED ? N : b
      }
    }
    json.bytes[json.at++] = QUOTE
  }
}

/** A table whose lines are noted as they go by. Tables without answer columns are not sealed: nothing comes back of them. */
export function sealed(table: Table, { marks, loops }: Sealing): Table {
  if (!table.columns.some(c => c.tint === 'answer')) return table
  return {
    ...table,
    *drafts(into: Draft): Iterable<Draft> {
      const mark: Mark = {
        table: table.name,
        numbers: new Int32Array(table.count),
        digests: Buffer.alloc(table.count * DIGEST_BYTES),
        lines: 0,
      }
      const digests = new Digests(table.columns, loops)
      marks.push(mark)
      for (const draft of draftsOf(table, into)) {
        mark.numbers[mark.lines] = draft.kind[0] === NUMBER ? draft.num[0]! : draft.kind[0] === TEXT ? Number(draft.textOf(0)) : 0
        digests.of(draft).copy(mark.digests, mark.lines++ * DIGEST_BYTES)
        yield draft
      }
    },
  }
}

/** The seal's own table, read after all others: facts about the package, then number, digest and sheet of every line. */
export function sealTable({ seal, marks }: Sealing, count: number): Table {
  return {
    name: seal.name,
    file: '',
    title: seal.name,
    notes: seal.facts.map(([k, v]) => `${k}=${v}`),
    columns: seal.head.map(title => column(title, 20, { tint: 'key' })),
    frozen: 0,
    count: seal.facts.length + count,
    sum: -1,
    fen: 0,
    *lines(): Iterable<Line> {
      for (const [key, value] of seal.facts) yield { cells: [key, value, null], quiet: false }
      for (const { table, numbers, digests, lines } of marks) {
        for (let i = 0; i < lines; i++)
          yield { cells: [String(numbers[i]), digests.toString('hex', i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES), table], quiet: false }
      }
    },
  }
}
