import { columnType, groupNames, normalHeader, plannedRecords, synonymsOf, type Codes, type Layout } from '../layout/index.js'
import { headerName } from './header.js'

/** A column as the other side would deliver it: plain data. */
export interface FormColumn {
  /** Name of the layout's column: what it means. */
  readonly name: string
  readonly header: string
  /** Other columns of the layout that the header names too. */
  readonly also: readonly string[]
  readonly type: string
  readonly list: string | null
  /** Declared forms of dates and months, first the usual one. */
  readonly forms: readonly string[]
  readonly money: string
  readonly percent: boolean
  /** What may be written, with what it means. */
  readonly codes: readonly { readonly code: string; readonly canonical: string }[]
  /** A cell that cannot be read sets the row aside; else it is an issue. */
  readonly strict: boolean
  /** Texts or codes that only tell records apart, and are not translated. */
  readonly silent: boolean
}

/** A layout as a form to fill in: one header a column, no alternatives side by side. */
export interface Form {
  readonly layout: string
  readonly title: string
  readonly agency: string
  readonly sender: string | null
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly columns: readonly FormColumn[]
  /** Mandatory groups of columns, those of them that the form has. */
  readonly mandatory: readonly (readonly string[])[]
  /** `amount`, `period` and columns that must be filled, else the row is set aside. */
  readonly must: readonly string[]
  /** Rows fall into records by whether these are filled. */
  readonly deciding: readonly string[]
}

/** Columns that another of the same form stands for: one way of telling the period, one of telling the wage. */
const RIVALS: readonly (readonly [string, readonly string[]])[] = [
  ['period_lone', ['period', 'period_from']],
  ['year', ['period', 'period_from']],
  ['period', ['period_from']],
  ['social_no', ['id_number']],
  ['interest', ['interest_employer']],
]

/** The form of a layout. */
export function formOf(layout: Layout, codes: Codes): Form {
  const names = Object.keys(layout.spec.columns)
  const has = (name: string): boolean => names.includes(name)
  const unpivoted = unpivotedIn(layout)
  const plainMeasure = names.some(n => ['wage', 'amount', 'amount_employer', 'principal_employer'].includes(n))
  const kept = names.filter(name => !RIVALS.some(([n, others]) => n === name && others.some(has)) && !(unpivoted.has(name) && plainMeasure))
  const headers = new Set<string>()
  const columns = kept.flatMap((name): FormColumn[] => {
    const header = headerFor(layout, name, headers)
    if (header === undefined) return []
    headers.add(header)
    return [columnOf(layout, codes, { name, header, all: kept })]
  })
  const present = new Set(columns.map(c => c.name))
  const { spec } = layout
  return {
    layout: layout.name,
    title: layout.title.zh,
    agency: layout.agency,
    sender: layout.sender,
    encoding: spec.encoding ?? null,
    delimiter: spec.delimiter ?? null,
    columns,
    mandatory: spec.mandatory.map(group => groupNames(group).filter(n => present.has(n))).filter(group => group.length > 0),
    must: spec.must,
    deciding: [...new Set(plannedRecords(spec).flatMap(r => Object.keys(r.when ?? {})))],
  }
}

function unpivotedIn(layout: Layout): ReadonlySet<string> {
  return new Set(layout.spec.records.flatMap(r => (r.unpivot ?? []).flatMap(set => Object.values(set.fields).flat())))
}

/** A header of its own for every column: none for a column that shares one with another, or depends on others. */
function headerFor(layout: Layout, name: string, taken: ReadonlySet<string>): string | undefined {
  const { headers, conditions } = layout.spec.columns[name]!
  const first = headerName(layout, name)
  if (conditions === undefined) return taken.has(first) ? undefined : first
  return headers.find(h => !taken.has(h) && !conditions.some(c => c.is === h)) ?? headers.find(h => !taken.has(h))
}

function columnOf(
  layout: Layout,
  codes: Codes,
  { name, header, all }: { name: string; header: string; all: readonly string[] },
): FormColumn {
  const { spec } = layout
  const own = spec.columns[name] as { dates?: readonly string[]; periods?: readonly string[]; money?: string }
  const { type, list } = columnType(layout, name)
  const refines = all.includes('insurance_item') && (name === 'insurance' || name === 'insurance_item')
  return {
    name,
    header,
    also: alsoNamed(layout, name, header),
    type,
    list,
    forms: type === 'date' ? (own.dates ?? spec.dates) : type === 'period' ? (own.periods ?? spec.periods) : [],
    money: own.money ?? spec.money,
    percent: spec.rates === 'percent',
    codes: list === null ? [] : codesFor(layout, codes, list),
    strict: spec.readable.includes(name),
    silent: refines || isCategory(layout, name),
  }
}

function alsoNamed(layout: Layout, name: string, header: string): readonly string[] {
  return (synonymsOf(layout).byHeader.get(normalHeader(header)) ?? []).map(s => s.column).filter(c => c !== name)
}

/** A column whose patterns decide between records: its text is read, never translated. */
function isCategory(layout: Layout, name: string): boolean {
  return layout.spec.records.some(
    r => Array.isArray(r.when?.[name]) || (r.split?.rules ?? []).some(rule => Array.isArray(rule.when?.[name])),
  )
}

/** Short codes that the layout's agency writes, in the order in which it is asked; names where a list has no short ones. */
export function codesFor(layout: Layout, codes: Codes, list: string): readonly { readonly code: string; readonly canonical: string }[] {
  const agencies = layout.spec.codes ?? (layout.sender === null ? [layout.agency] : [layout.sender, layout.agency])
  const seen = new Set<string>()
  const all = agencies.flatMap(agency => codes.codesOf(agency, list)).filter(({ code }) => !seen.has(code) && seen.add(code))
  const short = all.filter(({ code, canonical }) => /^[\dA-Z+-]{1,6}$/.test(code) && canonical !== '')
  return short.length > 0 ? short : all.filter(({ canonical }) => canonical !== '')
}
