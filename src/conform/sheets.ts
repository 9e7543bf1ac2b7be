import { say, type Lang, type MessageCode } from '../messages/index.js'
import { yuanText } from '../kernel/index.js'
import type { FieldLine, InterfaceDescription } from './describe.js'
import { departureText, listedIn, partedIn, placesText } from './tell.js'
import { passes, type Conformance } from './types.js'

/** A column: its width in characters, a Han character being two. `count`: whole numbers; else texts. */
export interface SheetColumn {
  readonly title: string
  readonly width: number
  readonly wrap?: true
  readonly count?: true
}

/** A sheet of a workbook as plain data: text cells and counts. */
export interface Sheet {
  readonly name: string
  readonly title: string
  readonly notes: readonly string[]
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** Codes that stand in a cell of their own; longer lists go to a sheet. */
const INLINE_CODES = 6

/** The interface description as sheets: one a layout, and one for its longer code lists. */
export function interfaceSheets({ layout, title, fields }: InterfaceDescription, lang: Lang): readonly Sheet[] {
  const h = (code: 'header' | 'also' | 'meaning' | 'type' | 'length' | 'needed' | 'codes' | 'example' | 'rule' | 'standard'): string =>
    say(lang, `doc.h.${code}`, {})
  const lists = longLists(fields)
  const columns = [
    { title: h('header'), width: 22 },
    { title: h('meaning'), width: 20 },
    { title: h('type'), width: 24, wrap: true as const },
    { title: h('length'), width: 9 },
    { title: h('needed'), width: 20, wrap: true as const },
    { title: h('codes'), width: 30, wrap: true as const },
    { title: h('example'), width: 24 },
    { title: h('rule'), width: 50, wrap: true as const },
    { title: h('standard'), width: 26, wrap: true as const },
    { title: h('also'), width: 40, wrap: true as const },
  ]
  const own: Sheet = {
    name: say(lang, 'doc.sheet', { title }),
    title: say(lang, 'doc.title', { title, layout }),
    notes: [],
    columns,
    rows: fields.map(f => [
      f.header,
      f.meaning,
      f.type,
      f.length,
      f.needed,
      codesText(f, lang),
      f.example,
      partedIn(lang, f.rules),
      partedIn(lang, f.standards),
      listedIn(lang, f.also),
    ]),
  }
  if (lists.length === 0) return [own]
  return [
    own,
    {
      name: say(lang, 'doc.codes_sheet', { title }),
      title: say(lang, 'doc.codes', {}),
      notes: [],
      columns: [
        { title: say(lang, 'doc.h.list', {}), width: 22 },
        { title: say(lang, 'doc.h.code', {}), width: 14 },
        { title: h('meaning'), width: 40 },
      ],
      rows: lists.flatMap(f => f.codes.map(c => [f.header, c.code, c.meaning])),
    },
  ]
}

/** One column of each code list that is too long for a cell. */
export function longLists(fields: readonly FieldLine[]): readonly FieldLine[] {
  return fields.filter((f, i) => f.codes.length > INLINE_CODES && fields.findIndex(x => x.list === f.list) === i)
}

/** The values of a coded column, or where they are listed. */
export function codesText(f: FieldLine, lang: Lang): string {
  if (f.codes.length > INLINE_CODES) return say(lang, 'doc.see_codes', { list: f.header })
  return partedIn(
    lang,
    f.codes.map(c => (c.code === c.meaning ? c.code : `${c.code} ${c.meaning}`)),
  )
}

/** What is said of a verdict above its lists. */
export function verdictLines(c: Conformance, lang: Lang): readonly string[] {
  const faults = c.departures.filter(d => d.level === 'fault')
  return [
    say(lang, passes(c) ? 'conform.said.pass' : 'conform.said.fail', { file: c.file, layout: c.layout.name, faults: faults.length }),
    say(lang, 'conform.said.rows', { rows: c.rows, aside: c.rowsSetAside, totals: c.rowsTotal, blank: c.rowsBlank }),
    ...(c.amount === null ? [] : [say(lang, 'conform.said.amount', { amount: yuanText(c.amount) })]),
  ]
}

/** The verdict as sheets that go back to the sender: what departs, and every row of it. */
export function verdictSheets(c: Conformance, lang: Lang): readonly Sheet[] {
  return [departuresSheet(c, lang), rowsSheet(c, lang)]
}

/** Heads of the verdict's columns and sheets. */
type Head = MessageCode extends infer C ? (C extends `conform.h.${infer H}` ? H : never) : never

function headIn(lang: Lang): (head: Head) => string {
  return head => say(lang, `conform.h.${head}`, {})
}

function departuresSheet(c: Conformance, lang: Lang): Sheet {
  const t = headIn(lang)
  const sheets = new Set(c.header.map(p => p.sheet)).size > 1
  return {
    name: t('departures'),
    title: t('departures'),
    notes: [],
    columns: [
      { title: t('level'), width: 8 },
      { title: t('what'), width: 50, wrap: true },
      { title: t('column'), width: 22 },
      { title: t('count'), width: 10, count: true },
      { title: t('share'), width: 10 },
      { title: t('places'), width: 30, wrap: true },
      { title: t('examples'), width: 40, wrap: true },
      { title: t('aside'), width: 10 },
    ],
    rows: c.departures.map(d => [
      say(lang, `conform.level.${d.level}`, {}),
      departureText(lang, d),
      d.column ?? '',
      d.count,
      d.share === null ? '' : roughShare(d.share),
      placesText(lang, d, sheets),
      partedIn(lang, d.examples),
      d.setAside ? '✓' : '',
    ]),
  }
}

function rowsSheet(c: Conformance, lang: Lang): Sheet {
  const t = headIn(lang)
  return {
    name: t('rows_sheet'),
    title: t('rows_sheet'),
    notes: c.more ? [say(lang, 'conform.said.more', { rows: c.details.length })] : [],
    columns: [
      { title: t('sheet'), width: 14 },
      { title: t('line'), width: 10, count: true },
      { title: t('column'), width: 24 },
      { title: t('what'), width: 50, wrap: true },
      { title: t('value'), width: 50, wrap: true },
    ],
    rows: c.details.map(d => [d.sheet ?? '', d.line, d.column ?? '', departureText(lang, { code: d.code, params: {} }), d.text]),
  }
}

/** A share as it is shown. */
export function roughShare(share: number): string {
  return share >= 0.001 ? `${(share * 100).toFixed(1)}%` : '<0.1%'
}
