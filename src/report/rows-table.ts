import { KIND_LABELS } from '../records/index.js'
import type { Cell, Column, Line, Table } from './model.js'
import type { OutcomeWords } from './keys.js'
import { isTelling, placeOf } from './sides.js'
import type { Discrepancy, EvidenceRow } from './types.js'
import { fieldWord, inLang, isMoney, shownText, told, word, type Voice } from './words.js'

/** Fields of the rows behind, of all kinds, with their widths. */
const FIELDS: readonly (readonly [string, number])[] = [
  ['id_number', 21], ['name', 9], ['person_no', 14], ['employer', 21], ['insurance', 16], ['status', 10], ['begin_date', 12], ['end_date', 12], ['period_start', 10], ['period_end', 10], ['area', 9], ['voucher', 22],
  ['voucher_line', 9], ['levy_no', 20], ['principal_employer', 13], ['principal_person', 13], ['late_fee', 12], ['amount_employer', 13], ['amount_person', 13], ['amount', 14], ['paid_date', 12], ['treasury_date', 12], ['txn_no', 20],
]

interface RowsInput {
  readonly count: number
  readonly title: string
  readonly words: (outcome: string, variant: string | null) => OutcomeWords
  readonly read: () => Iterable<Discrepancy>
}

/** The rows behind discrepancies in which a side holds several that differ, one by one. */
export function rowsTable(voice: Voice, { count, title, words, read }: RowsInput): Table {
  const column = (text: string, width: number, more: Partial<Column> = {}): Column => ({ title: text, type: 'text', tint: 'plain', width, wrap: false, ...more })
  const money = FIELDS.map(([name]) => isMoney(name))
  const columns: readonly Column[] = [
    column(told(voice, 'column.no'), 8, { type: 'count', tint: 'key' }), column(told(voice, 'column.title'), 18, { tint: 'key', wrap: true }), column(told(voice, 'column.agency'), 8, { tint: 'key' }),
    column(told(voice, 'head.what'), 14, { tint: 'key' }), ...FIELDS.map(([name, width], i) => column(fieldWord(voice, name), width, money[i] === true ? { type: 'money' } : { wrap: name === 'insurance' })),
    column(told(voice, 'word.place'), 36, { wrap: true }),
  ]
  const cell = (row: EvidenceRow, i: number): Cell => {
    const [name] = FIELDS[i]!
    const value = row.vals[name] ?? null
    return value === null ? null : money[i] === true && typeof value === 'number' ? value : shownText(voice, name, value)
  }
  return {
    name: told(voice, 'sheet.rows'), file: told(voice, 'file.rows'), title, notes: [told(voice, 'book.rows')], columns, frozen: 3, count, sum: -1, fen: 0,
    *lines(): Iterable<Line> {
      for (const d of read()) {
        if (!isTelling(d)) continue
        const head = inLang(voice, words(d.finding.outcome, d.finding.variant).title)
        for (const row of d.rows) {
          const kind = row.kind === '' ? '' : inLang(voice, KIND_LABELS[row.kind])
          yield { cells: [d.no, `${d.finding.outcome} ${head}`, word(voice, row.agency), kind, ...FIELDS.map((_, i) => cell(row, i)), placeOf(row, voice)], quiet: false }
        }
      }
    },
  }
}
