import type { Agency, Day } from '../kernel/index.js'
import type { Draft } from './draft.js'
import type { Book, Cell, Line, Table } from './model.js'
import { figuresOf, type OutcomeFigures } from './figures.js'
import { answerColumns, keyColumns, KeyShape, type KeyColumn, type OutcomeWords } from './keys.js'
import { rowsTable } from './rows-table.js'
import { isTelling } from './side-values.js'
import { Sides } from './sides.js'
import { bureauSummary, type BalanceLine, type MissingRule, type Moves } from './summary.js'
import { Turns } from './turn.js'
import type { Brief, Discrepancy, Group, Part, RuleShape } from './types.js'
import { agencyWord, outcomeWord, told, type Voice } from './words.js'

/** What a bureau's workbook is made of. Only what concerns the recipient is given. */
export interface BureauInput {
  readonly recipient: Agency
  readonly city: string
  readonly asOf: Day
  readonly run: number
  readonly packageId: string
  readonly voice: Voice
  /** Figures of all discrepancies, and the fields that the bits of `filled` stand for. */
  readonly briefs: readonly Brief[]
  readonly briefFields: readonly string[]
  /** What stood of an outcome, by identity, as the recipient is concerned with it. May be read as often as one likes. */
  readonly of: (outcome: string, part: Part, group: Group) => Iterable<Discrepancy>
  /** Those of them of which a side has several rows, as often as one likes. */
  readonly several: (outcome: string, part: Part) => Iterable<Discrepancy>
  readonly words: (outcome: string, variant: string | null) => OutcomeWords
  /** A rule as sentences ask for it; null where the workspace has it no more. */
  readonly rule: (name: string) => RuleShape | null
  /** Fields that a rule compares or looks at; the others are folded away. */
  readonly fields: (rule: string) => readonly string[] | null
  /** How the discrepancies on which the recipient acts moved, by outcome; null after a run that left the ledger alone. */
  readonly moves: ReadonlyMap<string, Moves> | null
  readonly balance: readonly BalanceLine[]
  readonly missing: readonly MissingRule[]
}

/** Discrepancies of an outcome that are looked at before its columns are fixed; what only later ones say goes into a column of the rest. */
const LOOKED_AT = 2_000

const PARTS = ['acts', 'informed'] as const

interface Shape {
  readonly figures: OutcomeFigures
  readonly keys: KeyShape
  readonly sides: Sides
  /** Not all were looked at. */
  readonly cut: boolean
}

/** A bureau's workbook: its own discrepancies and no others. What is large is read once, as its tables are written. */
export async function bureauBook(input: BureauInput): Promise<Book> {
  const { voice, recipient, asOf, city } = input
  const agency = agencyWord(voice, recipient)
  const figures = figuresOf(input.briefs, asOf, outcome => outcomeWord(voice, outcome, input.words(outcome, null).title))
  const shapes = figures.filter(f => f.acts + f.informed > 0).map(f => shapeOf(input, f))
  const tables = [
    ...shapes.map(s => outcomeTable(input, s)),
    ...(['in_transit', 'note'] as const).flatMap(group => apartTable(input, figures, group)),
    ...(await rowsOf(input, shapes)),
  ]
  const sum = (pick: (f: OutcomeFigures) => number): number => figures.reduce((n, f) => n + pick(f), 0)
  const title = told(voice, 'book.bureau', { city, agency })
  return {
    asOf,
    title,
    tables,
    counts: {
      acts: sum(f => f.acts),
      informed: sum(f => f.informed),
      in_transit: sum(f => f.apart.in_transit.rows),
      notes: sum(f => f.apart.note.rows),
    },
    summary: bureauSummary(input, { title, figures, names: new Map(tables.map(t => [t.file, t.name])) }),
    seal: {
      name: 'hedui',
      head: ['no', 'digest', 'sheet'],
      facts: [
        ['package', input.packageId],
        ['version', '1'],
        ['recipient', recipient],
        ['run', String(input.run)],
        ['as_of', asOf],
        ['masked', voice.mask ? '1' : '0'],
      ],
    },
  }
}

/** The fields that some discrepancies have, of the bits that say so. */
function filledIn(input: BureauInput, bits: number): ReadonlySet<string> {
  return new Set(input.briefFields.filter((_, i) => (bits & (2 ** i)) !== 0))
}

function shapeOf(input: BureauInput, figures: OutcomeFigures): Shape {
  const keys = new KeyShape()
  const sides = new Sides(input.voice, input.recipient, input.fields)
  for (const part of PARTS) {
    for (const d of figures[part] === 0 ? [] : first(input.of(figures.outcome, part, 'standing'))) {
      keys.add(d)
      sides.add(d)
    }
  }
  const cut = figures.acts > LOOKED_AT || figures.informed > LOOKED_AT
  keys.complete(cut ? filledIn(input, figures.filled.standing) : new Set(), figures.widest.standing)
  return { figures, keys, sides, cut }
}

function* first<T>(all: Iterable<T>): Iterable<T> {
  let n = 0
  for (const one of all) {
    yield one
    if (++n >= LOOKED_AT) break
  }
}

