import type { Agency, Owner } from '../kernel/index.js'
import type { Codes, Layout } from '../layout/index.js'
import { votesFor } from './agency.js'
import { compose, type Composition } from './compose.js'
import { bothIn } from './both.js'
import { columnsFor, isRefunds } from './concept-columns.js'
import type { LayoutDraft } from './draft.js'
import type { FoundHeader } from './header.js'
import type { Judge } from './judge.js'
import { conceptOf, sharedHeaders, type Placement, type Seen } from './place.js'
import type { Profile } from './profile.js'
import { rank, type Ranked } from './rank.js'
import { settlePeriods } from './spans.js'
import { settleSums } from './sums.js'
import type { ColumnEvidence, Nearest, PlacedColumn, UnplacedColumn } from './types.js'
import { wideColumns, type WideColumn } from './wide.js'
import { readHeader } from './words.js'

/** What a proposal is made of: the header, what the columns look like, and what hedui ships. */
export interface ProposalGround {
  readonly file: string
  readonly header: FoundHeader
  readonly profiles: readonly Profile[]
  readonly layouts: readonly Layout[]
  readonly codes: Codes
  /** Texts of total rows that the shipped words miss. */
  readonly totals: readonly string[]
  readonly name: string | null
  readonly found: Composition['found']
}

/** A layout proposed for an extract, and what each of its columns was or was not taken for. */
export interface Proposal {
  readonly nearest: Nearest
  readonly placed: readonly PlacedColumn[]
  readonly unplaced: readonly UnplacedColumn[]
  /** What the nearest layout must have and the extract has not: groups of column names, one of each group is needed. */
  readonly missing: readonly (readonly string[])[]
  readonly draft: LayoutDraft
}

/** Layouts within this score of the best are rivals: where they read a column as another kind of thing, it is not sure. */
const RIVAL = 1

/** Layouts of XML and of fixed width say how such a file is read: they fit no other. */
function readableAs(format: string, layouts: readonly Layout[]): readonly Layout[] {
  return layouts.filter(
    ({ spec: { format: own } }) => (own?.xml === undefined || format === 'xml') && (own?.fixed === undefined || format === 'fixed'),
  )
}

/** Proposes a layout for an extract. Never throws: what cannot be told is left out and named. */
export function propose(given: ProposalGround): Proposal {
  const ground = { ...given, layouts: readableAs(given.found.format, given.layouts) }
  const { header, profiles, codes } = ground
  const all: Seen = { columns: header.columns, cells: header.cells, profiles, shared: sharedHeaders(ground.layouts) }
  const twice = twiceIn(all)
  const wide = wideColumns(without(all, twice), codes)
  const seen = without(all, new Set([...wide.map(w => w.index), ...twice]))
  const votes = votesFor(all, { layouts: ground.layouts, codes, texts: header.above.flatMap(r => r.cells), file: ground.file })
  const judges = (agency: Agency, sender: Owner | null): Judge => ({ codes, agencies: sender === null ? [agency] : [sender, agency] })
  const ranked = rank(wide.length === 0 ? ground.layouts : wideLayouts(ground, seen, wide), seen, { judge: judges, votes })
  const best = ranked[0]!
  const rivals = ranked.slice(1).filter(r => r.score > best.score - RIVAL)
  const part = wide.length > 0 ? null : partOf(seen, best)
  const both = wide.length > 0 || part !== null ? null : bothIn(best, ranked, seen)
  const base = both?.payment ?? best
  // In a wide sheet an amount of the whole row belongs to no insurance.
  const own = (both?.placed ?? best.placed).filter(
    p => wide.length === 0 || !/^(?:amount|principal|part_|late_fee|interest)/.test(p.column),
  )
  const settled = settleSums(
    settlePeriods(
      own.map(p => capped(p, { best, rivals, seen })),
      seen,
      base.layout,
    ),
    all,
    wide,
  )
  const widened = wide.filter(w => !settled.repeats.has(w.index))
  const draft = compose({
    layout: base.layout,
    levy: both?.levy ?? null,
    title: best.layout.title,
    placed: settled.placed,
    wide: widened,
    part,
    seen,
    headers: header.cells.map((c, i) => (c.variants[0] === undefined ? header.columns[i]! : joined(header.columns[i]!))),
    totals: ground.totals,
    lastHeaderLine: header.last,
    found: ground.found,
    name: ground.name ?? `${best.layout.name}-local`,
  })
  return {
    nearest: nearestOf(best, ranked, draft),
    ...told({ all, best, draft, settled, wide: widened, part: part?.index ?? null, twice }),
    missing: missingOf(best, draft, wide),
    draft,
  }
}

