import { OWNERS, problem, type Day, type Owner } from '../kernel/index.js'
import { codesOf, expressionsOf, namesGiven, type Params, type Rule } from '../match/index.js'
import type { Batch, Db, Fill } from '../store/index.js'
import { fillCancelled } from './cancelled.js'
import { Feeds } from './feeds.js'
import type { Originals } from './finding-columns.js'
import { Findings } from './findings.js'
import { defineFunctions } from './functions.js'
import { missingOf, owingFor, type OwingSource } from './needs.js'
import { withPicked } from './pick.js'
import { KEY_BYTES, type Second } from './prefilter/index.js'
import { proveBalances, RowCounts } from './proof.js'
import { wantsOf, type Question, type RanRule } from './question.js'
import { inOrder, type Balance, type RuleState, type RunResult } from './run-result.js'
import { RUN_DDL, type FindingClass } from './run-schema.js'
import { runShared, runTask, worthSharing, type SharedLap, type RuleTask } from './tasks.js'
import type { RunStage } from './stages.js'

/** What a run is made of, and who is told how it goes. */
export interface RunInput {
  /** The run's own file, empty. */
  readonly db: Db
  /** Writes what was found into it, when nothing else is to be written. */
  readonly fill: Fill
  /** Batches in force at as-of. */
  readonly batches: readonly Batch[]
  readonly rules: readonly Rule[]
  readonly params: Params
  readonly asOf: Day
  /** Without the prefilter. */
  readonly exact: boolean
  /** Rules or outcomes asked for; empty: all. */
  readonly only: readonly string[]
  /** Sources that owe something at as-of. */
  readonly owing: readonly OwingSource[]
  readonly progress: (rule: string) => void
  /** Another thread, to read files with. */
  readonly second?: Second | null
  /** Bytes that the prefilter's keys may take at one time; above that files are read more often. */
  readonly keyBytes?: number
  /** Rows of all rules together from which on the other thread runs some of the rules. */
  readonly shareFrom?: number
  /** Told after each stage of a rule (null: of the run). */
  readonly lap?: (rule: string | null, stage: RunStage) => void
  /** Told what stages took in the other thread, once it was waited for. */
  readonly elsewhere?: (laps: readonly SharedLap[]) => void
}

/** Runs rules over the batches in force and writes the tables of the run. Throws a bug where a balance fails. */
export function runRules(input: RunInput): RunResult {
  const { db, batches, params, asOf, only } = input
  refuseMissingGraces(input.rules, params)
  defineFunctions(db, params)
  db.exec(RUN_DDL)
  const question: Question = {
    db,
    feeds: new Feeds(db, batches),
    counts: new RowCounts(input.second ?? null),
    params,
    asOf,
    exact: input.exact,
    second: input.second ?? null,
    keyBytes: input.keyBytes ?? KEY_BYTES,
    lap: input.lap ?? (() => undefined),
    wants: wantsOf(only),
  }
  question.feeds.resolveEmployers()
  const findings = new Findings()
  const ran: RuleState[] = []
  const balances: Balance[] = []
  const asked = input.rules.filter(r => wanted(r, only))
  if (asked.some(readsLevies)) fillCancelled(db, question.feeds)
  question.lap(null, 'intake')
  const tasks = asked.flatMap(rule => ownersOf(rule).map((owner): RuleTask => ({ rule, owner })))
  for (const [i, result] of runTasks(input, question, tasks, findings).entries()) {
    const { rule, owner } = tasks[i]!
    const state = stateOf(question.feeds, rule, { owner, owing: input.owing, missing: result.missing, only: result.only })
    ran.push(state)
    balances.push(...result.balance)
    note(db, { rule, state, result }, question)
  }
  noteLeftOut(input.rules, question)
  proveBalances(question, input.rules, balances, ran)
  question.lap(null, 'count')
  const were = originals(question, batches, findings)
  const batch = db.prepare('insert into run_batch values (?, ?, ?, ?)')
  // One transaction: by itself every insert would write its pages of 64 KiB out.
  db.transaction(() => {
    for (const b of batches) batch.run(b.id, b.dataDate, b.layout, b.source)
  })()
  findings.write(input.fill, were)
  question.lap(null, 'write')
  return { rules: ran, outcomes: summed(findings), balance: balances, undecided: findings.undecidedCount }
}

