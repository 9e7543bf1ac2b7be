import type { Agency, Day } from '../kernel/index.js'
import type { Book, Line, Table } from './model.js'
import { answerColumns, keyColumns, KeyShape, type OutcomeWords } from './keys.js'
import { rowsTable } from './rows-table.js'
import { sideCells, Sides, type SideColumn } from './sides.js'
import { bureauSummary, type BalanceLine, type MissingRule, type Moves, type OutcomeFigures } from './summary.js'
import type { Discrepancy, Part, RuleShape } from './types.js'
import { agencyWord, outcomeWord, told, type Voice } from './words.js'

function partOf({ finding: f }: Pick<Discrepancy, 'finding'>, recipient: Agency): Part {
  if (f.who_acts.includes(recipient)) return 'acts'
  return f.agency_has === recipient || f.agency_lacks === recipient || f.agencies.includes(recipient) ? 'informed' : null
}

/** What a bureau's workbook is made of. */
export interface BureauInput {
  readonly recipient: Agency
  readonly city: string
  readonly asOf: Day
  readonly run: number
  readonly packageId: string
  readonly voice: Voice
  /** Outcomes by code, of which something stood. */
  readonly outcomes: readonly string[]
  /** What stood of an outcome, by identity; may hold other bureaus' too. May be read as often as one likes. */
  readonly of: (outcome: string) => Iterable<Discrepancy>
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

/** Standing discrepancies, and those that are none: 在途 and notes. */
type Group = 'standing' | 'in_transit' | 'note'

interface Shape { readonly outcome: string; readonly keys: KeyShape; readonly sides: Sides; readonly figures: OutcomeFigures }

/** A bureau's workbook: its own discrepancies and no others. Reads everything once for the figures and the columns, then again as the tables are written. */
export function bureauBook(input: BureauInput): Book {
  const { voice, recipient, asOf, city } = input
  const agency = agencyWord(voice, recipient)
  const shapes = input.outcomes.map(outcome => shapeOf(input, outcome)).filter(s => s.figures.all > 0)
  const standing = shapes.filter(s => s.figures.acts + s.figures.informed > 0)
  const apart = (['in_transit', 'note'] as const).flatMap(group => apartTable(input, shapes, group))
  const telling = shapes.filter(s => s.sides.telling > 0)
  const tables = [...standing.map(s => outcomeTable(input, s)), ...apart, ...(telling.length === 0 ? [] : [rowsOf(input, telling)])]
  const title = told(voice, 'book.bureau', { city, agency })
  const sum = (pick: (f: OutcomeFigures) => number): number => shapes.reduce((n, s) => n + pick(s.figures), 0)
  return {
    asOf, title, tables, counts: { acts: sum(f => f.acts), informed: sum(f => f.informed), in_transit: sum(f => f.apart.in_transit.rows), notes: sum(f => f.apart.note.rows) }, summary: bureauSummary(input, { title, figures: shapes.map(s => s.figures), names: new Map(tables.map(t => [t.file, t.name])) }),
    seal: {
      name: 'hedui', head: ['no', 'digest', 'sheet'],
      facts: [['package', input.packageId], ['version', '1'], ['recipient', recipient], ['run', String(input.run)], ['as_of', asOf], ['masked', voice.mask ? '1' : '0']],
    },
  }
}

function groupOf({ finding }: Discrepancy): Group {
  return finding.class === 'in_transit' || finding.class === 'note' ? finding.class : 'standing'
}

function shapeOf(input: BureauInput, outcome: string): Shape {
  const { recipient, voice, asOf } = input
  const figures: OutcomeFigures = { outcome, title: outcomeWord(voice, outcome, input.words(outcome, null).title), all: 0, acts: 0, informed: 0, fen: 0, informedFen: 0, ages: [0, 0, 0, 0], apart: { in_transit: { rows: 0, fen: 0 }, note: { rows: 0, fen: 0 } } }
  const shape = { outcome, figures, keys: new KeyShape(), sides: new Sides(voice, recipient, input.fields) }
  for (const d of input.of(outcome)) {
    const part = partOf(d, recipient)
    if (part === null) continue
    figures.all++
    const group = groupOf(d)
    const fen = d.finding.amount_fen ?? 0
    if (group === 'standing') {
      shape.keys.add(d)
      shape.sides.add(d)
      figures[part]++
      if (part === 'acts') {
        figures.fen += fen
        figures.ages[ageOf(d.finding.due ?? d.opened ?? asOf, asOf)]!++
      } else figures.informedFen += fen
    } else {
      figures.apart[group].rows++
      figures.apart[group].fen += fen
    }
  }
  return shape
}

/** 0: up to a month, 1: up to three, 2: up to twelve, 3: longer. A month runs to the same day of the next. */
function ageOf(since: Day, asOf: Day): 0 | 1 | 2 | 3 {
  return since >= monthsBefore(asOf, 1) ? 0 : since >= monthsBefore(asOf, 3) ? 1 : since >= monthsBefore(asOf, 12) ? 2 : 3
}

function monthsBefore(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const n = year * 12 + month - 1 - months
  return `${Math.floor(n / 12)}-${String(n % 12 + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** One sheet an outcome: what to act on first, then what is shown for information. */
function outcomeTable(input: BureauInput, { outcome, keys, sides, figures }: Shape): Table {
  const { recipient, voice } = input
  const key = keyColumns(keys, input, { apart: false })
  const side: readonly SideColumn[] = sides.columns()
  const answers = figures.acts > 0 ? answerColumns(voice, input.asOf) : []
  const blanks = answers.map(() => null)
  const columns = [...key.map(k => k.column), ...side.map(s => s.column), ...answers]
  return {
    name: `${outcome} ${figures.title}`, file: outcome, title: told(voice, 'book.table', { code: outcome, title: figures.title, agency: agencyWord(voice, recipient), asOf: input.asOf }),
    notes: [told(voice, figures.acts > 0 ? 'book.fill' : 'book.read')], columns, frozen: Math.min(4, key.length), count: figures.acts + figures.informed, sum: key.findIndex(k => k.name === 'amount'),
    fen: figures.fen + figures.informedFen,
    *lines(): Iterable<Line> {
      for (const part of ['acts', 'informed'] as const) {
        if (figures[part] === 0) continue
        for (const d of input.of(outcome)) {
          if (groupOf(d) !== 'standing' || partOf(d, recipient) !== part) continue
          yield { cells: [...key.map(k => k.get(d, part)), ...sideCells(side, d, voice), ...blanks], quiet: part === 'informed' }
        }
      }
    },
  }
}

/** What is in transit, or a note: all outcomes on one sheet. */
function apartTable(input: BureauInput, shapes: readonly Shape[], group: 'in_transit' | 'note'): readonly Table[] {
  const { recipient, voice } = input
  const mine = shapes.filter(s => s.figures.apart[group].rows > 0)
  if (mine.length === 0) return []
  const keys = new KeyShape()
  for (const s of mine) for (const d of input.of(s.outcome)) if (groupOf(d) === group && partOf(d, recipient) !== null) keys.add(d)
  const key = keyColumns(keys, input, { apart: true })
  const [name, file, note] = group === 'note' ? ['sheet.notes', 'file.notes', 'book.note'] as const : ['sheet.transit', 'file.transit', 'book.transit'] as const
  return [{
    name: told(voice, name), file: told(voice, file), title: told(voice, 'book.table', { code: '', title: told(voice, name), agency: agencyWord(voice, recipient), asOf: input.asOf }), notes: [told(voice, note)],
    columns: key.map(k => k.column), frozen: Math.min(4, key.length), count: mine.reduce((n, s) => n + s.figures.apart[group].rows, 0), sum: key.findIndex(k => k.name === 'amount'),
    fen: mine.reduce((n, s) => n + s.figures.apart[group].fen, 0),
    *lines(): Iterable<Line> {
      for (const s of mine) {
        for (const d of input.of(s.outcome)) {
          const part = partOf(d, recipient)
          if (groupOf(d) === group && part !== null) yield { cells: key.map(k => k.get(d, part)), quiet: false }
        }
      }
    },
  }]
}

function rowsOf(input: BureauInput, shapes: readonly Shape[]): Table {
  const count = shapes.reduce((n, s) => n + s.sides.telling, 0)
  return rowsTable(input.voice, {
    count, fields: new Set(shapes.flatMap(s => [...s.sides.tellingFields])), title: told(input.voice, 'book.table', { code: '', title: told(input.voice, 'sheet.rows'), agency: agencyWord(input.voice, input.recipient), asOf: input.asOf }),
    words: input.words,
    *read(): Iterable<Discrepancy> {
      for (const s of shapes) for (const d of input.of(s.outcome)) if (groupOf(d) === 'standing' && partOf(d, input.recipient) !== null) yield d
    },
  })
}