/** A header as a layout has it: without markup, on one line (of two rows, both; the blank between them does not count). */
function joined(header: string): string {
  return header
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Columns whose header stands twice: no layout can tell them apart. */
function twiceIn({ cells }: Seen): ReadonlySet<number> {
  const headers = cells.map(c => c.variants[0] ?? '')
  return new Set(headers.flatMap((h, i) => (h !== '' && headers.some((other, j) => j !== i && other === h) ? [i] : [])))
}

/** The extract without some columns: blank ones stand in their place, so that indexes stay. */
function without(seen: Seen, left: ReadonlySet<number>): Seen {
  return {
    ...seen,
    columns: seen.columns.map((c, i) => (left.has(i) ? '' : c)),
    cells: seen.cells.map((c, i) => (left.has(i) ? { variants: [], unit: undefined } : c)),
  }
}

/** For a wide sheet, layouts of the kind that its columns speak of. */
function wideLayouts(ground: ProposalGround, seen: Seen, wide: readonly WideColumn[]): readonly Layout[] {
  const { layouts, file, header } = ground
  const has = (stage: WideColumn['stage']): boolean => wide.some(w => w.stage === stage)
  const texts = [file, ...header.above.flatMap(r => r.cells)].join(' ')
  const voucher = seen.cells.some(cell => conceptOf(cell) === 'voucher')
  const kind = has('wage')
    ? 'wage_declaration'
    : has('due')
      ? 'levy'
      : has('paid') || voucher || /实缴|已缴|入库|缴费明细|缴纳明细|到账/.test(texts)
        ? 'payment'
        : 'levy'
  const owners = new Set(wide.map(w => ground.codes.ownerOf(w.insurance)))
  return layouts.filter(
    l =>
      l.kinds.length === 1 &&
      l.kinds[0] === kind &&
      !isRefunds(l) &&
      l.spec.records.every(r => r.split === undefined) &&
      (l.sender === null || owners.size === 1),
  )
}

/** A column that tells 单位 from 个人 rows of one amount, where no columns do. */
function partOf(seen: Seen, best: Ranked): { index: number; employer: readonly string[]; person: readonly string[] } | null {
  if (
    best.layout.spec.records.some(r => r.split !== undefined) ||
    best.placed.some(p => /_(?:employer|person)$/.test(p.column) && /^(?:amount|principal|part)/.test(p.column))
  )
    return null
  for (const [index, p] of seen.profiles.entries()) {
    if (p.filled === 0 || p.manyTexts || p.distinct > 6 || best.placed.some(x => x.index === index && x.how === 'exact')) continue
    const texts = [...p.texts.keys()]
    const employer = texts.filter(t => /单位|企业/.test(t) && !/个人/.test(t))
    const person = texts.filter(t => /个人|职工|本人/.test(t) && !/单位/.test(t))
    if (employer.length > 0 && person.length > 0 && employer.length + person.length === texts.length && texts.every(t => t.length <= 8))
      return { index, employer, person }
  }
  return null
}

/** A placement that a rival layout reads otherwise is not sure. */
function capped(p: Placement, { rivals, best, seen }: { best: Ranked; rivals: readonly Ranked[]; seen: Seen }): Placement {
  if (p.column.startsWith('due_')) return p
  const other = rivals.find(r => {
    const theirs = r.placed.find(x => x.index === p.index)
    return theirs !== undefined && !isSame(theirs.column, p.column, [best, r])
  })
  return other === undefined || p.score < 0.8
    ? p
    : { ...p, score: 0.78, evidence: [...p.evidence, { what: 'rival', header: seen.columns[p.index]! } as ColumnEvidence] }
}

const ALIKE: readonly ReadonlySet<string>[] = [
  new Set(['employer', 'credit_code']),
  new Set(['levy_type', 'pay_type', 'clct_type']),
  new Set(['insurance', 'insurance_item']),
  new Set(['period', 'period_lone']),
  new Set(['employer_no', 'ss_no', 'mi_no', 'tax_no']),
  new Set(['amount_person', 'part_person', 'principal_person']),
  new Set(['amount_employer', 'part_employer', 'principal_employer']),
  new Set(['amount', 'part_total']),
  new Set(['employer_name', 'name']),
]

function isSame(a: string, b: string, [x, y]: readonly [Ranked, Ranked]): boolean {
  if (a === b) return !/^(?:amount|status)$/.test(a) || x.layout.kinds.join() === y.layout.kinds.join()
  const alike = ALIKE.some(set => set.has(a) && set.has(b))
  return alike && (!/^(?:amount|part|principal)/.test(a) || x.layout.kinds.some(k => y.layout.kinds.includes(k)))
}

function nearestOf(best: Ranked, ranked: readonly Ranked[], draft: LayoutDraft): Nearest {
  const second = ranked[1]
  const margin = second === undefined ? 3 : best.score - second.score
  const confidence = Math.round(100 * Math.max(0.2, Math.min(0.97, 0.5 + margin / 5 - best.missing.length * 0.1))) / 100
  return {
    layout: best.layout.name,
    agency: best.layout.agency,
    sender: best.layout.sender,
    kinds: [...new Set(draft.records.map(r => r.kind))],
    confidence,
    rivals: ranked
      .slice(1)
      .filter(r => r.score > best.score - RIVAL)
      .map(r => r.layout.name),
  }
}

function missingOf(best: Ranked, draft: LayoutDraft, wide: readonly WideColumn[]): Proposal['missing'] {
  const has = new Set(draft.columns.map(c => c.name))
  const isMoney = (group: readonly string[]): boolean => group.some(n => /amount|principal|part_|wage/.test(n))
  return best.missing
    .filter(group => !group.some(n => has.has(n)) && !(wide.length > 0 && (isMoney(group) || group.includes('insurance'))))
    .map(group => [...new Set(group.map(n => (n === 'period_lone' ? 'period' : n)))])
}

interface Telling {
  readonly all: Seen
  readonly best: Ranked
  readonly draft: LayoutDraft
  readonly settled: ReturnType<typeof settleSums>
  readonly wide: readonly WideColumn[]
  readonly part: number | null
  readonly twice: ReadonlySet<number>
}

function told(of: Telling): { placed: readonly PlacedColumn[]; unplaced: readonly UnplacedColumn[] } {
  const { all, draft, settled, wide, part } = of
  const placed = draft.columns.map((c): PlacedColumn => {
    const by = settled.placed.find(p => p.index === c.index && (p.column === c.name || nameless(p.column) === nameless(c.name)))
    const evidence: readonly ColumnEvidence[] = by?.evidence ?? [
      { what: 'words', header: all.columns[c.index]! },
      ...(c.index === part ? [] : [{ what: 'money', share: all.profiles[c.index]!.share('decimal') } as ColumnEvidence]),
    ]
    const score = by?.score ?? (wide.some(w => w.index === c.index) ? (all.profiles[c.index]!.filled > 0 ? 0.85 : 0.7) : 0.78)
    return {
      index: c.index,
      header: all.columns[c.index]!,
      field: c.name,
      confidence: Math.round(score * 100) / 100,
      evidence,
      profile: all.profiles[c.index]!,
    }
  })
  const used = new Set(placed.map(p => p.index))
  const unplaced = all.columns.flatMap((header, index): UnplacedColumn[] =>
    used.has(index) || (header === '' && all.profiles[index]!.filled === 0)
      ? []
      : [{ index, header, profile: all.profiles[index]!, ...whyNot(of, index) }],
  )
  return { placed, unplaced }
}

/** A draft's name without what sets levy and payment apart. */
function nameless(name: string): string {
  return name.replace(/^paid_/, '').replace(/^period_lone$/, 'period')
}

function whyNot({ all, best, settled, twice }: Telling, index: number): Pick<UnplacedColumn, 'why' | 'of'> {
  if (twice.has(index)) return { why: 'twice', of: all.columns[index]! }
  const repeated = settled.repeats.get(index)
  if (repeated !== undefined) return { why: 'repeats', of: repeated }
  const concept = conceptOf(all.cells[index]!)
  const denied = best.denied.get(index)
  if (denied !== undefined) return { why: 'against', of: denied.column }
  if (concept === 'ignore' || all.profiles[index]!.isSequence) return { why: 'known_useless', of: '' }
  const wanted = concept === undefined ? undefined : columnsFor(concept, best.layout)[0]
  if (wanted !== undefined) return { why: 'taken', of: wanted }
  if (concept !== undefined || all.cells[index]!.variants.some(v => readHeader(v) !== undefined)) return { why: 'known_useless', of: '' }
  return all.profiles[index]!.filled === 0 ? { why: 'blank', of: '' } : { why: 'unknown', of: '' }
}
