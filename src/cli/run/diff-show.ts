import { diffObject } from '../../flow/diff.js'
import { diffShow, type DiffDetail } from '../../flow/diff-show.js'
import type { Effects, ExitStatus } from '../../kernel/index.js'
import type { Context } from '../command.js'
import { evidencePlace, headline, rowValue, subject, type SideRow } from '../diff-words.js'
import { explanation } from '../explain.js'
import { alarming, frame, prose, strong } from '../paint.js'
import type { Parsed } from '../parse.js'
import { printable, table } from '../table.js'
import { agencyWord, fieldWord, told } from '../words.js'
import { widthsFor } from '../width.js'

type Status = Promise<ExitStatus | undefined>

/** One discrepancy with the rows behind it. */
export async function runDiffShow({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const diff = diffShow(workspace(), String(args[0]))
  if (json) {
    fx.out(JSON.stringify(diffObject(diff)))
    return undefined
  }
  showHead(diff, fx)
  const rows = Object.values(diff.sides).flat()
  const [a, b] = rows
  if (rows.length === 2 && a!.side !== b!.side && a!.kind === b!.kind) await sideBySide(diff, [a!, b!], fx)
  else for (const row of rows) await oneRow(diff, row, fx)
  fx.note(told(fx, 'cli.diff.explain', { no: diff.no }))
  return undefined
}

function showHead(diff: DiffDetail, fx: Effects): void {
  fx.out(strong(headline(diff, fx)))
  for (const line of subject(diff, fx)) prose(fx, line)
}

/** Fields that say nothing where they hold what nearly every row holds. */
const USUAL: Readonly<Record<string, string | number>> = { id_unusable: 0, live: 1, comparable: 1 }
const LEFT_OUT = new Set(['owner', 'rows'])

const fieldsOf = (rows: readonly SideRow[]): readonly string[] =>
  [...new Set(rows.flatMap(r => Object.keys(r.vals)))].filter(
    n => !LEFT_OUT.has(n) && rows.some(r => r.vals[n] !== undefined && r.vals[n] !== USUAL[n]),
  )

/** Both rows beside each other; what differs is marked. */
async function sideBySide(diff: DiffDetail, pair: readonly [SideRow, SideRow], fx: Effects): Promise<void> {
  const cells = fieldsOf(pair).map(field => {
    const [x, y] = pair.map(r => rowValue(diff, r, field, fx))
    const [one, other] = pair.map(r => r.vals[field] ?? null)
    return [fieldWord(fx, field, pair[0].kind), x!, y!, one === other || one === null || other === null ? '' : '≠']
  })
  const head = [
    { title: told(fx, 'cli.h.field') },
    { title: agencyWord(fx, pair[0].agency), grow: true as const },
    { title: agencyWord(fx, pair[1].agency), grow: true as const },
    { title: '' },
  ]
  await widthsFor(cells.flat())
  fx.out('')
  for (const row of pair) fx.out(evidencePlace(row, fx))
  for (const line of table(head, cells, frame(fx))) fx.out(line.endsWith('≠') ? `${line.slice(0, -1)}${alarming('≠')}` : line)
}

async function oneRow(diff: DiffDetail, row: SideRow, fx: Effects): Promise<void> {
  fx.out('')
  fx.out(evidencePlace(row, fx))
  const cells = fieldsOf([row]).map(field => [fieldWord(fx, field, row.kind), rowValue(diff, row, field, fx)])
  const { width } = frame(fx)
  await widthsFor(cells.flat())
  for (const line of table([{ title: told(fx, 'cli.h.field') }, { title: told(fx, 'cli.h.value'), grow: true as const }], cells, {
    width: width - 2,
  }).slice(2))
    fx.out(`  ${printable(line)}`)
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
  return undefined
}
