import { diffList, diffObjects, refuseUnmatched, type DiffFilter, type DiffList } from '../../flow/diff.js'
import { labelsOf } from '../../flow/labels.js'
import { insuranceNamed, outcomeTitles, refuseInsurance, refuseUnknown } from '../../flow/rules.js'
import { AGENCIES, problem, type Effects, type ExitStatus } from '../../kernel/index.js'
import { STANDING, STATES, type State } from '../../ledger/index.js'
import type { Workspace } from '../../workspace/index.js'
import type { Context } from '../command.js'
import { countOption, dayOption, listOption, monthOption, textOption } from '../options.js'
import { numbersText, periodText, whom } from '../diff-words.js'
import { showTable } from '../paint.js'
import type { Options, Parsed } from '../parse.js'
import { yuan } from '../table.js'
import { agencyWord, inLang, listed, stateWord, told, variantBeside } from '../words.js'

type Status = Promise<ExitStatus | undefined>
const SCREEN = 200

/** One of the values, by its code or by the word that the session shows of it; throws `cli.value` with all of them. */
function named<const T extends string>(
  found: string,
  { flag, values, word }: { readonly flag: string; readonly values: readonly T[]; readonly word: (value: T) => string },
): T {
  const value = values.find(v => v === found) ?? values.find(v => word(v) === found)
  if (value === undefined)
    throw problem('cli.value', { option: flag, found, expected: values.map(v => (word(v) === v ? v : `${v}/${word(v)}`)).join(', ') })
  return value
}

function filterOf(ws: Workspace, options: Options, fx: Effects): DiffFilter {
  const states = listOption(options, 'state')
    .flatMap(s => s.split(/[,，、]/))
    .map(found => named(found, { flag: '--state', values: [...STATES, 'all'], word: s => (s === 'all' ? s : stateWord(fx, s)) }))
  const agency = textOption(options, 'agency')
  const insurance = textOption(options, 'insurance')
  const given = {
    rule: textOption(options, 'rule'),
    outcome: textOption(options, 'outcome'),
    agency: agency === undefined ? undefined : named(agency, { flag: '--agency', values: AGENCIES, word: a => agencyWord(fx, a) }),
    employer: textOption(options, 'employer'),
    person: textOption(options, 'person'),
    insurance: insurance === undefined ? undefined : insuranceNamed(ws, insurance),
    period: monthOption(options, 'period', '--period'),
    area: textOption(options, 'area'),
    voucher: textOption(options, 'voucher'),
    at: dayOption(options, 'at', '--at'),
    limit: countOption(options, 'limit', '--limit'),
  }
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)),
    states: states.includes('all') ? STATES : states.length === 0 ? STANDING : states.filter((s): s is State => s !== 'all'),
  }
}

/**
 * Looked at only where nothing is found: a list should not wait for rules and codes, and the ledger may hold what a rule found that is no
 * more.
 */
function refuse(ws: Workspace, filter: DiffFilter): void {
  const { rule, outcome, insurance } = filter
  refuseUnknown(ws, [rule, outcome])
  if (insurance !== undefined) refuseInsurance(ws, insurance)
  refuseUnmatched(ws, filter)
}

/** Entries of the ledger: as a table, no more than a screen unless asked, or as lines of JSON. */
export async function runDiffList({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Status {
  const ws = workspace()
  const filter = filterOf(ws, options, fx)
  if (json) {
    let shown = 0
    diffObjects(ws, filter, object => {
      fx.out(JSON.stringify(object))
      shown++
    })
    if (shown === 0) refuse(ws, filter)
    return undefined
  }
  const list = diffList(ws, { ...filter, limit: filter.limit ?? SCREEN })
  if (list.diffs.length === 0) {
    refuse(ws, filter)
    fx.note(told(fx, 'cli.diff.none'))
  } else await showDiffs(ws, list, fx)
  return undefined
}

/** The list as a table, with what it sums up to. */
async function showDiffs(ws: Workspace, { diffs, total, fen }: DiffList, fx: Effects): Promise<void> {
  const label = labelsOf(ws, fx.lang)
  const titleOf = outcomeTitles(
    ws,
    diffs.map(d => d.finding.outcome),
  )
  const head = [
    { title: told(fx, 'cli.h.no'), right: true as const },
    { title: told(fx, 'cli.h.outcome') },
    { title: told(fx, 'cli.h.title'), grow: true as const },
    { title: told(fx, 'cli.h.variant'), spare: true as const },
    { title: told(fx, 'cli.h.state') },
    { title: told(fx, 'cli.h.who') },
    { title: told(fx, 'cli.h.money'), right: true as const },
    { title: told(fx, 'cli.h.insurance'), below: true as const },
    { title: told(fx, 'cli.h.period'), below: true as const },
    { title: told(fx, 'cli.h.voucher'), below: true as const },
    { title: told(fx, 'cli.h.acts'), below: true as const },
  ]
  const rows = diffs.map(({ no, state, finding: f }) => [
    String(no),
    f.outcome,
    inLang(fx, titleOf(f.outcome, f.variant)),
    variantBeside(fx, inLang(fx, titleOf(f.outcome, f.variant)), f.variant),
    stateWord(fx, state),
    whom(f),
    f.amount_fen === null ? '' : yuan(f.amount_fen),
    listed(
      fx,
      (f.insurance === null ? (f.insurances ?? []) : [f.insurance]).map(code => label('insurance', code)),
    ),
    periodText(f),
    numbersText(f),
    listed(
      fx,
      f.who_acts.map(a => agencyWord(fx, a)),
    ),
  ])
  await showTable(fx, head, rows)
  fx.note(told(fx, 'cli.diff.total', { shown: diffs.length, total, money: yuan(fen) }))
  fx.note(told(fx, 'cli.diff.next', { no: diffs[0]!.no }))
}
