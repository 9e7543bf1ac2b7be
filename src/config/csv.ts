import { parse } from 'csv-parse/sync'
import { problem } from '../kernel/index.js'
import { readText } from './yaml.js'

/** A row of a configuration CSV: its line and its cells by column. */
export interface CsvRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** Reads a small UTF-8 CSV of codes or parameters; `#` starts a comment line. Throws `config.csv*`. */
export function readCsv(path: string, columns: readonly string[]): readonly CsvRow[] {
  return parseCsv(readText(path, path), columns, path)
}

/** The same of a text; `shown` is what messages call it. */
export function parseCsv(text: string, columns: readonly string[], shown: string): readonly CsvRow[] {
  const records = rowsOf(text, shown)
  const header = records[0]?.record ?? []
  const missing = columns.find(c => !header.includes(c))
  if (missing !== undefined) throw problem('config.csv_column', { file: shown, missing, found: header.join(', ') })
  return records
    .slice(1)
    .map(({ record, info }) => ({ line: info.lines, cells: Object.fromEntries(header.map((h, i) => [h, (record[i] ?? '').trim()])) }))
}

interface Parsed {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/** Named: to find out which of them a text has takes as long as reading it. */
const LINE_ENDS = ['\r\n', '\n', '\r']

function rowsOf(text: string, file: string): readonly Parsed[] {
  try {
    return parse(text, {
      info: true,
      skip_empty_lines: true,
      comment: '#',
      comment_no_infix: true,
      trim: true,
      record_delimiter: LINE_ENDS,
    }) as unknown as Parsed[]
  } catch (error) {
    const at = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    if ((error as { code?: unknown }).code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
      const { record, columns } =
        /expect (?<columns>\d+), got (?<record>\d+)/.exec(error instanceof Error ? error.message : '')?.groups ?? {}
      throw problem('config.csv_cells', { file, line: at, found: Number(record), expected: Number(columns) })
    }
    throw problem('config.csv', { file, line: at, found: error instanceof Error ? error.message : String(error) })
  }
}