/** What became of each task: all here, or shared out where there is another thread and where that pays. */
function runTasks(input: RunInput, question: Question, tasks: readonly RuleTask[], findings: Findings): readonly RanRule[] {
  const begun = new Set<string>()
  const began = (rule: string): void => {
    if (begun.size < begun.add(rule).size) input.progress(rule)
  }
  const { batches, only, elsewhere = () => undefined } = input
  const { second } = question
  const sizes = second === null ? null : worthSharing(question.feeds, tasks, input.shareFrom)
  if (second !== null && sizes !== null) return runShared(question, tasks, findings, { second, sizes, batches, only, began, elsewhere })
  return tasks.map(task => {
    began(task.rule.rule)
    return runTask(question, task, findings)
  })
}

/** Throws `match.no_grace` for the first grace that a rule asks for and that the parameters do not have. */
export function refuseMissingGraces(rules: readonly Rule[], params: Params): void {
  for (const rule of rules) {
    const grace = namesGiven(expressionsOf(rule), 'grace').find(name => params.grace(name) === undefined)
    if (grace !== undefined) throw problem('match.no_grace', { file: rule.file, rule: rule.rule, found: grace })
  }
}

/** Rules over single rows, and lookups, that ask temp."cancelled" whether a levy is live. */
function readsLevies(rule: Rule): boolean {
  return (
    (rule.kind !== 'compare' && rule.feeds.some(f => f.record === 'levy')) || rule.lookups.some(l => 'record' in l && l.record === 'levy')
  )
}

function wanted(rule: Rule, only: readonly string[]): boolean {
  return only.length === 0 || only.includes(rule.rule) || codesOf(rule).some(c => only.includes(c))
}

function stateOf(
  feeds: Feeds,
  rule: Rule,
  { owner, owing, missing, only }: { owner: Owner | null; owing: readonly OwingSource[] } & Pick<RanRule, 'missing' | 'only'>,
): RuleState {
  if (missing !== null) return { rule: rule.rule, owner, state: 'not_run', missing, ...(only.length > 0 && { only }), incomplete: [] }
  return {
    rule: rule.rule,
    owner,
    state: 'ran',
    missing: [],
    incomplete: owingFor(feeds, rule, { owner, owing }).map(({ source, periods }) => ({ source, periods })),
  }
}

/** What rules could say of the batches, without running any: which lack records, and which read a source that owes something. */
export function readiness({ db, batches, rules, owing }: Pick<RunInput, 'db' | 'batches' | 'rules' | 'owing'>): readonly RuleState[] {
  const feeds = new Feeds(db, batches)
  return rules.flatMap(rule =>
    ownersOf(rule).map(owner => {
      const missing = missingOf(feeds, rule, owner)
      return stateOf(feeds, rule, { owner, owing, missing: missing.length === 0 ? null : missing, only: [] })
    }),
  )
}

function ownersOf(rule: Rule): readonly (Owner | null)[] {
  return rule.by === 'owner' ? OWNERS : [null]
}

