import { columnType, synonymsOf, type HeaderCell, type Layout } from '../layout/index.js'
import { nearest } from '../config/index.js'
import { columnsFor, familyOf } from './concept-columns.js'
import { judge, plainly, translated, type Judge, type Judgement } from './judge.js'
import type { Profile } from './profile.js'
import type { ColumnEvidence } from './types.js'
import type { Concept } from './concept.js'
import { readHeader } from './words.js'

/** The extract as a proposal sees it. `shared`: headers that the shipped layouts agree about, for layouts that lack them. */
export interface Seen {
  readonly columns: readonly string[]
  readonly cells: readonly HeaderCell[]
  readonly profiles: readonly Profile[]
  readonly shared: SharedHeaders
}

/** Column by normalised header, and a layout that has it. */
export type SharedHeaders = ReadonlyMap<string, { readonly column: string; readonly layout: string }>

/**
 * Headers that mean one column in every shipped layout that has them. Never money, whose names cross kinds: AAE020 is due in one table and
 * paid in another; nor names, which are persons' in one and units' in another.
 */
export function sharedHeaders(layouts: readonly Layout[]): SharedHeaders {
  const found = new Map<string, { column: string; layout: string } | null>()
  for (const layout of layouts) {
    for (const [header, synonyms] of synonymsOf(layout).byHeader) {
      const { column } = synonyms[0]!
      const before = found.get(header)
      const crosses = columnType(layout, column).type === 'fen' || column === 'name' || column === 'status'
      found.set(header, crosses || (before !== undefined && before?.column !== column) ? null : { column, layout: layout.name })
    }
  }
  return new Map([...found].flatMap(([header, of]) => (of === null ? [] : [[header, of] as const])))
}

/** A column of the extract read as a column of a layout, and how sure. */
export interface Placement {
  readonly index: number
  readonly column: string
  readonly score: number
  readonly evidence: readonly ColumnEvidence[]
  readonly how: 'exact' | 'words' | 'near' | 'values' | 'family'
}

/** What a layout makes of an extract. */
export interface Fitting {
  readonly layout: Layout
  readonly placed: readonly Placement[]
  /** Candidates that lost, or that their values denied, by index. */
  readonly denied: ReadonlyMap<number, { readonly column: string; readonly found: string }>
}

interface Candidate extends Placement {
  readonly strength: number
}

/** How far evidence of each grade moves a name's strength. */
function scoreOf(strength: number, { grade }: Judgement, isCode: boolean): number {
  switch (grade) {
    case 'proof':
      return strength + (1 - strength) * 0.7
    case 'strong':
      return strength + (1 - strength) * 0.3
    case 'fits':
      return strength * 0.97
    case 'unsure':
      return strength * 0.88
    case 'blank':
      return strength * (isCode ? 0.88 : 0.8)
    case 'against':
      return 0
  }
}

/** Places an extract's columns in a layout: names first, values able to raise, lower or deny each. */
export function fit(layout: Layout, seen: Seen, of: Judge): Fitting {
  const denied = new Map<number, { column: string; found: string }>()
  const candidates: Candidate[] = []
  const judged = (index: number, column: string): Judgement => judge(of, layout, column, seen.profiles[index]!)
  for (const index of seen.columns.keys()) {
    for (const { column, strength, how, evidence } of named(layout, seen, index)) {
      const judgement = judged(index, column)
      if (judgement.grade === 'against') {
        if (!denied.has(index)) denied.set(index, { column, found: judgement.found ?? 'other' })
        continue
      }
      const isCode = how === 'exact' && !/[\u3400-\u9FFF]/.test(seen.columns[index]!)
      candidates.push({
        index,
        column,
        how,
        strength,
        score: scoreOf(strength, judgement, isCode),
        evidence: [...evidence, ...judgement.evidence],
      })
    }
  }
  for (const [index, { column, found }] of denied) candidates.push(...relatives(layout, seen, { index, column, found, of }))
  for (const index of seen.columns.keys()) candidates.push(...byValues(layout, seen, { index, of, isDenied: denied.has(index) }))
  return { layout, placed: settled(layout, candidates), denied }
}

