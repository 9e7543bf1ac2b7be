import { diffList, diffObject, diffObjects, diffShow, type DiffDetail, type DiffFilter } from '../../flow/diff.js'
import { AGENCIES, type Effects, type ExitStatus } from '../../kernel/index.js'
import { STANDING, STATES, type LedgerEntry, type State } from '../../ledger/index.js'
import { problem } from '../../kernel/index.js'
import type { Context } from '../commands.js'
import { dayOption, listOption, numberOption, oneOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { printable, table, yuan } from '../table.js'
import { agencyWord, fieldWord, inLang, stateWord, told } from '../words.js'

type Status = Promise<ExitStatus | undefined>
const SCREEN = 200

function filterOf(options: Options): DiffFilter {
  const states = listOption(options, 'state').flatMap(s => s.split(','))
  const wrong = states.find(s => s !== 'all' && !(STATES as readonly string[]).includes(s))
  if (wrong !== undefined) throw problem('cli.value', { option: '--state', found: wrong, expected: [...STATES, 'all'].join(', ') })
  const given = {
    rule: textOption(options, 'rule'), outcome: textOption(options, 'outcome'), agency: oneOption(options, 'agency', { flag: '--agency', values: AGENCIES }), employer: textOption(options, 'employer'),
    person: textOption(options, 'person'), insurance: textOption(options, 'insurance'), period: numberOption(options, 'period', '--period'), area: textOption(options, 'area'),
    voucher: textOption(options, 'voucher'), at: dayOption(options, 'at', '--at'), limit: numberOption(options, 'limit', '--limit'),
  }
  return { ...Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)), states: states.includes('all') ? STATES : states.length === 0 ? STANDING : states as readonly State[] }
}

