import { OWNERS, type Agency, type Day, type Owner } from '../kernel/index.js'
import type { Feed, RecordLookup, Side } from '../match/index.js'
import type { Kind } from '../records/index.js'
import { attachFile, type Batch, type Db, type Segment } from '../store/index.js'

/** A file in force that gives rows of a kind. */
export interface Source {
  readonly batch: Batch
  readonly segment: Segment
  readonly kind: Kind
  readonly fields: readonly string[]
  readonly rows: number
  /** Refunds alone, by its layout. */
  readonly refunds?: true
}

/** Who feeds a side in this run (null: several agencies). */
export interface Delivery {
  readonly agency: Agency | null
  readonly sources: readonly Source[]
}

/** The files in force, and the one attached place through which rules see them one at a time. */
export class Feeds {
  private readonly db: Db
  private readonly batches: readonly Batch[]

  constructor(db: Db, batches: readonly Batch[]) {
    this.db = db
    this.batches = batches
  }

  /** Makes temp."employers", through which rules see the numbers of units: what credit codes they stand for. */
  resolveEmployers(): void {
    this.db.exec(
      'create temp table "employers" ("agency" text, "employer_no" text, "credit_code" text, primary key ("agency", "employer_no")) without rowid',
    )
    this.fillEmployers()
  }

  /** Files of a kind that an agency delivered, for an owner's insurances (null: all). */
  sources(kind: Kind, agency: Agency | null, owner: Owner | null): readonly Source[] {
    return this.batches
      .filter(b => (agency === null || b.agency === agency) && (owner === null || b.sender === null || b.sender === owner))
      .flatMap(batch =>
        batch.segments.flatMap(segment => segment.tables.filter(t => t.kind === kind).map(table => ({ batch, segment, ...table }))),
      )
  }

  /** The first of the side's senders that delivered it; null: nobody did. */
  delivery(side: Side, owner: Owner | null): Delivery | null {
    const deliveries: Delivery[] = []
    for (const from of side.from) {
      const agency = from === 'owner' ? owner : from === 'any' ? null : from
      if (from === 'owner' && owner === null) continue
      const kinds = [side, ...(side.otherwise === null ? [] : [side.otherwise])]
      const sources = kinds.flatMap(feed => this.ofLevel(feed, this.sources(feed.record, agency, owner)))
      if (sources.length > 0) deliveries.push({ agency, sources })
    }
    return deliveries.find(d => this.tells(d.sources)) ?? null
  }

  /**
   * Whether files are a delivery: refunds alone are none of payments, or nobody would have paid anything; nor is a day without refunds. An
   * empty file says what its fellows of one layout say.
   */
  private tells(sources: readonly Source[]): boolean {
    const isFellow = (a: Source, b: Source): boolean => b.rows > 0 && b.kind === a.kind && b.batch.layout === a.batch.layout
    return sources.some(s => (s.rows === 0 ? s.refunds !== true && !sources.some(other => isFellow(s, other)) : this.speaks(s, null)))
  }

  /**
   * Up to which day a side is known: what it says of payments is not told by a file of refunds alone, nor what it says of persons by one of
   * units, or the reverse (`level`; null: of either), nor of an insurance (null: of any) by files that hold none of it. Files go by their
   * layout, since an empty one says the same as its fellows. Where none speaks of that, all do.
   */
  known(sources: readonly Source[], level: Side['level'], insurance: string | null): Day {
    const speaking = sources.filter(s => this.speaks(s, level))
    const holding = insurance === null ? [] : speaking.filter(s => this.insurances(s).includes(insurance))
    const layouts = new Set((holding.length === 0 ? speaking : holding).map(s => s.batch.layout))
    if (layouts.size > 0) return newest(sources.filter(s => layouts.has(s.batch.layout)))
    const others = sources.filter(s => s.refunds !== true)
    return newest(others.length === 0 ? sources : others)
  }

  /** Insurances of which a side may be known up to days of their own: none where the layouts that it came in all came up to one day. */
  apart(sources: readonly Source[]): readonly string[] {
    const layouts = [...new Set(sources.map(s => s.batch.layout))]
    const days = new Set(layouts.map(layout => newest(sources.filter(s => s.batch.layout === layout))))
    return days.size < 2 ? [] : [...new Set(sources.flatMap(s => this.insurances(s)))].toSorted()
  }

  /** Insurances of which a file holds rows of any kind: one of payments alone is heard of their levies, too. */
  private insurances({ segment }: Source): readonly string[] {
    const tables = segment.tables.filter(t => t.fields.includes('insurance'))
    return [
      ...new Set(
        tables.flatMap(t =>
          this.ask<{ insurance: string }>(
            { segment },
            `select distinct "insurance" from seg."${t.kind}" where "insurance" is not null`,
            {},
          ).map(r => r.insurance),
        ),
      ),
    ]
  }

  /** All files of all the senders that a lookup or a rule over single rows names; `owner` null: of either owner. */
  all({ record, from, level }: Pick<RecordLookup, 'record' | 'from' | 'level'>, owner: Owner | null): readonly Source[] {
    const found = agenciesIn(from, owner).flatMap(agency => this.sources(record, agency, owner))
    return this.ofLevel(
      { level },
      found.filter((s, i) => found.findIndex(x => x.batch.id === s.batch.id && x.segment.n === s.segment.n) === i),
    )
  }

