import type { DiffDetail } from '../flow/diff-show.js'
import type { Effects } from '../kernel/index.js'
import { rowBehind } from '../ledger/index.js'
import { beside, difference, search, standing, type Case } from '../report/index.js'
import { evidenceText, voiceOf, type SideRow } from './diff-words.js'
import { printable } from './table.js'
import { agencyWord, inLang, listed, stateWord, told } from './words.js'

/** Rows that are shown behind a discrepancy; `diff show` has all. */
const ROWS = 6

/**
 * How the verdict came about, in the order in which a clerk asks: who has it, how it was looked for, what differs, what comes nearest, who
 * acts, how it went.
 */
export function explanation(diff: DiffDetail, fx: Effects): readonly string[] {
  const found: Case = {
    finding: { ...diff.finding, trail: diff.trail },
    state: diff.state,
    rows: Object.values(diff.sides).flat().map(rowBehind),
    rule: diff.by,
  }
  const voice = voiceOf(diff, fx)
  return [
    ...[...standing(found, voice), ...search(found, voice), ...difference(found, voice), ...beside(found, voice)].map(printable),
    ...evidence(diff, fx),
    ...action(diff, fx),
  ]
}

function evidence(diff: DiffDetail, fx: Effects): readonly string[] {
  const rows = Object.values(diff.sides).flat()
  const lines = few(rows).map(row => `  ${evidenceText(diff, row, fx)}`)
  return rows.length === 0
    ? []
    : [
        told(fx, 'cli.explain.evidence'),
        ...lines,
        ...(rows.length > ROWS ? [`  ${told(fx, 'cli.explain.more', { rows: rows.length - ROWS, no: diff.no })}`] : []),
      ]
}

/** The first rows of each agency and level: what stands against many must be among them. */
function few(rows: readonly SideRow[]): readonly SideRow[] {
  if (rows.length <= ROWS) return rows
  const place = new Map<string, number>()
  const turn = new Map(
    rows.map(row => {
      const of = `${row.agency}/${row.vals['level'] ?? ''}`
      const at = place.get(of) ?? 0
      place.set(of, at + 1)
      return [row, at]
    }),
  )
  const taken = new Set(rows.toSorted((a, b) => turn.get(a)! - turn.get(b)!).slice(0, ROWS))
  return rows.filter(row => taken.has(row))
}

/** Who must act and how, when it is due, and how it came to stand as it does. */
function action(diff: DiffDetail, fx: Effects): readonly string[] {
  const { finding: f } = diff
  const agencies = listed(
    fx,
    f.who_acts.map(a => agencyWord(fx, a)),
  )
  const said = { agencies, action: inLang(fx, diff.do) }
  return [
    ...(f.due === null ? [] : [told(fx, 'cli.explain.due', { due: f.due })]),
    f.until === null ? told(fx, 'cli.explain.acts', said) : told(fx, 'cli.explain.until', { until: f.until, ...said }),
    told(fx, 'cli.explain.history', { history: diff.moves.map(m => `${m.asOf} ${stateWord(fx, m.after)}`).join(' → ') }),
  ]
}
