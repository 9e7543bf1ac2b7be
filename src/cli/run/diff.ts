import { diffList, diffObject, diffObjects, diffShow, type DiffDetail, type DiffFilter } from '../../flow/diff.js'
import { outcomeTitles } from '../../flow/rules.js'
import { AGENCIES, type Effects, type ExitStatus } from '../../kernel/index.js'
import { STANDING, STATES, type State } from '../../ledger/index.js'
import { problem } from '../../kernel/index.js'
import type { Context } from '../command.js'
import { dayOption, listOption, monthOption, numberOption, oneOption, textOption } from '../options.js'
import { evidencePlace, headline, numbersText, periodText, rowValue, subject, whom, type SideRow } from '../diff-words.js'
import { explanation } from '../explain.js'
import { alarming, frame, prose, strong } from '../paint.js'
import type { Options, Parsed } from '../parse.js'
import { printable, table, yuan } from '../table.js'
import { agencyWord, fieldWord, inLang, listed, stateWord, told, variantBeside } from '../words.js'

type Status = Promise<ExitStatus | undefined>
const SCREEN = 200

function filterOf(options: Options): DiffFilter {
  const states = listOption(options, 'state').flatMap(s => s.split(','))
  const wrong = states.find(s => s !== 'all' && !(STATES as readonly string[]).includes(s))
  if (wrong !== undefined) throw problem('cli.value', { option: '--state', found: wrong, expected: [...STATES, 'all'].join(', ') })
  const given = {
    rule: textOption(options, 'rule'), outcome: textOption(options, 'outcome'), agency: oneOption(options, 'agency', { flag: '--agency', values: AGENCIES }), employer: textOption(options, 'employer'),
    person: textOption(options, 'person'), insurance: textOption(options, 'insurance'), period: monthOption(options, 'period', '--period'), area: textOption(options, 'area'),
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
  const ws = workspace()
  const { diffs, total, fen } = diffList(ws, { ...filter, limit: filter.limit ?? SCREEN })
  if (diffs.length === 0) {
    fx.note(told(fx, 'cli.diff.none'))
    return undefined
  }
  const titleOf = outcomeTitles(ws, diffs.map(d => d.finding.outcome))
  const head = [
    { title: told(fx, 'cli.h.no'), right: true as const }, { title: told(fx, 'cli.h.outcome') }, { title: told(fx, 'cli.h.title'), grow: true as const }, { title: told(fx, 'cli.h.variant'), spare: true as const }, { title: told(fx, 'cli.h.state') },
    { title: told(fx, 'cli.h.who') }, { title: told(fx, 'cli.h.money'), right: true as const }, { title: told(fx, 'cli.h.insurance'), below: true as const }, { title: told(fx, 'cli.h.period'), below: true as const },
    { title: told(fx, 'cli.h.voucher'), below: true as const }, { title: told(fx, 'cli.h.acts'), below: true as const },
  ]
  const rows = diffs.map(({ no, state, finding: f }) => [
    String(no), f.outcome, inLang(fx, titleOf(f.outcome, f.variant)), variantBeside(fx, inLang(fx, titleOf(f.outcome, f.variant)), f.variant), stateWord(fx, state), whom(f), f.amount_fen === null ? '' : yuan(f.amount_fen), f.insurance ?? f.insurances?.join(' ') ?? '', periodText(f), numbersText(f),
    listed(fx, f.who_acts.map(a => agencyWord(fx, a))),
  ])
  for (const line of table(head, rows, frame(fx))) fx.out(line)
  fx.note(told(fx, 'cli.diff.total', { shown: diffs.length, total, money: yuan(fen) }))
  fx.note(told(fx, 'cli.diff.next', { no: diffs[0]!.no }))
  return Promise.resolve(undefined)
}

export async function runDiffShow({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const diff = diffShow(workspace(), String(args[0]))
  if (json) {
    fx.out(JSON.stringify(diffObject(diff)))
    return undefined
  }
  showHead(diff, fx)
  const rows = Object.values(diff.sides).flat()
  const [a, b] = rows
  if (rows.length === 2 && a!.side !== b!.side && a!.kind === b!.kind) sideBySide(diff, [a!, b!], fx)
  else for (const row of rows) oneRow(diff, row, fx)
  fx.note(told(fx, 'cli.diff.explain', { no: diff.no }))
  return Promise.resolve(undefined)
}

function showHead(diff: DiffDetail, fx: Effects): void {
  fx.out(strong(fx, headline(diff, fx)))
  for (const line of subject(diff, fx)) prose(fx, line)
}

/** Fields that say nothing where they hold what nearly every row holds. */
const USUAL: Readonly<Record<string, string | number>> = { id_unusable: 0, live: 1, comparable: 1 }
const LEFT_OUT = new Set(['owner', 'rows'])

const fieldsOf = (rows: readonly SideRow[]): readonly string[] =>
  [...new Set(rows.flatMap(r => Object.keys(r.vals)))].filter(n => !LEFT_OUT.has(n) && rows.some(r => r.vals[n] !== undefined && r.vals[n] !== USUAL[n]))

/** Both rows beside each other; what differs is marked. */
function sideBySide(diff: DiffDetail, pair: readonly [SideRow, SideRow], fx: Effects): void {
  const cells = fieldsOf(pair).map(field => {
    const [x, y] = pair.map(r => rowValue(diff, r, field, fx))
    const [one, other] = pair.map(r => r.vals[field] ?? null)
    return [fieldWord(fx, field, pair[0].kind), x!, y!, one === other || one === null || other === null ? '' : '≠']
  })
  const head = [{ title: told(fx, 'cli.h.field') }, { title: agencyWord(fx, pair[0].agency), grow: true as const }, { title: agencyWord(fx, pair[1].agency), grow: true as const }, { title: '' }]
  fx.out('')
  for (const row of pair) fx.out(evidencePlace(row, fx))
  for (const line of table(head, cells, frame(fx))) fx.out(line.endsWith('≠') ? `${line.slice(0, -1)}${alarming(fx, '≠')}` : line)
}

function oneRow(diff: DiffDetail, row: SideRow, fx: Effects): void {
  fx.out('')
  fx.out(evidencePlace(row, fx))
  const cells = fieldsOf([row]).map(field => [fieldWord(fx, field, row.kind), rowValue(diff, row, field, fx)])
  const { width } = frame(fx)
  for (const line of table([{ title: told(fx, 'cli.h.field') }, { title: told(fx, 'cli.h.value'), grow: true as const }], cells, { width: width - 2 }).slice(2)) fx.out(`  ${printable(line)}`)
}

/** In sentences: what, who has it, which keys were tried, what failed, what comes nearest, who must act and how. */
export async function runDiffExplain({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const diff = diffShow(workspace(), String(args[0]))
  if (json) {
    fx.out(JSON.stringify({ ...diffObject(diff), trail: diff.trail, moves: diff.moves, title: diff.title, do: diff.do }))
    return undefined
  }
  showHead(diff, fx)
  fx.out('')
  for (const sentence of explanation(diff, fx)) prose(fx, sentence)
  fx.note(told(fx, 'cli.diff.show', { no: diff.no }))
  return Promise.resolve(undefined)
}