/** Columns that a header names: a synonym of the layout, else by its words, else the nearest synonym. */
function named(layout: Layout, seen: Seen, index: number): readonly Pick<Candidate, 'column' | 'strength' | 'how' | 'evidence'>[] {
  const cell = seen.cells[index]!
  const found: Pick<Candidate, 'column' | 'strength' | 'how' | 'evidence'>[] = []
  for (const [v, variant] of cell.variants.entries()) {
    for (const { column, order } of synonymsOf(layout).byHeader.get(variant) ?? []) {
      if (found.some(f => f.column === column)) continue
      const header = layout.spec.columns[column]!.headers[order]!
      found.push({
        column,
        how: 'exact',
        strength: 0.95 - v * 0.01 - order * 0.0005,
        evidence: [{ what: 'synonym', header, layout: layout.name }],
      })
    }
    if (found.length > 0) return found
  }
  const other = cell.variants.map(v => seen.shared.get(v)).find(o => o !== undefined && layout.spec.columns[o.column] !== undefined)
  if (other !== undefined)
    return [
      {
        column: other.column,
        how: 'words',
        strength: 0.9,
        evidence: [{ what: 'synonym', header: cell.variants[0]!, layout: other.layout }],
      },
    ]
  const reading = cell.variants.map(readHeader).find(r => r !== undefined)
  if (reading !== undefined) {
    return columnsFor(reading.concept, layout)
      .slice(0, 1)
      .map(column => ({ column, how: 'words', strength: reading.strength, evidence: [{ what: 'words', header: seen.columns[index]! }] }))
  }
  return nearly(layout, cell.variants[0] ?? '', seen.columns[index]!)
}

/**
 * A header of four characters and more that is a synonym but for a slip. Of codes every character counts: AAE041 and AAE042 are two things.
 */
function nearly(layout: Layout, header: string, shown: string): readonly Pick<Candidate, 'column' | 'strength' | 'how' | 'evidence'>[] {
  if (header.length < 4 || !/[\u3400-\u9FFF]/.test(header)) return []
  const { byHeader } = synonymsOf(layout)
  const near = nearest(
    header,
    [...byHeader.keys()].filter(h => h.length >= 4 && Math.abs(h.length - header.length) <= header.length / 3),
  )
  const column = near === undefined ? undefined : byHeader.get(near)?.[0]?.column
  return column === undefined ? [] : [{ column, how: 'near', strength: 0.55, evidence: [{ what: 'words', header: shown }] }]
}

/** Values denied what the name says: columns of the same family that they agree with. */
function relatives(layout: Layout, seen: Seen, of: { index: number; column: string; found: string; of: Judge }): readonly Candidate[] {
  const family = familyOf(of.column).filter(c => c !== of.column && layout.spec.columns[c] !== undefined)
  return family.flatMap((column): readonly Candidate[] => {
    const judgement = judge(of.of, layout, column, seen.profiles[of.index]!)
    const score = judgement.grade === 'proof' ? 0.86 : judgement.grade === 'strong' ? 0.78 : judgement.grade === 'fits' ? 0.76 : 0
    if (score === 0) return []
    const evidence: readonly ColumnEvidence[] = [{ what: 'against', field: of.column, found: of.found }, ...judgement.evidence]
    return [{ index: of.index, column, how: 'family', strength: 0.7, score, evidence }]
  })
}

