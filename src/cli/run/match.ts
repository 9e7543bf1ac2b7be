import { matchRun, type MatchReport } from '../../flow/match.js'
import { listRules, outcomeTitles } from '../../flow/rules.js'
import { localDay, Exit, type Effects, type ExitStatus } from '../../kernel/index.js'
import type { Workspace } from '../../workspace/index.js'
import type { Context } from '../commands.js'
import { dayOption, listOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { thousands } from '../../messages/index.js'
import { frame, prose } from '../paint.js'
import { table, yuan } from '../table.js'
import { agencyWord, inLang, listed, recordsOf, stateWord, told, variantBeside } from '../words.js'

export async function runMatch({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const ws = workspace()
  const report = matchRun(ws, { asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()), rules: listOption(options, 'rule'), exact: options['exact'] === true }, fx)
  if (json) fx.out(JSON.stringify({ ...report, seconds: undefined }))
  else showMatch(ws, report, fx)
  sayMatch(ws, report, fx)
  fx.note(told(fx, 'cli.match.next'))
  const standing = report.outcomes.some(o => o.class === 'discrepancy' || o.class === 'ambiguous')
  return Promise.resolve(options['exitCode'] === true && standing ? Exit.findings : Exit.done)
}

/** Outcomes with counts and money, then how the ledger moved. */
export function showMatch(ws: Workspace, report: MatchReport, fx: Effects): void {
  prose(fx, told(fx, 'cli.match.head', { asOf: report.asOf, batches: report.batches, run: report.run }))
  const titleOf = outcomeTitles(ws)
  const rows = report.outcomes.map(o => [o.outcome, inLang(fx, titleOf(o.outcome, o.variant)), variantBeside(fx, inLang(fx, titleOf(o.outcome, o.variant)), o.variant), stateWord(fx, o.class), thousands(o.count), yuan(o.fen)])
  const head = [{ title: told(fx, 'cli.h.outcome') }, { title: told(fx, 'cli.h.title'), grow: true as const }, { title: told(fx, 'cli.h.variant') }, { title: told(fx, 'cli.h.state') }, { title: told(fx, 'cli.h.count'), right: true as const }, { title: told(fx, 'cli.h.money'), right: true as const }]
  if (rows.length === 0) fx.out(told(fx, 'cli.match.none'))
  else for (const line of table(head, rows, frame(fx))) fx.out(line)
  prose(fx, told(fx, 'cli.match.balanced', { rules: new Set(report.rules.filter(r => r.state === 'ran').map(r => r.rule)).size, rows: report.balance.reduce((n, b) => n + b.rows, 0) }))
  const m = report.moves
  if (m === null) return
  prose(fx, told(fx, 'cli.match.moves', { before: m['before'] ?? 0, opened: m['opened'] ?? 0, reopened: m['reopened'] ?? 0, closed: m['closed'] ?? 0, after: m['after'] ?? 0 }))
  prose(fx, told(fx, 'cli.match.apart', { transit: m['in_transit'] ?? 0, note: m['note'] ?? 0, undecided: report.undecided }))
}

/** What did not run or was not looked at, on stderr: rules that wait for the same records in one sentence. */
export function sayMatch(ws: Workspace, report: MatchReport, fx: Effects): void {
  const waiting = new Map<string, string[]>()
  const titles = new Map(listRules(ws).map(r => [r.rule, r.title]))
  for (const r of report.rules.filter(x => x.state === 'not_run')) {
    const missing = listed(fx, r.missing.map(m => recordsOf(fx, m.slice(0, m.indexOf(':')), [m.slice(m.indexOf(':') + 1)])))
    const title = inLang(fx, titles.get(r.rule) ?? { zh: r.rule, en: r.rule })
    const name = told(fx, 'cli.match.rule', { title, owner: agencyWord(fx, r.owner) })
    waiting.set(missing, [...waiting.get(missing) ?? [], name])
  }
  for (const [missing, rules] of waiting) fx.note(told(fx, 'match.missing', { missing, rules: listed(fx, rules) }))
  if (report.later > 0) fx.note(told(fx, 'cli.match.later', { later: report.later }))
  if (report.state === 'shown') fx.note(told(fx, 'cli.match.shown'))
}
