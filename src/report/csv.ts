import { stringify } from 'csv-stringify/sync'
import { closeSync, openSync, writeSync } from 'node:fs'
import { Bytes, PIECE } from './bytes.js'
import { ODD } from './characters.js'
import { TEXT, type Draft } from './draft.js'
import { draftsOf } from './drafted.js'
import type { CsvEncoding, Table } from './model.js'

/** What a spreadsheet would take for a formula, full-width forms too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

const QUOTED = /[",\r\n]|^\s|\s$/

/** Neither of both: nearly all cells, told by one look. */
const PLAIN = /^(?![=+\-@＝＋－＠\s])[^",\r\n]*(?<!\s)$/

/**
 * A text cell: what would be a formula gets an apostrophe in front, as spreadsheets write text. Never used on amounts: -5.20 stays -5.20.
 */
export function csvText(value: string): string {
  if (PLAIN.test(value)) return value
  const safe = FORMULA.test(value) ? `'${value}` : value
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** What a text is written otherwise for than it stands in a draft. */
const CAREFUL = ODD.quote | ODD.strange | ODD.edge | ODD.formula

const [COMMA, QUOTE, RETURN, FEED] = [0x2c, 0x22, 0x0d, 0x0a]

/** Lines of one table as bytes, header first, each with its line end. Answer columns are left out. */
class Lines {
  private readonly shown: readonly number[]
  /** Columns without answers behind them are one piece of a draft. */
  private readonly lastOf: number
  private readonly out = new Bytes()

  constructor(columns: Table['columns']) {
    this.shown = columns.flatMap((c, i) => (c.tint === 'answer' ? [] : [i]))
    this.lastOf = this.shown.every((c, i) => c === i) ? this.shown.length - 1 : -1
    this.out.text(stringify([this.shown.map(i => columns[i]!.title.replaceAll('\n', ' '))], { record_delimiter: '\r\n' }))
  }

  get isFull(): boolean {
    return this.out.at > PIECE
  }

  /** A piece of whole lines. */
  piece(): Buffer {
    return this.out.taken()
  }

  add(draft: Draft): void {
    const { shown, out, lastOf } = this
    if (lastOf >= 0 && !draft.careful) {
      const to = draft.end[lastOf]!
      // What follows is the quote that ends it, or else the comma.
      out.part(draft.bytes, 0, draft.bytes[to] === QUOTE ? to + 1 : to)
    } else {
      for (let c = 0; c < shown.length; c++) {
        out.room(1)
        if (c > 0) out.bytes[out.at++] = COMMA
        const i = shown[c]!
        if (draft.kind[i] !== TEXT) out.part(draft.bytes, draft.start[i]!, draft.end[i]!)
        else this.text(draft, i)
      }
    }
    out.room(2)
    out.bytes[out.at++] = RETURN
    out.bytes[out.at++] = FEED
  }

  private text(draft: Draft, i: number): void {
    if ((draft.odd[i]! & CAREFUL) !== 0) this.out.text(csvText(draft.textOf(i)))
    else if (draft.bytes[draft.end[i]!] === QUOTE) this.out.part(draft.bytes, draft.start[i]! - 1, draft.end[i]! + 1)
    else this.out.part(draft.bytes, draft.start[i]!, draft.end[i]!)
  }
}

/** The lines of a table, header first, each with its line end, in pieces. */
export function* csvPieces(table: Pick<Table, 'columns' | 'lines' | 'drafts'>): Iterable<string> {
  const pieces: string[] = []
  for (const _ of taken(table, piece => pieces.push(piece.toString()))) {
    void _
    yield* pieces.splice(0)
  }
  yield* pieces
}

/** The lines of a table, as they are; what they are in CSV is given on in pieces. */
function* taken(table: Pick<Table, 'columns' | 'lines' | 'drafts'>, give: (piece: Buffer) => void, into?: Draft): Iterable<Draft> {
  const lines = new Lines(table.columns)
  for (const draft of draftsOf(table, into)) {
    lines.add(draft)
    if (lines.isFull) give(lines.piece())
    yield draft
  }
  give(lines.piece())
}

/**
 * The same table, written as CSV each time that its drafts are read to the end: UTF-8 with a byte order mark, or GB18030. Answer columns
 * are left out.
 */
export async function alsoCsv(table: Table, path: string, encoding: CsvEncoding): Promise<Table> {
  const encode = encoding === 'utf-8' ? (piece: Buffer) => piece : await gb18030()
  return {
    ...table,
    *drafts(into: Draft): Iterable<Draft> {
      const file = openSync(path, 'w', 0o600)
      try {
        if (encoding === 'utf-8') put(file, Buffer.from('\ufeff'))
        yield* taken(
          table,
          piece => {
            put(file, encode(piece))
          },
          into,
        )
      } finally {
        closeSync(file)
      }
    },
  }
}

async function gb18030(): Promise<(piece: Buffer) => Buffer> {
  const { default: iconv } = await import('iconv-lite')
  return piece => iconv.encode(piece.toString(), 'gb18030')
}

function put(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
