import { matchRun, type MatchReport } from '../../flow/match.js'
import { listRules, outcomeTitles } from '../../flow/rules.js'
import { localDay, Exit, type Effects, type ExitStatus } from '../../kernel/index.js'
import type { Workspace } from '../../workspace/index.js'
import { DEFAULT_JOBS, type Context } from '../command.js'
import { dayOption, listOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { thousands } from '../../messages/index.js'
import { showLaps } from '../laps.js'
import { prose, showTable } from '../paint.js'
import { yuan } from '../table.js'
import { agencyWord, inLang, listed, missingText, owesText, recordsOf, stateWord, told, variantBeside } from '../words.js'

/** Matches and moves the ledger. Status 1 only with --exit-code, when something stands. */
export async function runMatch({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const ws = workspace()
  const report = matchRun(
    ws,
    {
      asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()),
      rules: listOption(options, 'rule'),
      exact: options['exact'] === true,
      jobs: DEFAULT_JOBS,
    },
    fx,
  )
  const profile = options['profile'] === true
  if (json) fx.out(JSON.stringify({ ...report, lastAsOf: undefined, seconds: undefined, laps: profile ? report.laps : undefined }))
  else await showMatch(ws, report, fx)
  if (profile && !json) {
    const titles = new Map(listRules(ws).map(r => [r.rule, r.title]))
    await showLaps(fx, report.laps, rule => inLang(fx, titles.get(rule) ?? { zh: rule, en: rule }))
  }
  sayMatch(ws, report, fx)
  fx.note(told(fx, 'cli.match.next'))
  // A run of all rules speaks for the whole ledger: what it could not decide stands all the same.
  const standing =
    report.outcomes.some(o => o.class === 'discrepancy' || o.class === 'ambiguous') ||
    (listOption(options, 'rule').length === 0 && (report.moves?.['after'] ?? 0) > 0)
  return options['exitCode'] === true && standing ? Exit.findings : Exit.done
}

/** Outcomes with counts and money, then how the ledger moved. */
export async function showMatch(ws: Workspace, report: MatchReport, fx: Effects): Promise<void> {
  prose(fx, told(fx, 'cli.match.head', { asOf: report.asOf, batches: report.batches, run: report.run }))
  if (report.sameAs !== null) prose(fx, told(fx, 'cli.match.same', { run: report.sameAs }))
  const titleOf = outcomeTitles(
    ws,
    report.outcomes.map(o => o.outcome),
  )
  const rows = report.outcomes.map(o => [
    o.outcome,
    inLang(fx, titleOf(o.outcome, o.variant)),
    variantBeside(fx, inLang(fx, titleOf(o.outcome, o.variant)), o.variant),
    stateWord(fx, o.class),
    thousands(o.count),
    yuan(o.fen),
  ])
  const head = [
    { title: told(fx, 'cli.h.outcome') },
    { title: told(fx, 'cli.h.title'), grow: true as const },
    { title: told(fx, 'cli.h.variant') },
    { title: told(fx, 'cli.h.state') },
    { title: told(fx, 'cli.h.count'), right: true as const },
    { title: told(fx, 'cli.h.money'), right: true as const },
  ]
  if (rows.length === 0) fx.out(told(fx, 'cli.match.none'))
  else await showTable(fx, head, rows)
  prose(
    fx,
    told(fx, 'cli.match.balanced', {
      rules: new Set(report.rules.filter(r => r.state === 'ran').map(r => r.rule)).size,
      rows: report.balance.reduce((n, b) => n + b.rows, 0),
    }),
  )
  const incomplete = new Set(report.rules.filter(r => r.incomplete.length > 0).map(r => r.rule)).size
  if (incomplete > 0) prose(fx, told(fx, 'match.balance_incomplete', { rules: incomplete }))
  if (report.moves !== null) showMoves(report.moves, report.balance, fx)
}

/** How the ledger moved, and what stands beside it. */
function showMoves(m: NonNullable<MatchReport['moves']>, balance: MatchReport['balance'], fx: Effects): void {
  prose(
    fx,
    told(fx, 'cli.match.moves', {
      before: m['before'] ?? 0,
      opened: m['opened'] ?? 0,
      reopened: m['reopened'] ?? 0,
      closed: m['closed'] ?? 0,
      after: m['after'] ?? 0,
    }),
  )
  prose(
    fx,
    told(fx, 'cli.match.apart', {
      transit: m['in_transit'] ?? 0,
      note: m['note'] ?? 0,
      undecided: balance.filter(b => b.class === 'undecided').reduce((n, b) => n + b.rows, 0),
    }),
  )
}

type RuleRun = MatchReport['rules'][number]

function byRule(runs: readonly RuleRun[]): ReadonlyMap<string, readonly RuleRun[]> {
  const out = new Map<string, RuleRun[]>()
  for (const r of runs) out.set(r.rule, [...(out.get(r.rule) ?? []), r])
  return out
}

/** Which side's data do not reach far enough to decide; where all came up to one day, that day. */
function waitsText({ rows, known }: MatchReport['waits'][number], rule: string, fx: Effects): string {
  const days = new Set(known.map(k => k.day))
  if (days.size === 1) return told(fx, 'match.not_due', { rule, rows: thousands(rows), day: known[0]!.day })
  return told(fx, 'match.waits', {
    rule,
    rows: thousands(rows),
    known: listed(
      fx,
      known.map(k => told(fx, 'match.known', { records: recordsOf(fx, k.agency, [k.kind]), day: k.day })),
    ),
  })
}

/** What did not run, read what is not whole, or was not looked at, on stderr: a line for every rule that waits for records. */
export function sayMatch(ws: Workspace, report: MatchReport, fx: Effects): void {
  const titles = new Map(listRules(ws).map(r => [r.rule, r.title]))
  const nameOf = (rule: string, runs: readonly { readonly owner: string | null }[]): string => {
    const whole = report.rules.filter(r => r.rule === rule).length === runs.length
    return told(fx, 'cli.match.rule', {
      title: inLang(fx, titles.get(rule) ?? { zh: rule, en: rule }),
      owner: whole
        ? ''
        : listed(
            fx,
            runs.map(r => agencyWord(fx, r.owner)),
          ),
    })
  }
  const waiting = byRule(report.rules.filter(r => r.state === 'not_run'))
  if (waiting.size > 0) fx.note(told(fx, 'match.not_run', { rules: waiting.size }))
  for (const [rule, runs] of waiting)
    fx.note(
      told(fx, 'match.missing', {
        rule: nameOf(rule, runs),
        missing: missingText(
          runs.flatMap(r => r.missing),
          fx,
        ),
        only: listed(fx, [...new Set(runs.flatMap(r => r.only ?? []))]),
      }),
    )
  const owed = byRule(report.rules.filter(r => r.incomplete.length > 0))
  if (owed.size > 0) fx.note(told(fx, 'match.incomplete', { rules: owed.size }))
  for (const [rule, runs] of owed)
    fx.note(
      told(fx, 'match.owes', {
        rule: nameOf(rule, runs),
        owes: owesText(
          fx,
          runs.flatMap(r => r.incomplete),
        ),
      }),
    )
  for (const w of report.waits) fx.note(waitsText(w, nameOf(w.rule, [w]), fx))
  if (report.later > 0) fx.note(told(fx, 'cli.match.later', { later: report.later }))
  if (report.state === 'shown') fx.note(told(fx, 'cli.match.shown', { last: report.lastAsOf ?? '' }))
}