function note(
  db: Db,
  { rule, state, result: { missing, only, balance, delivered, both } }: { rule: Rule; state: RuleState; result: RanRule },
  { wants }: Question,
): void {
  const codes = missing === null ? codesOf(rule).filter(c => wants(rule.rule, c)) : only
  db.prepare('insert into rule_run values (?, ?, ?, ?, ?, ?, ?)').run(
    rule.rule,
    state.owner,
    JSON.stringify(codes),
    state.state,
    JSON.stringify(state.missing),
    JSON.stringify(delivered),
    JSON.stringify(state.incomplete),
  )
  const line = db.prepare('insert into balance values (?, ?, ?, ?, ?, ?)')
  for (const b of balance) line.run(b.rule, b.owner, b.side, b.class, b.rows, b.fen)
  if (both === undefined) return
  const had = db.prepare('insert into both_sides values (?, ?, ?, ?)')
  for (const value of [null, ...both.values]) had.run(rule.rule, state.owner, both.name, value)
}

/** Outcomes that rules were not asked for: the ledger closes nothing that they found. */
function noteLeftOut(rules: readonly Rule[], { db, wants }: Question): void {
  const insert = db.prepare('insert into left_out values (?, ?)')
  const left = rules.flatMap(rule =>
    codesOf(rule)
      .filter(code => !wants(rule.rule, code))
      .map(code => [rule.rule, code]),
  )
  db.transaction(() => {
    for (const pair of left) insert.run(pair)
  })()
}

/** Texts as received, for every row behind a finding, and the file it stood in. */
function originals({ db, feeds }: Question, batches: readonly Batch[], findings: Findings): Originals {
  const found = new Map<number, Looked>()
  const senders = new Map(batches.map(b => [b.id, b.sender]))
  for (const { batch, segment, line } of findings.rows()) looked(found, batch, segment).lines.add(line)
  for (const segment of batches.flatMap(b => b.segments)) {
    const at = found.get(placeOf(segment.batch, segment.n))
    if (at === undefined) continue
    at.file = segment.file
    const take = (where: string): void => {
      for (const [line, sheet, field, text] of db
        .prepare(`select "line", "sheet", "field", "before" from seg."changes"${where}`)
        .raw()
        .iterate() as Iterable<[number, string | null, string, string]>) {
        if (!at.lines.has(line)) continue
        const key = sheet === null ? line : `${sheet}/${line}`
        const before = at.raws.get(key) ?? {}
        before[field] = text
        at.raws.set(key, before)
      }
    }
    // On a bad day nearly every row of an extract has a change: SQL leaves out those of other rows.
    feeds.with({ segment }, () =>
      segment.counts.rowsChanged <= at.lines.size
        ? take('')
        : withPicked(db, { rows: Int32Array.from(at.lines) }, () => take(' where "line" in (select "r" from temp."pick")')),
    )
  }
  return {
    raw: ({ batch, segment, sheet, line }) => found.get(placeOf(batch, segment))?.raws.get(sheet === null ? line : `${sheet}/${line}`),
    file: ({ batch, segment }) => found.get(placeOf(batch, segment))?.file ?? '',
    sender: batch => senders.get(batch) ?? null,
  }
}

/** Lines of a file behind findings, and what stood there, by line or sheet and line. */
interface Looked {
  file: string
  readonly lines: Set<number>
  readonly raws: Map<number | string, Record<string, string>>
}

/** One number for a file: no batch has so many. */
const placeOf = (batch: number, segment: number): number => batch * 65_536 + segment

function looked(found: Map<number, Looked>, batch: number, segment: number): Looked {
  const at = placeOf(batch, segment)
  let one = found.get(at)
  if (one === undefined) found.set(at, (one = { file: '', lines: new Set(), raws: new Map() }))
  return one
}

function summed(findings: Findings): RunResult['outcomes'] {
  const out = new Map<string, { outcome: string; variant: string | null; class: FindingClass; count: number; fen: number }>()
  for (const { fen, ...kind } of findings.counts) {
    const at = `${kind.outcome}|${kind.class}|${kind.variant ?? ''}`
    let sum = out.get(at)
    if (sum === undefined) out.set(at, (sum = { ...kind, count: 0, fen: 0 }))
    sum.count++
    sum.fen += fen ?? 0
  }
  return inOrder([...out.values()])
}
