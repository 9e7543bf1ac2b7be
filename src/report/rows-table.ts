import { column, type Cell, type TableColumn, type Line, type Table } from './model.js'
import type { OutcomeWords } from './keys.js'
import { placeOf } from './side-cells.js'
import type { Discrepancy, EvidenceRow } from './types.js'
import { agencyWord, fieldWord, inLang, isMoney, kindWord, shownText, told, type Voice } from './words.js'

/** Fields of the rows behind, of all kinds, with their widths. */
const FIELDS: readonly (readonly [string, number])[] = [
  ['id_number', 19],
  ['name', 9],
  ['person_no', 14],
  ['employer', 20],
  ['insurance', 16],
  ['status', 9],
  ['begin_date', 11],
  ['end_date', 11],
  ['period_start', 8],
  ['period_end', 8],
  ['area', 8],
  ['voucher', 21],
  ['levy_no', 19],
  ['levy_type', 10],
  ['pay_type', 10],
  ['principal_employer', 12],
  ['principal_person', 12],
  ['late_fee', 11],
  ['amount_employer', 12],
  ['amount_person', 12],
  ['amount', 12],
  ['paid_date', 11],
  ['treasury_date', 11],
  ['txn_no', 19],
]

/** Folded away. */
const DETAIL = new Set([
  'person_no',
  'employer',
  'principal_employer',
  'principal_person',
  'late_fee',
  'amount_employer',
  'amount_person',
  'levy_type',
  'pay_type',
  'period_end',
])

interface RowsInput {
  /** Fields that some of the rows have. */
  readonly fields: ReadonlySet<string>
  readonly title: string
  readonly words: (outcome: string, variant: string | null) => OutcomeWords
  /** How many rows there are of all discrepancies. */
  readonly count: number
  readonly all: () => Iterable<Discrepancy>
}

/** The rows behind discrepancies in which a side holds several that differ, one by one. */
export function rowsTable(voice: Voice, { fields, title, words, count, all }: RowsInput): Table {
  const shown = FIELDS.filter(([name]) => fields.has(name))
  const money = shown.map(([name]) => isMoney(name))
  const columns: readonly TableColumn[] = [
    column(told(voice, 'column.no'), 8, { type: 'count', tint: 'key' }),
    column(told(voice, 'column.title'), 18, { tint: 'key', wrap: true }),
    column(told(voice, 'column.agency'), 8, { tint: 'key' }),
    column(told(voice, 'head.what'), 14, { tint: 'key' }),
    ...shown.map(([name, width], i) =>
      column(fieldWord(voice, name), width, {
        ...(money[i] === true ? { type: 'money' as const } : { wrap: name === 'insurance' }),
        ...(DETAIL.has(name) ? { detail: true as const } : {}),
      }),
    ),
    column(told(voice, 'column.where'), 40, { wrap: true }),
  ]
  const cell = (row: EvidenceRow, i: number): Cell => {
    const [name] = shown[i]!
    const value = row.value(name)
    return value === null ? null : money[i] === true && typeof value === 'number' ? value : shownText(voice, name, value)
  }
  return {
    name: told(voice, 'sheet.rows'),
    file: told(voice, 'file.rows'),
    title,
    notes: [told(voice, 'book.rows')],
    columns,
    frozen: 4,
    sum: -1,
    fen: 0,
    count,
    *lines(): Iterable<Line> {
      for (const d of all()) {
        const head = inLang(voice, words(d.finding.outcome, d.finding.variant).title)
        for (const row of d.rows) {
          const kind = kindWord(voice, row.kind)
          yield {
            cells: [
              d.no,
              `${d.finding.outcome} ${head}`,
              agencyWord(voice, row.agency),
              kind,
              ...shown.map((_, i) => cell(row, i)),
              placeOf(row, voice),
            ],
            quiet: false,
          }
        }
      }
    },
  }
}
