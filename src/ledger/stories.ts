import type { Story } from '../engine/index.js'
import type { Db } from '../store/index.js'

/** What a run says of its rules; where a run stands as `found`. */
export interface Ran {
  readonly rule: string
  readonly owner: string | null
  readonly state: string
  /** Outcomes that it decided. */
  readonly codes: readonly string[]
  readonly delivered: ReadonlySet<string>
  /** Whether it speaks for all agencies, or ran without a side: what it did not find says nothing unless the rows came again. */
  readonly ofAll: boolean
}

/** The rules of the run that stands as `found`, each by owner. */
export function rulesRun(catalog: Db): readonly Ran[] {
  const rows = catalog.prepare('select rule, owner, outcomes, state, delivered from found.rule_run').all() as {
    rule: string
    owner: string | null
    outcomes: string
    state: string
    delivered: string
  }[]
  return rows.map(({ rule, owner, state, outcomes, delivered }) => ({
    rule,
    owner,
    state,
    codes: JSON.parse(outcomes) as string[],
    delivered: new Set(JSON.parse(delivered) as string[]),
    ofAll: owner === null || state === 'not_run',
  }))
}

/** Who said what of a key. */
export interface Told {
  readonly rule: string
  readonly outcome: string
  readonly owner: string | null
}

/**
 * Whether a rule may still say what it said: the run did not ask it for the outcome, or it lacked a side. A rule that is not there any more
 * left what it found to those that give the same outcome.
 */
export function waitingRules(catalog: Db, ran: readonly Ran[]): (of: Told) => boolean {
  const leftOut = new Set((catalog.prepare('select rule, outcome from found.left_out').raw().all() as string[][]).map(x => x.join('|')))
  return ({ rule, outcome, owner }) =>
    leftOut.has(`${rule}|${outcome}`) ||
    ran.some(r => r.rule === rule && (r.owner === null || r.owner === owner) && r.state === 'not_run' && !r.codes.includes(outcome))
}

/** Whether a rule needs a value of a key from both sides, and the run did not have it from both: it said nothing of that key. */
export function oneSided(catalog: Db): (of: Told & { readonly identity: string }) => boolean {
  const rows = catalog.prepare('select rule, owner, name, value from found.both_sides').all() as {
    rule: string
    owner: string | null
    name: string
    value: string | number | null
  }[]
  return ({ rule, owner, identity }) => {
    const mine = rows.filter(r => r.rule === rule && (r.owner === null || r.owner === owner))
    const part = identity.split('|').find(p => p.startsWith(`${mine[0]?.name}=`))
    return part !== undefined && !mine.some(r => `${r.name}=${r.value}` === part)
  }
}

interface Row extends Told {
  readonly no: number
  readonly variant: string | null
  readonly amount_fen: number | null
  readonly also: string | null
}

const STORIES = `select e.no, e.rule, e.outcome, e.owner, e.variant, e.amount_fen, json_extract(e.finding, '$.also') as also`

export const storiesOf = ({ rule, variant, amount_fen, also }: Omit<Row, 'no' | 'outcome' | 'owner'>): readonly Story[] => [
  { rule, variant, amount_fen },
  ...(JSON.parse(also ?? '[]') as Story[]),
]

/**
 * What rules that wait had said of entries that other rules found again, by number: the entries are about to be written over by what those
 * say.
 */
export function waitingStories(catalog: Db, waits: (of: Told) => boolean): ReadonlyMap<number, readonly Story[]> {
  if (!isPartial(catalog)) return new Map()
  const rows = catalog
    .prepare(
      `${STORIES} from seen s join entry e on e.no = s.no join found.finding f on f.id = s.id where s.known and e.state <> 'fixed' and (e.rule <> f.rule or instr(e.finding, '"also":[') > 0)`,
    )
    .all() as Row[]
  const waiting = rows.map(row => [row.no, storiesOf(row).filter(s => waits({ ...row, rule: s.rule }))] as const)
  return new Map(waiting.filter(([, stories]) => stories.length > 0))
}

/** Whether a run left some rule out, or one lacked a side. */
function isPartial(catalog: Db): boolean {
  return (
    catalog.prepare("select 1 from found.left_out union all select 1 from found.rule_run where state = 'not_run' limit 1").get() !==
    undefined
  )
}

/** Entries that say more than the run that saw them last: with which the ledger differs from what stands in its file. */
const KEPT = 'create table if not exists story_kept (no integer primary key)'

/** Puts them back beside what the run said. */
export function keepStories(catalog: Db, waiting: ReadonlyMap<number, readonly Story[]>): void {
  if (waiting.size === 0) return
  catalog.exec(KEPT)
  const mark = catalog.prepare('insert or ignore into story_kept values (?)')
  const now = catalog.prepare(`${STORIES} from entry e where e.no = ?`)
  const put = catalog.prepare("update entry set finding = json_set(finding, '$.also', json(?)) where no = ?")
  for (const [no, stories] of waiting) {
    const [lead, ...also] = storiesOf(now.get(no) as Row)
    const said = new Set([lead!, ...also].map(s => s.rule))
    put.run(JSON.stringify([...also, ...stories.filter(s => !said.has(s.rule))]), no)
    mark.run(no)
  }
}

/** What such entries say beside variant and amount, by number. */
export function keptStories(catalog: Db): ReadonlyMap<number, readonly Story[]> {
  if (catalog.prepare("select 1 from sqlite_master where name = 'story_kept'").get() === undefined) return new Map()
  const rows = catalog
    .prepare("select e.no, json_extract(e.finding, '$.also') as also from story_kept k join entry e on e.no = k.no")
    .all() as { no: number; also: string | null }[]
  return new Map(rows.map(({ no, also }) => [no, JSON.parse(also ?? '[]') as Story[]]))
}
