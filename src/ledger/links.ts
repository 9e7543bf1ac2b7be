import type { Finding } from '../engine/index.js'
import type { Db } from '../store/index.js'

type Handles = Pick<
  Finding,
  | 'outcome'
  | 'owner'
  | 'agency'
  | 'insurance'
  | 'period'
  | 'period_end'
  | 'id_number'
  | 'person_no'
  | 'name'
  | 'employer'
  | 'voucher'
  | 'levy_no'
>
/** An entry that a run closed or opened, with what may make it the same thing under another key. */
export interface Moved {
  readonly no: number
  readonly finding: Handles
}

const HANDLES = ['voucher', 'levy_no', 'id_number', 'person_no', 'employer'] as const
/** Columns of a finding that say whether it is the same thing as another. */
export const HANDLE_COLUMNS = [
  'outcome',
  'owner',
  'agency',
  'insurance',
  'period',
  'period_end',
  'id_number',
  'person_no',
  'name',
  'employer',
  'voucher',
  'levy_no',
] as const satisfies readonly (keyof Handles)[]
/** A handle that more things share tells none of them. */
const SHARED = 20

/** Made with a run, not by who only reads: an entry names one other, and is another's by turns. */
const DDL = 'create table if not exists link (run integer not null, closed integer not null, opened integer not null)'

/**
 * A changed identity is a close and an open that name each other (catalogue §4): of one outcome, whose insurance is the same and whose
 * months overlap, that share a voucher, levy, id, person or unit and contradict each other in no voucher, levy or person. Only where
 * exactly one fits, from either side.
 */
export function linkChanged(
  catalog: Db,
  run: number,
  { closed, opened }: { readonly closed: readonly Moved[]; readonly opened: readonly Moved[] },
): void {
  if (closed.length === 0 || opened.length === 0) return
  catalog.exec(DDL)
  const byHandle = new Map<string, Moved[]>()
  for (const m of opened) {
    for (const handle of handlesOf(m.finding)) {
      const list = byHandle.get(handle)
      if (list === undefined) byHandle.set(handle, [m])
      else list.push(m)
    }
  }
  const pairs = closed.flatMap(c => {
    const near = new Set(
      handlesOf(c.finding).flatMap(h => {
        const list = byHandle.get(h) ?? []
        return list.length > SHARED ? [] : list
      }),
    )
    return [...near].filter(o => isSameThing(c.finding, o.finding)).map(o => ({ c: c.no, o: o.no }))
  })
  const times = (side: 'c' | 'o'): Map<number, number> =>
    pairs.reduce((m, p) => m.set(p[side], (m.get(p[side]) ?? 0) + 1), new Map<number, number>())
  const [ofClosed, ofOpened] = [times('c'), times('o')]
  const link = catalog.prepare('update entry set follows = coalesce(?, follows), followed_by = coalesce(?, followed_by) where no = ?')
  const keep = catalog.prepare('insert into link (run, closed, opened) values (?, ?, ?)')
  for (const { c, o } of pairs) {
    if (ofClosed.get(c) !== 1 || ofOpened.get(o) !== 1) continue
    link.run(null, o, c)
    link.run(c, null, o)
    keep.run(run, c, o)
  }
}

/**
 * What a run linked, by run and number: of what it closed, and of what it opened. Null where the ledger was moved by a version that kept
 * none.
 */
export interface Links {
  readonly tookPlaceOf: ReadonlyMap<string, number>
  readonly gavePlaceTo: ReadonlyMap<string, number>
}

export function linksOf(catalog: Db): Links | null {
  if (catalog.prepare("select 1 from sqlite_master where name = 'link'").get() === undefined) return null
  const all = catalog.prepare('select run, closed, opened from link').all() as { run: number; closed: number; opened: number }[]
  return {
    tookPlaceOf: new Map(all.map(l => [linkKey(l.run, l.opened), l.closed])),
    gavePlaceTo: new Map(all.map(l => [linkKey(l.run, l.closed), l.opened])),
  }
}

export function linkKey(run: number, no: number): string {
  return `${run}|${no}`
}

function handlesOf(f: Handles): readonly string[] {
  return HANDLES.flatMap(name => (f[name] === null ? [] : [`${f.outcome}|${f.owner ?? ''}|${name}=${f[name]}`]))
}

function isSameThing(a: Handles, b: Handles): boolean {
  const agree = (name: 'insurance' | 'voucher' | 'levy_no'): boolean => a[name] === null || b[name] === null || a[name] === b[name]
  const overlap =
    a.period === null || b.period === null || (a.period <= (b.period_end ?? b.period) && b.period <= (a.period_end ?? a.period))
  return overlap && agree('insurance') && agree('voucher') && agree('levy_no') && maySamePerson(a, b)
}

/**
 * Two who are named are one by id or by a number of one agency; where each has an id of its own, by name (the id was mended). A unit,
 * voucher or levy has many persons: of two of them one may have been put right in the same run in which the other went wrong.
 */
function maySamePerson(a: Handles, b: Handles): boolean {
  const share = (name: 'id_number' | 'person_no' | 'name' | 'voucher' | 'levy_no'): boolean => a[name] !== null && a[name] === b[name]
  const isOneNumber = share('person_no') && (a.agency === null || b.agency === null || a.agency === b.agency)
  const isNamed = (f: Handles): boolean => f.id_number !== null || f.person_no !== null
  if (!isNamed(a) || !isNamed(b) || share('id_number') || isOneNumber || share('name')) return true
  return (a.id_number === null || b.id_number === null) && (share('voucher') || share('levy_no'))
}
