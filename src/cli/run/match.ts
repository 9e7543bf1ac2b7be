import { localDay } from '../../flow/load.js'
import { matchRun, type MatchReport } from '../../flow/match.js'
import { outcomeInfos, type OutcomeInfo } from '../../flow/rules.js'
import { Exit, type Effects, type ExitStatus } from '../../kernel/index.js'
import type { Workspace } from '../../workspace/index.js'
import type { Context } from '../commands.js'
import { dayOption, listOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { count, showTable, yuan } from '../table.js'
import { agencyWord, inLang, stateWord, told } from '../words.js'

export async function runMatch({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const ws = workspace()
  const report = matchRun(ws, { asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()), rules: listOption(options, 'rule'), exact: options['exact'] === true }, fx)
  if (json) fx.out(JSON.stringify({ ...report, seconds: undefined }))
  else showMatch(ws, report, fx)
  sayMatch(report, fx)
  const standing = report.outcomes.some(o => o.class === 'discrepancy' || o.class === 'ambiguous')
  return Promise.resolve(options['exitCode'] === true && standing ? Exit.findings : Exit.done)
}

/** Outcomes with counts and money, then how the ledger moved. */
export function showMatch(ws: Workspace, report: MatchReport, fx: Effects): void {
  fx.out(told(fx, 'cli.match.head', { asOf: report.asOf, batches: report.batches, run: report.run }))
  const infos = outcomeInfos(ws)
  const rows = report.outcomes.map(o => [o.outcome, o.variant ?? '', inLang(fx, titleOf(infos.get(o.outcome), o.variant)), stateWord(fx, o.class), count(o.count), yuan(o.fen)])
  const head = [{ title: told(fx, 'cli.h.outcome') }, { title: told(fx, 'cli.h.variant') }, { title: told(fx, 'cli.h.title'), grow: true as const }, { title: told(fx, 'cli.h.state') }, { title: told(fx, 'cli.h.count'), right: true as const }, { title: told(fx, 'cli.h.money'), right: true as const }]
  if (rows.length === 0) fx.out(told(fx, 'cli.match.none'))
  else showTable(head, rows, fx)
  fx.out(told(fx, 'cli.match.balanced', { rules: report.rules.filter(r => r.state === 'ran').length, rows: report.balance.reduce((n, b) => n + b.rows, 0) }))
  const m = report.moves
  if (m === null) return
  fx.out(told(fx, 'cli.match.moves', { before: m['before'] ?? 0, opened: m['opened'] ?? 0, reopened: m['reopened'] ?? 0, closed: m['closed'] ?? 0, after: m['after'] ?? 0 }))
  fx.out(told(fx, 'cli.match.apart', { transit: m['in_transit'] ?? 0, note: m['note'] ?? 0, undecided: report.undecided }))
}

function titleOf(info: OutcomeInfo | undefined, variant: string | null): OutcomeInfo['title'] {
  return info?.titles.get(variant ?? '') ?? info?.title ?? { zh: '', en: '' }
}

/** What did not run or was not looked at, on stderr. */
export function sayMatch(report: MatchReport, fx: Effects): void {
  for (const r of report.rules) if (r.state === 'not_run') fx.note(told(fx, 'match.missing', { rule: r.rule, owner: agencyWord(fx, r.owner), missing: r.missing.join(', ') }))
  if (report.later > 0) fx.note(told(fx, 'cli.match.later', { later: report.later }))
  if (report.state === 'shown') fx.note(told(fx, 'cli.match.shown'))
  fx.note(told(fx, 'cli.match.next'))
}
