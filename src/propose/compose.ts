import { DAY_FORMS } from '../cleanse/index.js'
import { columnType, normalHeader, type Layout } from '../layout/index.js'
import { prunedMandatory, prunedRecord, type LayoutDraft, type DraftColumn, type DraftHeader, type DraftRecord } from './draft.js'
import type { Placement, Seen } from './place.js'
import type { Profile } from './profile.js'
import type { WideColumn } from './wide.js'

/** What a drafted layout is made from. */
export interface Composition {
  readonly layout: Layout
  readonly title: Layout['title']
  /** The layout that gives a levy its columns, where the rows hold levy and payment both. */
  readonly levy: Layout | null
  readonly placed: readonly Placement[]
  readonly wide: readonly WideColumn[]
  /** Column of the extract that tells 单位 from 个人 rows, with the texts of each. */
  readonly part: { readonly index: number; readonly employer: readonly string[]; readonly person: readonly string[] } | null
  readonly seen: Seen
  /** Headers as the layout reads them: of two rows, both together. */
  readonly headers: readonly string[]
  readonly totals: readonly string[]
  readonly lastHeaderLine: number
  /** What the file turned out to be. */
  readonly found: { readonly format: string; readonly encoding: string | null; readonly delimiter: string | null }
  readonly name: string
}

const PERSON = ['id_number', 'social_no', 'person_no', 'name']
const UNIT = ['employer', 'employer_no', 'employer_name']

/**
 * Drafts the layout: the shipped one's records and rules, with the extract's own headers, forms and units, and without what the extract
 * lacks.
 */
export function compose(of: Composition): LayoutDraft {
  const { layout } = of
  const columns = [...of.placed.map(p => columnOf(of, p)), ...of.wide.map(w => wideDraft(of, w)), ...partColumn(of)].toSorted(
    (a, b) => a.index - b.index,
  )
  const names = new Set(columns.map(c => c.name))
  const has = (name: string): boolean => names.has(name)
  const wideNames = [
    ...new Set(of.wide.filter(w => !w.measure.startsWith('base') && !w.measure.startsWith('rate')).map(w => wideName(of, w))),
  ]
  const mandatory = prunedMandatory(renamed(layout.spec.mandatory), has)
  const hasPeriod = ['period', 'period_from', 'year'].some(has)
  return {
    name: of.name,
    title: of.title,
    agency: layout.agency,
    sender: layout.sender,
    head: headOf(of),
    columns,
    mandatory: [...mandatory, ...(wideNames.length === 0 ? [] : [wideNames])],
    must: layout.spec.must.filter(m => m === 'amount' || (m === 'period' ? hasPeriod : has(m))),
    readable: layout.spec.readable.filter(m => (m === 'period' ? hasPeriod : has(m))),
    records: recordsOf(of, has),
  }
}

/** `period_lone` stands for the period in a draft, which has one extract to explain. */
function renamed(mandatory: Layout['spec']['mandatory']): Layout['spec']['mandatory'] {
  return mandatory.map(group => (Array.isArray(group) ? [...new Set(group.map(n => (n === 'period_lone' ? 'period' : n)))] : group))
}

function headOf(of: Composition): LayoutDraft['head'] {
  const { spec } = of.layout
  const rates = of.placed
    .filter(p => columnType(of.layout, p.column).type === 'rate')
    .map(p => of.seen.profiles[p.index]!)
    .filter(p => p.filled > 0)
  const wideRates = of.wide
    .filter(w => w.measure.startsWith('rate'))
    .map(w => of.seen.profiles[w.index]!)
    .filter(p => p.filled > 0)
  const percent = [...rates, ...wideRates].some(p => p.share('under1') < 0.5 || p.share('percent') >= 0.5)
  const { format, encoding, delimiter } = of.found
  const known =
    format === 'text' || format === 'xlsx'
      ? format
      : (spec.format ?? (format === 'dbf' && encoding !== null ? { dbf: { encoding } } : undefined))
  return {
    ...(known === undefined ? {} : { format: known }),
    ...(encoding === null || format !== 'text' ? {} : { encoding }),
    ...(delimiter === null ? {} : { delimiter }),
    ...(spec.codes === undefined ? {} : { codes: spec.codes }),
    ...(of.lastHeaderLine > 28 ? { header_rows: Math.min(200, of.lastHeaderLine + 2) } : {}),
    ...(percent ? { rates: 'percent' } : {}),
    dates: spec.dates,
    periods: spec.periods,
    ...(of.totals.length === 0 ? {} : { totals: [...spec.totals, ...of.totals] }),
    complete: true,
  }
}

