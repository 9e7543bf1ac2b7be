import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BRIEF_FIELDS, RunReader, Standing } from '../ledger/index.js'
import type { Agency, Day, Fen, Owner } from '../kernel/index.js'
import type { Lang } from '../messages/index.js'
import type { Kind } from '../records/index.js'
import {
  agencyWord,
  bureauBook,
  cleansingBook,
  told,
  writeBook,
  type BalanceLine,
  type Book,
  type CsvEncoding,
  type OutcomeWords,
  type ReportFormat,
  type RuleShape,
  type Voice,
} from '../report/index.js'
import { openStore, type RunRecord, type Store } from '../store/index.js'
import { cleansingNotes } from './export-notes.js'
import { labelsOf } from './labels.js'

/** What the rules of the workspace call their outcomes and sides: plain data. */
export interface RuleWords {
  /** By `code/variant`, and by `code`. */
  readonly outcomes: Readonly<Record<string, OutcomeWords>>
  readonly rules: Readonly<
    Record<
      string,
      {
        readonly title: OutcomeWords['title']
        readonly shape: RuleShape
        /** Fields that the rule compares or asks about. */
        readonly fields: readonly string[]
      }
    >
  >
}

/** What all files of a package are made of: plain data. */
export interface PackageWork {
  readonly data: string
  readonly codes: string
  /** The package's folder in the making; the files go into the agency's folder there. */
  readonly dir: string
  readonly run: RunRecord
  readonly city: string
  readonly lang: Lang
  readonly packageId: string
  readonly mask: boolean
  readonly encoding: CsvEncoding
  readonly formats: readonly ReportFormat[]
  readonly words: RuleWords
  /** Rows that a sheet may hold; absent: what Excel allows. */
  readonly sheetLimit?: number
}

/** One agency's files of one kind: plain data. */
export interface ExportJob {
  readonly what: 'discrepancies' | 'cleansing'
  readonly agency: Agency
}

/** A file of a package. `amount_fen`: sum of what is at stake, of the tables that have amounts. */
export interface PackageFile {
  readonly file: string
  readonly agency: Agency
  readonly what: ExportJob['what']
  readonly format: ReportFormat
  readonly rows: number
  readonly amount_fen?: Fen
  /** Of a file that holds all tables: discrepancies by what they are to the agency; or what cleansing noted. */
  readonly counts?: Readonly<Record<string, number>>
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly amount_fen?: Fen }[]
}

/** Writes the files of several jobs one after the other, by job; `begun` is told of each. */
export async function writeAll(
  work: PackageWork,
  jobs: readonly ExportJob[],
  begun: (job: ExportJob) => void = () => undefined,
): Promise<readonly (readonly PackageFile[])[]> {
  const writer = new PackageWriter(work)
  try {
    const out: (readonly PackageFile[])[] = []
    for (const job of jobs) {
      begun(job)
      out.push(await writer.write(job))
    }
    return out
  } finally {
    writer.close()
  }
}

/** Writes the files of a package. What the agencies' files have in common is read once, when the first of them needs it. */
export class PackageWriter {
  private readonly work: PackageWork
  private readonly voice: Voice
  private readonly store: Store
  private readonly reader: RunReader
  private stood: Standing | undefined

  constructor(work: PackageWork) {
    this.work = work
    this.voice = { lang: work.lang, label: labelsOf(work, work.lang), mask: work.mask }
    this.store = openStore(work.data)
    this.reader = new RunReader(work.run)
  }

  /** Writes one agency's files of one kind; returns them in the order written. */
  async write({ what, agency }: ExportJob): Promise<readonly PackageFile[]> {
    const { work, voice, store, reader } = this
    const about = { agency, city: work.city, asOf: work.run.asOf, packageId: work.packageId, voice }
    if (what === 'discrepancies') return written({ ...work, what, agency }, await this.bureau(about), voice)
    return written(
      { ...work, what, agency },
      cleansingBook({ ...about, ...cleansingNotes(store, new Set(reader.batches().map(b => b.batch)), agency) }),
      voice,
    )
  }

