import type { PeriodStatus } from '../../calendar/index.js'
import { status, type RuleReadiness, type StatusReport } from '../../flow/status.js'
import { Exit, localDay, type Effects, type ExitStatus } from '../../kernel/index.js'
import { thousands } from '../../messages/index.js'
import type { Context } from '../command.js'
import { countOption, dayOption, listOption } from '../options.js'
import { prose, showTable } from '../paint.js'
import type { Options, Parsed } from '../parse.js'
import { yuan, type Col } from '../table.js'
import { agencyWord, inLang, listed, missingText, owesText, told } from '../words.js'

const PERIODS = 3

/** The delivery calendar. Status 1 only with --exit-code, when something due is missing. */
export async function runStatus({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const report = status(
    workspace(),
    {
      asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()),
      sources: listOption(options, 'source'),
      periods: countOption(options, 'periods', '--periods') ?? PERIODS,
    },
    fx,
  )
  if (json) {
    for (const p of report.periods) fx.out(JSON.stringify(periodObject(p)))
    for (const r of report.rules)
      fx.out(JSON.stringify({ what: 'rule', rule: r.rule, owner: r.owner, state: r.state, missing: r.missing, incomplete: r.incomplete }))
  } else await show(report, fx)
  return options['exitCode'] === true && report.incomplete > 0 ? Exit.findings : Exit.done
}

const twoDigits = (n: number): string => String(n).padStart(2, '0')

/** `2025-10-14`, with the time where it is not the end of the day. */
function dueText({ due }: PeriodStatus): string {
  if (due === null) return ''
  return due.minute === 24 * 60 ? due.day : `${due.day} ${twoDigits(Math.floor(due.minute / 60))}:${twoDigits(due.minute % 60)}`
}

function periodObject(p: PeriodStatus): Readonly<Record<string, unknown>> {
  return {
    what: 'delivery',
    source: p.source,
    agency: p.agency,
    layout: p.layout,
    period: p.period,
    due: p.due === null ? null : dueText(p),
    state: p.state,
    arrived: p.arrived,
    late_minutes: p.lateMinutes,
    data_date: p.dataDate,
    batches: p.batches,
    in_force: p.inForce,
    resent: p.resent,
    replaced: p.replaced,
    gaps: p.gaps.map(({ from, to, missing }) => ({ from, to, missing })),
    rows: p.rows,
    usual_rows: p.usualRows,
    amount_fen: p.fen,
    usual_fen: p.usualFen,
    unusual: p.unusual,
  }
}

async function show(report: StatusReport, fx: Effects): Promise<void> {
  const { periods, rules } = report
  if (periods.length === 0) fx.out(told(fx, 'status.nothing'))
  else {
    prose(
      fx,
      told(fx, 'status.head', { asOf: report.asOf, sources: new Set(periods.map(p => p.source)).size, incomplete: report.incomplete }),
    )
    await showTable(
      fx,
      columns(fx),
      periods.map(p => cells(p, fx)),
    )
  }
  if (rules.length > 0) await showRules(report, fx)
  if (report.withoutDue > 0) fx.note(told(fx, 'status.no_due', { sources: report.withoutDue }))
  if (periods.length > 0) fx.note(told(fx, 'status.next'))
}

/** How many may be run, and what the others wait for. */
async function showRules({ rules, periods }: StatusReport, fx: Effects): Promise<void> {
  const count = (state: RuleReadiness['state']): number => rules.filter(r => r.state === state).length
  prose(fx, told(fx, 'status.rules', { ready: count('ready'), incomplete: count('incomplete'), lacking: count('lacking') }))
  const waiting = rules.filter(r => r.state !== 'ready')
  if (waiting.length === 0 || periods.length === 0) return
  const head = [
    { title: told(fx, 'cli.h.rule') },
    { title: told(fx, 'cli.h.comparable') },
    { title: told(fx, 'cli.h.lacks'), grow: true as const },
  ]
  await showTable(
    fx,
    head,
    waiting.map(r => [ruleName(r, fx), told(fx, `status.rule.${r.state}`), lacks(r, fx)]),
  )
}

function columns(fx: Effects): readonly Col[] {
  return [
    { title: told(fx, 'cli.h.source') },
    { title: told(fx, 'cli.h.period') },
    { title: told(fx, 'cli.h.due') },
    { title: told(fx, 'cli.h.delivery') },
    { title: told(fx, 'cli.h.rows'), right: true },
    { title: told(fx, 'cli.h.usual_rows'), right: true, below: true },
    { title: told(fx, 'cli.h.money'), right: true },
    { title: told(fx, 'cli.h.usual_money'), right: true, below: true },
    { title: told(fx, 'cli.h.batches'), below: true },
    { title: told(fx, 'cli.h.remark'), below: true },
  ]
}

function cells(p: PeriodStatus, fx: Effects): readonly string[] {
  const came = p.batches.length > 0
  return [
    p.source,
    p.period,
    dueText(p),
    told(fx, `status.state.${p.state}`),
    came ? thousands(p.rows) : '',
    p.usualRows === null ? '' : thousands(p.usualRows),
    came ? yuan(p.fen) : '',
    p.usualFen === null ? '' : yuan(p.usualFen),
    p.batches.join(' '),
    listed(fx, remarks(p, fx)),
  ]
}

function remarks(p: PeriodStatus, fx: Effects): readonly string[] {
  const far = (value: number, usual: number | null): string =>
    usual === null || usual === 0 || value === usual ? '' : `${value > usual ? '+' : '−'}${Math.round(Math.abs(value / usual - 1) * 100)}%`
  return [
    ...(p.lateMinutes === null ? [] : [told(fx, 'status.late', { minutes: p.lateMinutes })]),
    ...((p.state === 'short' || p.state === 'early') && p.dataDate !== null ? [told(fx, 'status.only_to', { date: p.dataDate })] : []),
    ...p.gaps.map(({ from, to, missing }) => told(fx, 'status.gap', { from, to, missing })),
    ...(p.resent === 0 ? [] : [told(fx, 'status.resent', { times: p.resent })]),
    ...(p.replaced === 0 ? [] : [told(fx, 'status.replaced', { batches: p.replaced })]),
    ...(p.unusual ? [told(fx, 'status.unusual', { rows: far(p.rows, p.usualRows), money: far(p.fen, p.usualFen) })] : []),
  ]
}

function ruleName(r: RuleReadiness, fx: Effects): string {
  return told(fx, 'cli.match.rule', { title: inLang(fx, r.title), owner: agencyWord(fx, r.owner) })
}

function lacks(r: RuleReadiness, fx: Effects): string {
  return r.state === 'lacking' ? missingText(r.missing, fx) : owesText(fx, r.incomplete)
}
