import { batchDrop, batchList, batchShow, type BatchLine } from '../../flow/batch.js'
import { localDay, type Effects, type ExitStatus } from '../../kernel/index.js'
import type { Context } from '../command.js'
import type { Parsed } from '../parse.js'
import { thousands } from '../../messages/index.js'
import { prose, showTable } from '../paint.js'
import { yuan } from '../table.js'
import { agencyWord, kindWord, listed, told } from '../words.js'

type Status = Promise<ExitStatus | undefined>

function stateOf({ batch, inForce }: BatchLine, fx: Effects): string {
  if (batch.state === 'dropped') return told(fx, 'cli.batch.gone')
  if (batch.state === 'replaced') return told(fx, 'cli.batch.replaced', { by: String(batch.replacedBy) })
  return inForce
    ? told(fx, 'cli.batch.in_force')
    : batch.dataDate > localDay(fx.now())
      ? told(fx, 'cli.batch.later')
      : told(fx, 'cli.batch.superseded')
}

/** All batches, with which of them are in force today. */
export async function runBatchList({ fx, workspace, json }: Context, _args: Parsed['args']): Status {
  const lines = batchList(workspace(), fx)
  if (json)
    for (const { batch, inForce } of lines)
      fx.out(JSON.stringify({ ...batch, segments: batch.segments.map(({ path: _, ...s }) => s), inForce }))
  else if (lines.length === 0) fx.out(told(fx, 'cli.batch.none'))
  else {
    const head = [
      { title: told(fx, 'cli.h.batch'), right: true as const },
      { title: told(fx, 'cli.h.agency') },
      { title: told(fx, 'cli.h.layout') },
      { title: told(fx, 'cli.h.date') },
      { title: told(fx, 'cli.h.loaded'), right: true as const },
      { title: told(fx, 'cli.h.aside'), right: true as const },
      { title: told(fx, 'cli.h.state') },
      { title: told(fx, 'cli.h.file'), spare: true as const },
    ]
    const rows = lines.map(l => [
      String(l.batch.id),
      agencyWord(fx, l.batch.agency),
      l.batch.layout,
      l.batch.dataDate,
      thousands(l.batch.segments.reduce((n, s) => n + s.counts.rowsLoaded, 0)),
      thousands(l.batch.segments.reduce((n, s) => n + s.counts.rowsSetAside, 0)),
      stateOf(l, fx),
      listed(
        fx,
        l.batch.segments.map(s => s.file),
      ),
    ])
    await showTable(fx, head, rows)
  }
  return undefined
}

/** One batch with its files and the balance of its rows. */
export async function runBatchShow({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const line = batchShow(workspace(), String(args[0]), fx)
  const { batch } = line
  if (json) {
    fx.out(JSON.stringify({ ...batch, segments: batch.segments.map(({ path: _, ...s }) => s) }))
    return undefined
  }
  prose(
    fx,
    told(fx, 'cli.batch.head', {
      id: batch.id,
      agency: agencyWord(fx, batch.agency),
      layout: batch.layout,
      date: batch.dataDate,
      window: batch.window ?? '',
      source: batch.source ?? '',
      state: stateOf(line, fx),
    }),
  )
  for (const s of batch.segments) {
    fx.out(
      `${s.file}  ${listed(
        fx,
        s.tables.map(t => `${kindWord(fx, t.kind)} ${thousands(t.rows)}`),
      )}`,
    )
    const c = s.counts
    const cells = (
      [
        ['read', c.rowsRead],
        ['changed', c.rowsChanged],
        ['issues', c.rowsWithIssues],
        ['aside', c.rowsSetAside],
        ['totals', c.rowsTotal],
      ] as const
    ).map(([h, n]) => `${told(fx, `cli.h.${h}`)} ${thousands(n)}`)
    fx.out(`  ${cells.join('  ')}  ${told(fx, 'cli.h.money')} ${yuan(c.amountRead)}`)
    for (const u of s.unknownCodes) fx.out(`  ${told(fx, 'cli.doctor.code', { batch: batch.id, ...u })}`)
  }
  fx.note(told(fx, 'cli.batch.next'))
  return undefined
}

/** Takes a batch out, and names those that are in force again for it. */
export async function runBatchDrop({ fx, workspace }: Context, args: Parsed['args']): Status {
  const { batch, again } = batchDrop(workspace(), String(args[0]), fx)
  for (const id of again) fx.note(told(fx, 'cli.batch.again', { id }))
  fx.note(told(fx, 'cli.batch.dropped', { id: batch.id }))
  return undefined
}