/** Own name of a column in the draft: levy and payment side by side may not both be called amount. */
function nameIn(of: Composition, column: string): string {
  return of.levy !== null && column === 'amount' ? 'paid_amount' : column
}

function columnOf(of: Composition, { index, column }: Placement): DraftColumn {
  const layout = of.layout.spec.columns[column] !== undefined || of.levy === null ? of.layout : of.levy
  const own = layout.spec.columns[column] ?? layout.spec.columns[column.replace(/^due_/, '')]
  const { type, list } = columnType(layout, own === layout.spec.columns[column] ? column : column.replace(/^due_/, ''))
  const p = of.seen.profiles[index]!
  const name = nameIn(of, column)
  const more: Record<string, unknown> = Object.fromEntries(
    Object.entries(own ?? {}).filter(([key]) => key !== 'headers' && key !== 'conditions'),
  )
  if (name !== column || column.startsWith('due_')) more['type'] ??= type
  if (type === 'code' && list !== null && more['type'] !== undefined) more['list'] ??= list
  const forms = formsOf(p)
  if (type === 'date' && forms.length > 0) more['dates'] = forms
  if (type === 'period' && forms.length > 0) more['periods'] = forms
  return { name, index, headers: [headerOf(of, index, name)], more }
}

/** The period under a name that means the booked month beside another: it says so. */
function headerOf(of: Composition, index: number, name: string): DraftHeader {
  const is = of.headers[index]!
  if (name !== 'period' || !/所属期?$|所属[年月]|费款期|属期|^SSQ|^FKSSQ/.test(is) || /^对应|费款所属年月|应缴/.test(normalHeader(is)))
    return is
  const unless = ['对应费款所属期', '费款所属年月', '应缴年月', '对应所属期', 'AAE003'].filter(h => normalHeader(h) !== normalHeader(is))
  return { is, unless }
}

/** Declared forms of a date or month column, as the schema knows them; an unpadded form covers its padded one. */
function formsOf(p: Profile): readonly string[] {
  const common = p.commonForms().map(([form]) => form)
  const serial = p.filled > 0 && p.share('serial') >= 0.8 ? ['serial'] : []
  const known = [...common, ...serial].filter((form): boolean => (DAY_FORMS as readonly string[]).includes(form))
  return known.filter(form => !known.some(other => other !== form && form.replace('mm', 'm').replace('dd', 'd') === other))
}

function wideName(of: Composition, w: WideColumn): string {
  const staged = new Set(of.wide.filter(x => x.stage !== 'neutral').map(x => x.stage)).size > 1 && w.stage !== 'neutral'
  return `${w.insurance}_${staged ? `${w.stage}_` : ''}${w.measure === 'total' ? 'amount' : w.measure}`
}

function wideDraft(of: Composition, w: WideColumn): DraftColumn {
  return {
    name: wideName(of, w),
    index: w.index,
    headers: [of.headers[w.index]!],
    more: { type: w.measure.startsWith('rate') ? 'rate' : 'fen' },
  }
}

function partColumn(of: Composition): readonly DraftColumn[] {
  return of.part === null ? [] : [{ name: 'part', index: of.part.index, headers: [of.headers[of.part.index]!], more: { type: 'text' } }]
}

function recordsOf(of: Composition, has: (name: string) => boolean): readonly DraftRecord[] {
  const base = of.layout.spec.records.flatMap(record => prunedRecord(record, has) ?? [])
  const records =
    base.length > 0
      ? base
      : of.layout.spec.records.slice(0, 1).map(r => ({ kind: r.kind, ...(r.level === undefined ? {} : { level: r.level }) }))
  const levelled = records.map(r => (r.level === undefined ? r : { ...r, level: levelOf(r.level, has) }))
  if (of.wide.length > 0) return wideRecords(of, levelled[0]!)
  if (of.levy !== null) return bothRecords(of, levelled, has)
  if (of.part !== null) return levelled.flatMap(r => partRecords(of, r))
  return levelled
}

/** A row that names no person speaks of a unit. */
function levelOf(level: 'person' | 'unit', has: (name: string) => boolean): 'person' | 'unit' {
  if (level === 'person' && !PERSON.some(has) && UNIT.some(has)) return 'unit'
  return level === 'unit' && PERSON.slice(0, 3).some(has) ? 'person' : level
}

const TARGETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  levy: {
    employer: 'amount_employer',
    person: 'amount_person',
    other: 'amount_other',
    total: 'amount',
    base: 'base',
    base_employer: 'base_employer',
    rate_employer: 'rate_employer',
    rate_person: 'rate_person',
  },
  payment: { employer: 'principal_employer', person: 'principal_person', other: 'principal_other', total: 'amount' },
  wage_declaration: { wage: 'wage', total: 'wage', base: 'base' },
  registration: { base: '' },
}

function wideRecords(of: Composition, record: DraftRecord): readonly DraftRecord[] {
  const stages = new Set(of.wide.map(w => w.stage).filter(s => s !== 'neutral'))
  const kinds = stages.has('due') && stages.has('paid') ? (['levy', 'payment'] as const) : [record.kind]
  return kinds.map((kind): DraftRecord => {
    const own = of.wide.filter(w => w.stage === 'neutral' || kinds.length === 1 || w.stage === (kind === 'levy' ? 'due' : 'paid'))
    const unpivot = [...new Set(own.map(w => w.insurance))].flatMap(insurance => {
      const fields = own
        .filter(w => w.insurance === insurance)
        .flatMap((w): [string, string][] => {
          const target = TARGETS[kind]?.[w.measure] ?? ''
          return target === '' ? [] : [[target, wideName(of, w)]]
        })
      return fields.length === 0 ? [] : [{ set: { insurance }, fields: Object.fromEntries(fields) }]
    })
    return { ...record, kind, ...(kind === 'levy' || kind === 'payment' ? { level: record.level ?? ('person' as const) } : {}), unpivot }
  })
}

/** Levy and payment in one row: the levy always, the payment where something was paid. */
function bothRecords(of: Composition, payments: readonly DraftRecord[], has: (name: string) => boolean): readonly DraftRecord[] {
  const payment = payments[0]!
  const paid = ['paid_amount', 'principal_employer', 'principal_person'].filter(has)
  const proof = ['voucher', 'treasury_date', 'paid_date'].find(name => has(name) && isPartly(of, name))
  const when = proof === undefined ? { any: paid } : { when: { [proof]: 'filled' as const } }
  const due = of.placed.map(p => p.column)
  const levyFields = {
    ...(due.includes('due_amount') ? { amount: 'due_amount' } : {}),
    ...(has('pay_type') && !has('levy_type') ? { levy_type: 'pay_type' } : {}),
  }
  const payFields = {
    ...payment.fields,
    ...(has('paid_amount') ? { amount: 'paid_amount' } : {}),
    ...(has('levy_type') && !has('pay_type') ? { pay_type: 'levy_type' } : {}),
  }
  const plain: DraftRecord = {
    kind: payment.kind,
    level: payment.level ?? 'person',
    ...(payment.constants === undefined ? {} : { constants: payment.constants }),
    ...(payment.split === undefined ? {} : { split: payment.split }),
  }
  return [
    { kind: 'levy', level: payment.level ?? 'person', ...(Object.keys(levyFields).length === 0 ? {} : { fields: levyFields }) },
    { ...plain, ...when, ...(Object.keys(payFields).length === 0 ? {} : { fields: payFields }) },
  ]
}

function isPartly(of: Composition, column: string): boolean {
  const placed = of.placed.find(p => p.column === column)
  const p = placed === undefined ? undefined : of.seen.profiles[placed.index]
  return p !== undefined && p.filled > 0 && p.filled < p.rows
}

/** 单位 and 个人 in rows: a payment's one amount is split; a levy is two records. */
function partRecords(of: Composition, record: DraftRecord): readonly DraftRecord[] {
  const { employer, person } = of.part!
  if (record.kind === 'payment') {
    const rules = [
      { to: 'principal_employer' as const, when: { part: [...employer] } },
      { to: 'principal_person' as const, when: { part: [...person] } },
    ]
    return [{ ...record, split: { amount: 'amount', rules } }]
  }
  if (record.kind !== 'levy') return [record]
  const when = (texts: readonly string[]): DraftRecord['when'] => ({ ...record.when, part: [...texts] })
  return [
    { ...record, when: when(employer), fields: { ...record.fields, amount_employer: 'amount' } },
    { ...record, when: when(person), fields: { ...record.fields, amount_person: 'amount' } },
  ]
}