  private get standing(): Standing {
    return (this.stood ??= this.store.readCatalog(catalog => new Standing(catalog, this.store.runs(), this.work.run)))
  }

  private bureau(about: About): Promise<Book> {
    const {
      work: { words, run },
      store,
      reader,
      standing,
    } = this
    const { agency } = about
    const classes = { standing: ['discrepancy', 'ambiguous'], in_transit: ['in_transit'], note: ['note'] } as const
    const none = { zh: '', en: '' }
    const { briefs, moves } = store.readCatalog(catalog => standing.figures(catalog, agency))
    return bureauBook({
      ...about,
      recipient: agency,
      run: run.id,
      briefs,
      briefFields: BRIEF_FIELDS,
      of: (outcome, part, group) => standing.of(outcome, { agency, part, classes: classes[group] }),
      several: (outcome, part) => standing.several(outcome, { agency, part, classes: classes.standing }),
      rule: name => words.rules[name]?.shape ?? null,
      fields: name => words.rules[name]?.fields ?? null,
      words: (outcome, variant) => words.outcomes[`${outcome}/${variant ?? ''}`] ?? words.outcomes[outcome] ?? { title: none, do: none },
      moves,
      balance: balanceLines(reader, words),
      missing: reader
        .rules()
        .filter(r => r.state === 'not_run')
        .map(r => ({ title: words.rules[r.rule]?.title ?? { zh: r.rule, en: r.rule }, owner: r.owner, missing: r.missing })),
    })
  }

  close(): void {
    this.stood?.close()
    this.reader.close()
    this.store.close()
  }
}

interface About {
  readonly agency: Agency
  readonly city: string
  readonly asOf: Day
  readonly packageId: string
  readonly voice: Voice
}

/** The run's balance with what its sides are: a group rule's are named agency:kind, a compare rule's by the rule. */
function balanceLines(reader: RunReader, words: RuleWords): readonly BalanceLine[] {
  const states = new Map(reader.rules().map(r => [`${r.rule}|${r.owner ?? ''}`, r.incomplete]))
  return reader.balance().map(b => {
    const rule = words.rules[b.rule]
    const [agency = '', kind] = b.side.split(':')
    const side = rule?.shape.kind === 'compare' ? rule.shape.sides.find(s => s.name === b.side) : undefined
    const from = side?.from[0] === 'owner' ? (b.owner ?? 'owner') : side?.from[0]
    return {
      rule: b.rule,
      title: rule?.title ?? { zh: b.rule, en: b.rule },
      owner: b.owner as Owner | null,
      agency: from ?? agency,
      kind: side?.record ?? (kind as Kind | undefined) ?? null,
      class: b.class,
      rows: b.rows,
      owes: states.get(`${b.rule}|${b.owner ?? ''}`) ?? [],
    }
  })
}

async function written(job: PackageWork & ExportJob, book: Book, voice: Voice): Promise<readonly PackageFile[]> {
  const { agency, what, encoding, formats, sheetLimit } = job
  mkdirSync(join(job.dir, agency), { recursive: true, mode: 0o700 })
  const name = told(voice, what === 'cleansing' ? 'file.cleansing' : 'file.bureau', { agency: agencyWord(voice, agency) })
  const manner = { voice, encoding, ...(sheetLimit === undefined ? {} : { sheetLimit }) }
  const files = await writeBook(book, { dir: job.dir, stem: `${agency}/${name}`, formats }, manner)
  return files.map(({ file, format, holds, tables }) => {
    const amounts = tables.filter(t => t.sum >= 0).map(t => t.fen)
    return {
      file,
      agency,
      what,
      format,
      rows: tables.reduce((n, t) => n + t.count, 0),
      ...(holds === 'book' ? { counts: book.counts } : {}),
      ...(amounts.length === 0 ? {} : { amount_fen: amounts.reduce((a, b) => a + b, 0) }),
      tables: tables.map(t => ({ table: t.name, rows: t.count, ...(t.sum < 0 ? {} : { amount_fen: t.fen }) })),
    }
  })
}