/** One sheet an outcome: what to act on first, then what is shown for information. */
function outcomeTable(input: BureauInput, { keys, sides, figures, cut }: Shape): Table {
  const { recipient, voice } = input
  const { outcome } = figures
  const key = keyColumns(keys, input, { apart: false })
  const side = sides.cells(cut)
  const answers = figures.acts > 0 ? answerColumns(voice, input.asOf) : []
  const columns = [...key.map(k => k.column), ...side.columns, ...answers]
  return {
    name: `${outcome} ${figures.title}`,
    file: outcome,
    title: told(voice, 'book.table', { code: outcome, title: figures.title, agency: agencyWord(voice, recipient), asOf: input.asOf }),
    notes: [told(voice, figures.acts > 0 ? 'book.fill' : 'book.read')],
    columns,
    frozen: Math.min(4, key.length),
    count: figures.acts + figures.informed,
    sum: key.findIndex(k => k.name === 'amount'),
    fen: figures.fen + figures.informedFen,
    *lines(): Iterable<Line> {
      for (const part of PARTS) {
        if (figures[part] === 0) continue
        for (const d of input.of(outcome, part, 'standing')) {
          const cells: Cell[] = []
          for (const k of key) cells.push(k.get(d, part))
          side.put(d, cells)
          for (let i = 0; i < answers.length; i++) cells.push(null)
          yield { cells, quiet: part === 'informed' }
        }
      }
    },
    *drafts(into): Iterable<Draft> {
      for (const part of PARTS) {
        if (figures[part] === 0) continue
        for (const d of input.of(outcome, part, 'standing')) {
          into.begin(part === 'informed')
          putKeys(key, d, part, into)
          side.draft(d, into)
          for (let i = 0; i < answers.length; i++) into.none()
          yield into
        }
      }
    },
  }
}

function putKeys(key: readonly KeyColumn[], d: Discrepancy, part: Part, into: Draft): void {
  for (let i = 0; i < key.length; i++) key[i]!.put(d, into, part)
}

/** What is in transit, or a note: all outcomes on one sheet. */
function apartTable(input: BureauInput, figures: readonly OutcomeFigures[], group: 'in_transit' | 'note'): readonly Table[] {
  const { recipient, voice } = input
  const mine = figures.filter(f => f.apart[group].rows > 0)
  if (mine.length === 0) return []
  const keys = new KeyShape()
  for (const f of mine) for (const part of PARTS) for (const d of first(input.of(f.outcome, part, group))) keys.add(d)
  keys.complete(
    filledIn(
      input,
      mine.reduce((bits, f) => bits | f.filled[group], 0),
    ),
    Math.max(...mine.map(f => f.widest[group])),
  )
  const key = keyColumns(keys, input, { apart: true })
  const [name, file, note] =
    group === 'note' ? (['sheet.notes', 'file.notes', 'book.note'] as const) : (['sheet.transit', 'file.transit', 'book.transit'] as const)
  return [
    {
      name: told(voice, name),
      file: told(voice, file),
      title: told(voice, 'book.table', { code: '', title: told(voice, name), agency: agencyWord(voice, recipient), asOf: input.asOf }),
      notes: [told(voice, note)],
      columns: key.map(k => k.column),
      frozen: Math.min(4, key.length),
      count: mine.reduce((n, f) => n + f.apart[group].rows, 0),
      sum: key.findIndex(k => k.name === 'amount'),
      fen: mine.reduce((n, f) => n + f.apart[group].fen, 0),
      *lines(): Iterable<Line> {
        for (const f of mine)
          for (const part of PARTS)
            for (const d of input.of(f.outcome, part, group)) yield { cells: key.map(k => k.get(d, part)), quiet: false }
      },
      *drafts(into): Iterable<Draft> {
        for (const f of mine) {
          for (const part of PARTS) {
            for (const d of input.of(f.outcome, part, group)) {
              into.begin(false)
              putKeys(key, d, part, into)
              yield into
            }
          }
        }
      },
    },
  ]
}

/** The rows, one by one, of discrepancies of which a side has several that differ; no table where there are none. */
async function rowsOf(input: BureauInput, shapes: readonly Shape[]): Promise<readonly Table[]> {
  const fields = new Set<string>()
  const turns = new Turns()
  let count = 0
  for (const d of tellingOnes(input, shapes)) {
    const turn = turns.line()
    if (turn !== undefined) await turn
    count += d.rows.length
    for (const row of d.rows) for (const name of row.fields()) fields.add(name)
  }
  const title = told(input.voice, 'book.table', {
    code: '',
    title: told(input.voice, 'sheet.rows'),
    agency: agencyWord(input.voice, input.recipient),
    asOf: input.asOf,
  })
  return count === 0 ? [] : [rowsTable(input.voice, { fields, words: input.words, count, all: () => tellingOnes(input, shapes), title })]
}

/**
 * They are looked for again when they are written: to keep where each lies would take memory, and to go there more time than to pass it.
 */
function* tellingOnes(input: BureauInput, shapes: readonly Shape[]): Iterable<Discrepancy> {
  for (const { figures } of shapes) {
    for (const part of PARTS) {
      if (figures[part] === 0) continue
      for (const d of input.several(figures.outcome, part)) if (isTelling(d.rows)) yield d
    }
  }
}