  /** Extracts of another level do not count as delivered; those of the level bring their neighbours along. */
  private ofLevel(feed: Pick<Feed, 'level'>, sources: readonly Source[]): readonly Source[] {
    if (feed.level === null) return sources
    const counts = sources.some(
      s => s.rows === 0 || this.ask(s, `select 1 from seg."${s.kind}" where "level" = :level limit 1`, { level: feed.level }).length > 0,
    )
    return counts ? sources : []
  }

  /** Whether a file of payments holds any that is no refund, of a level (null: of either). */
  private speaks({ kind, fields, rows, ...source }: Source, level: Side['level']): boolean {
    if (kind !== 'payment') return true
    const asked = [...(fields.includes('refund') ? ['"refund" is not 1'] : []), ...(level === null ? [] : ['"level" = :level'])]
    return (
      rows > 0 &&
      (asked.length === 0 ||
        this.ask(source, `select 1 from seg."payment" where ${asked.join(' and ')} limit 1`, level === null ? {} : { level }).length > 0)
    )
  }

  /** Runs `work` while the file stands as `seg`. */
  with<T>(source: Pick<Source, 'segment'>, work: () => T): T {
    attachFile(this.db, source.segment, 'seg')
    try {
      return work()
    } finally {
      this.db.exec('detach seg')
    }
  }

  private readonly asked = new Map<string, readonly unknown[]>()

  /** The answer of a file (as `seg`) to a question, asked once in a run: rules that look at the same rows count the same. */
  ask<T>(source: Pick<Source, 'segment'>, sql: string, values: Readonly<Record<string, string | number | null>>): readonly T[] {
    const key = JSON.stringify([source.segment.path, sql, values])
    const before = this.asked.get(key)
    if (before !== undefined) return before as readonly T[]
    const answer = this.with(source, () => this.db.prepare(sql).all(values))
    this.asked.set(key, answer)
    return answer as readonly T[]
  }

  private codes: ReadonlyMap<string, string> | undefined

  /** Credit codes of agencies' unit numbers, by `agency:number`: as rules see them. */
  employers(): ReadonlyMap<string, string> {
    this.codes ??= new Map(
      (this.db.prepare('select "agency", "employer_no", "credit_code" from temp."employers"').raw().all() as string[][]).map(
        ([a, n, code]) => [`${a}:${n}`, code!],
      ),
    )
    return this.codes
  }

  /** Credit code of an agency's unit number; `agency:number` where it is not known. */
  employerOf(agency: string, number: string): string {
    const at = `${agency}:${number}`
    return this.employers().get(at) ?? at
  }

  /** Unit numbers that one credit code alone belongs to. */
  private fillEmployers(): void {
    this.db.exec('create temp table "employer_seen" ("agency" text, "employer_no" text, "credit_code" text)')
    for (const source of this.sources('employer', null, null)) {
      if (!['employer_no', 'credit_code'].every(f => source.fields.includes(f))) continue
      this.with(source, () =>
        this.db.exec(
          'insert into "employer_seen" select distinct "agency", "employer_no", "credit_code" from seg."employer" where "employer_no" is not null and "credit_code" is not null',
        ),
      )
    }
    this.db.exec(
      'insert into "employers" select "agency", "employer_no", max("credit_code") from "employer_seen" group by 1, 2 having min("credit_code") = max("credit_code"); drop table "employer_seen"',
    )
  }
}

/** What the SQL over a file's rows asks of the file: batch, number, and whether ids of 18 digits that end in 000 are no keys there. */
export function fileValues({ batch, segment }: Pick<Source, 'batch' | 'segment'>): Readonly<Record<'b' | 's' | 'rounded', number>> {
  return { b: batch.id, s: segment.n, rounded: segment.roundedIds ? 1 : 0 }
}

function newest(sources: readonly Source[]): Day {
  return sources.map(s => s.batch.dataDate).reduce((a, b) => (a > b ? a : b), '0000-00-00')
}

/** The agencies that a feed names, for an owner's insurances (null: either owner's); null among them: any. */
export function agenciesIn(from: readonly string[], owner: Owner | null): readonly (Agency | null)[] {
  return from.flatMap((f): readonly (Agency | null)[] =>
    f === 'owner' ? (owner === null ? OWNERS : [owner]) : f === 'any' ? [null] : [f as Agency],
  )
}

/** What files hold, as `agency:kind`. */
export function deliveredBy(sources: readonly Source[]): readonly string[] {
  return [...new Set(sources.map(s => kindIn(s.batch.agency, s.kind, s.batch.sender)))].toSorted()
}

/** What was delivered, as a run names it: `agency:kind`, of a layout by sender `agency:kind:sender`. */
export function kindIn(agency: string, kind: string, sender: Owner | null): string {
  return sender === null ? `${agency}:${kind}` : `${agency}:${kind}:${sender}`
}
