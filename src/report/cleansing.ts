import type { Agency, Day, Fen } from '../kernel/index.js'
import { thousands } from '../messages/index.js'
import {
  column as columnOf,
  type SummaryBlock,
  type Book,
  type Cell,
  type TableColumn,
  type ColumnType,
  type Line,
  type Table,
} from './model.js'
import { maskedNumber, maskedText } from './mask.js'
import { badRows, qualityBlock, qualityTable, type QualityLine } from './quality.js'
import { numbered } from './summary.js'
import { agencyWord, fieldWord, masked, reasonWord, told, type Voice } from './words.js'

/** An extract as it was loaded: what was read of it and what became of its rows. */
export interface LoadedFile {
  readonly file: string
  readonly batch: number
  readonly dataDate: Day
  readonly rowsRead: number
  readonly rowsLoaded: number
  readonly rowsChanged: number
  readonly rowsWithIssues: number
  readonly rowsSetAside: number
  readonly rowsBlank: number
  readonly rowsTotal: number
  readonly amountRead: Fen
  readonly amountSetAside: Fen
  readonly rowsWithoutAmount: number
}

/** The three things that cleansing notes. */
export type NoteKind = 'aside' | 'issues' | 'changes'

/**
 * What was noted of a row: `texts` are reason, detail and the row as received; field, value and reason; or field, before, after and reason.
 */
export interface Note {
  readonly file: string
  readonly sheet: string | null
  readonly line: number
  readonly texts: readonly string[]
}

/** How often a reason was noted of a field, with the first of them. */
export interface ReasonFigure {
  readonly kind: NoteKind
  readonly reason: string
  readonly field: string | null
  readonly rows: number
  readonly first: Note
}

/** All that an agency's cleansing report is made of. */
export interface CleansingInput {
  readonly agency: Agency
  readonly city: string
  readonly asOf: Day
  readonly packageId: string
  readonly voice: Voice
  readonly files: readonly LoadedFile[]
  readonly reasons: readonly ReasonFigure[]
  /** How many there are of a kind, and all of them in order of batch, file and line; may be read as often as one likes. */
  readonly count: (kind: NoteKind) => number
  readonly notes: (kind: NoteKind) => Iterable<Note>
  /** What quality rules said of the extracts; empty where nobody asked. */
  readonly quality: readonly QualityLine[]
}

/**
 * The cleansing report for the agency that sent the extracts: what was changed, what is doubtful, what could not be read; by extract, by
 * reason, and one by one.
 */
export function cleansingBook(input: CleansingInput): Book {
  const { voice, asOf, files } = input
  const title = told(voice, 'book.cleansing', { city: input.city, agency: agencyWord(voice, input.agency) })
  const sum = (pick: (f: LoadedFile) => number): number => files.reduce((n, f) => n + pick(f), 0)
  const tables = (['aside', 'issues', 'changes'] as const).filter(kind => input.count(kind) > 0).map(kind => noteTable(input, kind))
  const examples = qualityTable(voice, input.quality, title)
  return {
    asOf,
    title,
    tables: [...tables, ...examples],
    seal: null,
    counts: {
      set_aside: input.count('aside'),
      issues: input.count('issues'),
      changes: input.count('changes'),
      ...(input.quality.length === 0 ? {} : { quality: badRows(input.quality) }),
    },
    summary: {
      name: told(voice, 'sheet.summary'),
      title,
      notes: [],
      facts: [
        [told(voice, 'fact.agency'), agencyWord(voice, input.agency)],
        [told(voice, 'fact.as_of'), asOf],
        [told(voice, 'fact.package'), input.packageId + (voice.mask ? ` · ${told(voice, 'fact.masked')}` : '')],
        [
          told(voice, 'head.read').replace('\n', ''),
          told(voice, 'fact.extracts', {
            extracts: files.length,
            read: thousands(sum(f => f.rowsRead)),
            loaded: thousands(sum(f => f.rowsLoaded)),
          }),
        ],
      ],
      blocks: numbered(voice, [filesBlock(input, sum), reasonsBlock(input), ...qualityBlock(voice, input.quality)]),
    },
  }
}

function filesBlock({ voice, files }: CleansingInput, sum: (pick: (f: LoadedFile) => number) => number): SummaryBlock {
  const counts = ['rowsRead', 'rowsLoaded', 'rowsChanged', 'rowsWithIssues', 'rowsSetAside', 'rowsBlank', 'rowsTotal'] as const
  const amounts = ['amountRead', 'amountSetAside'] as const
  const heads = [
    'file',
    'batch',
    'data_date',
    'read',
    'loaded',
    'changed',
    'with_issues',
    'aside',
    'blank',
    'totals',
    'amount_read',
    'amount_aside',
    'without_amount',
  ] as const
  const rows = files.map((f): readonly Cell[] => [
    f.file,
    f.batch,
    f.dataDate,
    ...counts.map(c => f[c]),
    ...amounts.map(a => f[a]),
    f.rowsWithoutAmount,
  ])
  const total: readonly Cell[] = [
    told(voice, 'head.total'),
    null,
    null,
    ...counts.map(c => sum(f => f[c])),
    ...amounts.map(a => sum(f => f[a])),
    sum(f => f.rowsWithoutAmount),
  ]
  const types: readonly ColumnType[] = ['text', 'count', 'text', ...counts.map((): ColumnType => 'count'), 'money', 'money', 'count']
  return {
    title: told(voice, 'block.extracts'),
    notes: [],
    head: heads.map(h => told(voice, `head.${h}`)),
    types,
    rows: [...rows, total],
    total: true,
  }
}