export async function runDiffList({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Status {
  const filter = filterOf(options)
  if (json) {
    diffObjects(workspace(), filter, object => fx.out(JSON.stringify(object)))
    return undefined
  }
  const { diffs, total, fen } = diffList(workspace(), { ...filter, limit: filter.limit ?? SCREEN })
  if (diffs.length === 0) fx.out(told(fx, 'cli.diff.none'))
  else {
    const head = [
      { title: told(fx, 'cli.h.no'), right: true as const }, { title: told(fx, 'cli.h.outcome') }, { title: told(fx, 'cli.h.variant') }, { title: told(fx, 'cli.h.state') }, { title: told(fx, 'cli.h.who'), grow: true as const },
      { title: told(fx, 'cli.h.insurance') }, { title: told(fx, 'cli.h.period') }, { title: told(fx, 'cli.h.voucher'), grow: true as const }, { title: told(fx, 'cli.h.money'), right: true as const }, { title: told(fx, 'cli.h.acts') },
    ]
    for (const line of table(head, diffs.map(d => rowOf(d, fx)), fx.columns)) fx.out(line)
  }
  fx.note(told(fx, 'cli.diff.total', { shown: diffs.length, total, money: yuan(fen) }))
  return Promise.resolve(undefined)
}

function rowOf({ no, state, finding: f }: LedgerEntry, fx: Effects): readonly string[] {
  const whom = f.id_number ?? f.person_no ?? f.employer ?? f.employer_no ?? f.subject ?? f.area ?? ''
  const period = f.period === null ? '' : f.period_end === null ? String(f.period) : `${f.period}–${f.period_end}`
  const voucher = f.vouchers?.join(' ') ?? f.levy_nos?.join(' ') ?? f.voucher ?? f.levy_no ?? ''
  return [String(no), f.outcome, f.variant ?? '', stateWord(fx, state), f.name === null ? whom : `${whom} ${f.name}`, f.insurance ?? f.insurances?.join(' ') ?? '', period, voucher, f.amount_fen === null ? '' : yuan(f.amount_fen), f.who_acts.map(a => agencyWord(fx, a)).join(' ')]
}

export async function runDiffShow({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const diff = diffShow(workspace(), String(args[0]))
  if (json) {
    fx.out(JSON.stringify(diffObject(diff)))
    return undefined
  }
  fx.out(headline(diff, fx))
  for (const [agency, rows] of Object.entries(diff.sides)) {
    for (const row of rows) {
      fx.out('')
      fx.out(`${agencyWord(fx, agency)} ${row.file}${row.sheet === null ? '' : `[${row.sheet}]`}${row.line > 0 ? `:${row.line}` : ''}`)
      const cells = Object.entries(row.vals).map(([field, value]) => [fieldWord(fx, field), shownValue(field, value), row.raw[field] ?? ''])
      for (const line of table([{ title: told(fx, 'cli.h.field') }, { title: told(fx, 'cli.h.value'), grow: true }, { title: '', grow: true }], cells, fx.columns).slice(2)) fx.out(`  ${line}`)
    }
  }
  return Promise.resolve(undefined)
}

const MONEY = /^(amount|principal|late_fee|interest|base|wage|total)/

function shownValue(field: string, value: string | number | null): string {
  return typeof value === 'number' && MONEY.test(field) ? yuan(value) : String(value ?? '')
}

function headline(diff: DiffDetail, fx: Effects): string {
  const f = diff.finding
  const key = [f.id_number ?? f.person_no ?? f.employer ?? f.employer_no ?? f.subject, f.name, f.insurance, f.period === null ? null : `${f.period}${f.period_end === null ? '' : `–${f.period_end}`}`, f.voucher ?? f.vouchers?.join(' '), f.levy_no ?? f.levy_nos?.join(' '), f.area, f.office]
  return `#${diff.no} ${f.outcome}${f.variant === null ? '' : `/${f.variant}`} ${inLang(fx, diff.title)} · ${key.filter(k => k !== null && k !== undefined).map(k => printable(String(k))).join(' ')} · ${told(fx, 'cli.diff.opened', { opened: diff.openedAsOf, state: stateWord(fx, diff.state) })}`
}

/** In sentences: what, who has it, which keys were tried, what failed, what comes nearest, who must act and how. */
export async function runDiffExplain({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const diff = diffShow(workspace(), String(args[0]))
  if (json) {
    fx.out(JSON.stringify({ ...diffObject(diff), trail: diff.trail, moves: diff.moves, title: diff.title, do: diff.do }))
    return undefined
  }
  fx.out(headline(diff, fx))
  for (const sentence of sentences(diff, fx)) fx.out(sentence)
  return Promise.resolve(undefined)
}

function sentences(diff: DiffDetail, fx: Effects): readonly string[] {
  const { finding: f, trail } = diff
  const out: string[] = []
  if (f.agency_has !== null && f.agency_lacks !== null && (trail?.failed ?? null) === null) out.push(told(fx, 'cli.explain.has', { has: agencyWord(fx, f.agency_has), lacks: agencyWord(fx, f.agency_lacks) }))
  if (f.amount_fen !== null) out.push(told(fx, 'cli.explain.amount', { money: yuan(f.amount_fen) }))
  const key = (names: readonly string[]): string => names.map(n => fieldWord(fx, n)).join(' + ')
  const glue = fx.lang === 'en' ? '; ' : '；'
  if (trail !== null) {
    const missed = trail.passes.filter(p => !p.taken)
    const taken = trail.passes.find(p => p.taken)
    if (missed.length > 0) out.push(told(fx, 'cli.explain.passes', { passes: missed.map(p => key(p.key)).join(glue) }))
    if (taken !== undefined) out.push(told(fx, 'cli.explain.taken', { key: key(taken.key) }))
    const shown = (field: string, value: string | null): string => value === null ? '∅' : MONEY.test(field) ? yuan(Number(value)) : printable(value)
    if (trail.failed !== null) out.push(told(fx, 'cli.explain.failed', { field: fieldWord(fx, trail.failed.field), a: shown(trail.failed.field, trail.failed.a), b: shown(trail.failed.field, trail.failed.b) }))
    else if (trail.nearest !== null) out.push(told(fx, 'cli.explain.nearest', { differs: trail.nearest.differs.map(d => `${fieldWord(fx, d.field)} ${shown(d.field, d.a)} ≠ ${shown(d.field, d.b)}`).join(glue) }))
    else if (f.agency_lacks !== null && taken === undefined) out.push(told(fx, 'cli.explain.nearest_none'))
  }
  if (f.until !== null) out.push(told(fx, 'cli.explain.until', { until: f.until }))
  out.push(told(fx, 'cli.explain.acts', { agencies: f.who_acts.map(a => agencyWord(fx, a)).join('、'), action: inLang(fx, diff.do) }))
  out.push(told(fx, 'cli.explain.history', { history: diff.moves.map(m => `${m.asOf} ${stateWord(fx, m.after)}`).join(' → ') }))
  return out
}