/** What a column plainly holds, whatever its name: never sure, since names may mean another person's id or another unit's code. */
function byValues(
  layout: Layout,
  seen: Seen,
  { index, of, isDenied }: { index: number; of: Judge; isDenied: boolean },
): readonly Candidate[] {
  const p = seen.profiles[index]!
  const reading = seen.cells[index]!.variants.map(readHeader).find(r => r !== undefined)
  if (reading?.concept === 'ignore' || p.filled < 2 || seen.columns[index] === '') return []
  const plain = plainly(p)
  const has = (column: string): boolean => layout.spec.columns[column] !== undefined
  const named =
    isDenied || reading === undefined || reading.strength < 0.8 ? undefined : (columnsFor(reading.concept, layout)[0] ?? reading.concept)
  const made = (column: string, score: number, evidence: readonly ColumnEvidence[]): readonly Candidate[] =>
    has(column) && (named === undefined || named === column || familyOf(column).includes(named))
      ? [{ index, column, how: 'values', strength: 0.5, score, evidence }]
      : []
  if (plain === 'citizens') return made('id_number', 0.74, [{ what: 'citizens', share: p.share('citizen') }])
  if (plain === 'credit') return made(has('employer') ? 'employer' : 'credit_code', 0.74, [{ what: 'credit', share: p.share('credit') }])
  if (plain === 'units')
    return made(layout.kinds.includes('employer') ? 'name' : 'employer_name', 0.66, [{ what: 'units', share: p.share('unit') }])
  if (plain === 'months' && reading === undefined)
    return made(has('period_lone') ? 'period_lone' : 'period', 0.6, [
      { what: 'months', form: p.commonForms()[0]?.[0] ?? '', share: p.share('month') },
    ])
  if (!layout.kinds.includes('employer') && p.share('surname') >= 0.8 && p.share('person') >= 0.9 && p.distinct > p.filled * 0.3)
    return made('name', 0.66, [{ what: 'persons', share: p.share('person') }])
  const insurance = reading === undefined ? translated(of, 'insurance', p) : { share: 0, agency: '', values: '' }
  if (insurance.share >= 0.95 && p.filled >= 3 && p.examples.some(text => text.length >= 3))
    return made('insurance', 0.7, [
      { what: 'codes', list: 'insurance', agency: insurance.agency, share: insurance.share, values: insurance.values },
    ])
  return []
}

/** Each column of the extract serves one of the layout and the other way round, best first; columns that share a header may share it. */
function settled(layout: Layout, candidates: readonly Candidate[]): readonly Placement[] {
  const taken = new Map<number, Candidate>()
  const columns = new Map<string, Candidate>()
  const out: Placement[] = []
  const shares = (column: string): boolean => (layout.spec.columns[column] as { shared?: boolean } | undefined)?.shared === true
  for (const c of candidates.toSorted((a, b) => b.score - a.score || a.index - b.index)) {
    if (columns.has(c.column)) {
      const winner = columns.get(c.column)!
      if (winner.index !== c.index && isRival(winner, c)) lower(out, winner, c)
      continue
    }
    if (taken.has(c.index) && !(shares(c.column) && c.how === 'exact')) continue
    if (!shares(c.column)) taken.set(c.index, c)
    columns.set(c.column, c)
    out.push(c)
  }
  return out.toSorted((a, b) => a.index - b.index)
}

/** Two columns that nearly as well could be the same: neither is sure. Of two synonyms the layout says which comes first. */
function isRival(winner: Candidate, loser: Candidate): boolean {
  return winner.how !== 'exact' && loser.score > winner.score - 0.05
}

function lower(out: Placement[], winner: Candidate, loser: Candidate): void {
  const at = out.findIndex(p => p.column === winner.column)
  const before = out[at]
  if (before === undefined || before.score < 0.78) return
  out[at] = { ...before, score: 0.78, evidence: [...before.evidence, { what: 'rival', header: String(loser.index) }] }
}

/** What a header's words say, for columns that no layout places. */
export function conceptOf(cell: HeaderCell): Concept | undefined {
  return cell.variants.map(readHeader).find(r => r !== undefined)?.concept
}