function reasonsBlock({ voice, reasons }: CleansingInput): SummaryBlock {
  const names = { aside: 'sheet.aside', issues: 'sheet.issues', changes: 'sheet.changes' } as const
  const heads = ['what', 'reason', 'field', 'count', 'example'] as const
  const rows = reasons.map(({ kind, reason, field, rows: n, first }): readonly Cell[] => {
    const value = first.texts[1] ?? ''
    const text =
      kind === 'aside'
        ? shownRaw(voice, first.texts[2] ?? '')
        : kind === 'issues'
          ? shownDoubt(voice, { field: field ?? '', value, reason })
          : masked(voice, field ?? '', value)
    const cut = [...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text
    return [
      told(voice, names[kind]),
      reasonWord(voice, reason),
      field === null ? '' : fieldWord(voice, field),
      n,
      `${told(voice, 'column.place', { file: first.file, line: first.line })} ${cut}`,
    ]
  })
  return {
    title: told(voice, 'block.reasons'),
    notes: [],
    head: heads.map(h => told(voice, `head.${h}`)),
    types: ['text', 'text', 'text', 'count', 'text'],
    rows,
    links: reasons.map(() => null),
  }
}

/** A whole row as received; nobody knows what stands where in it. */
function shownRaw(voice: Voice, raw: string): string {
  return voice.mask ? maskedText(raw) : raw
}

/** A value that is doubted: what cannot be read as a day or an amount may be a name or an id, from a row whose cells have slipped. */
function shownDoubt(voice: Voice, { field, value, reason }: { field: string; value: string; reason: string }): string {
  const text = masked(voice, field, value)
  if (!voice.mask || text !== value) return text
  return reason.endsWith('_unreadable') ? maskedText(text) : maskedNumber(text)
}

/** Why a row is set aside: the names of columns stay, for no person is called so; what stood there does not. */
function shownDetail(voice: Voice, reason: string, detail: string): string {
  if (!voice.mask || NAMES_COLUMNS.has(reason)) return detail
  const value = detail.indexOf(': ') + 1
  return detail.slice(0, value) + maskedText(detail.slice(value))
}

/** Reasons whose detail is what the columns are called that hold nothing. */
const NAMES_COLUMNS: ReadonlySet<string> = new Set(['reason.no_amount', 'reason.no_period', 'reason.no_date'])

function noteTable(input: CleansingInput, kind: NoteKind): Table {
  const { voice, agency, asOf } = input
  const column = (
    code: 'agency' | 'sheet' | 'line' | 'field' | 'before' | 'after' | 'value' | 'reason' | 'detail' | 'raw_row',
    width: number,
    more: Partial<TableColumn> = {},
  ): TableColumn => columnOf(told(voice, `column.${code}`), width, { tint: 'key', ...more })
  const place: readonly TableColumn[] = [
    { ...column('sheet', 34), title: told(voice, 'head.file') },
    column('sheet', 12),
    column('line', 9, { type: 'count' }),
  ]
  const plain = { tint: 'plain' } as const
  const reason = column('reason', 34, { ...plain, wrap: true })
  const own: Readonly<Record<NoteKind, readonly TableColumn[]>> = {
    aside: [reason, column('detail', 16, { ...plain, wrap: true }), column('raw_row', 80, { tint: 'side0', wrap: true })],
    issues: [column('field', 16, plain), column('value', 26, { tint: 'side0', wrap: true }), reason],
    changes: [
      column('field', 16, plain),
      column('before', 26, { tint: 'side0', wrap: true }),
      column('after', 26, { tint: 'side1', wrap: true }),
      reason,
    ],
  }
  const cells = cellsOf(voice, kind)
  const name = told(voice, `sheet.${kind}`)
  return {
    name,
    file: told(voice, `file.${kind}`),
    title: told(voice, 'book.table', { code: '', title: name, agency: agencyWord(voice, agency), asOf }),
    notes: [told(voice, `book.${kind}`), ...(kind === 'aside' ? [told(voice, 'book.cut')] : [])],
    columns: [...place, ...own[kind]],
    frozen: 3,
    count: input.count(kind),
    sum: -1,
    fen: 0,
    *lines(): Iterable<Line> {
      for (const { file, sheet, line, texts } of input.notes(kind)) yield { cells: [file, sheet, line, ...cells(texts)], quiet: false }
    },
  }
}

/** The words of fields and reasons are few and the rows many: they are looked up once each. */
function cellsOf(voice: Voice, kind: NoteKind): (texts: readonly string[]) => readonly Cell[] {
  const known = new Map<string, string>()
  const once = (key: string, say: () => string): string => {
    let text = known.get(key)
    if (text === undefined) known.set(key, (text = say()))
    return text
  }
  const field = (name: string): string => once(`field ${name}`, () => fieldWord(voice, name))
  const reason = (code: string): string => once(`reason ${code}`, () => reasonWord(voice, code))
  switch (kind) {
    case 'aside':
      return ([code = '', detail = '', raw = '']) => [reason(code), shownDetail(voice, code, detail), shownRaw(voice, raw)]
    case 'issues':
      return ([name = '', value = '', code = '']) => [field(name), shownDoubt(voice, { field: name, value, reason: code }), reason(code)]
    case 'changes':
      return ([name = '', before = '', after = '', code = '']) => [
        field(name),
        masked(voice, name, before),
        masked(voice, name, after),
        reason(code),
      ]
  }
}
