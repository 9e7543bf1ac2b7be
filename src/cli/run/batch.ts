import { batchDrop, batchList, batchShow, type BatchLine } from '../../flow/batch.js'
import { localDay } from '../../flow/load.js'
import type { Effects, ExitStatus } from '../../kernel/index.js'
import type { Context } from '../commands.js'
import type { Parsed } from '../parse.js'
import { count, showTable, yuan } from '../table.js'
import { agencyWord, told } from '../words.js'

type Status = Promise<ExitStatus | undefined>

function stateOf({ batch, inForce }: BatchLine, fx: Effects): string {
  if (batch.state === 'dropped') return told(fx, 'cli.batch.gone')
  if (batch.state === 'replaced') return told(fx, 'cli.batch.replaced', { by: String(batch.replacedBy) })
  return inForce ? told(fx, 'cli.batch.in_force') : batch.dataDate > localDay(fx.now()) ? told(fx, 'cli.batch.later') : told(fx, 'cli.batch.superseded')
}

export async function runBatchList({ fx, workspace, json }: Context, _args: Parsed['args']): Status {
  const lines = batchList(workspace(), fx)
  if (json) for (const { batch, inForce } of lines) fx.out(JSON.stringify({ ...batch, segments: batch.segments.map(({ path: _, ...s }) => s), inForce }))
  else if (lines.length === 0) fx.out(told(fx, 'cli.batch.none'))
  else {
    const head = [
      { title: told(fx, 'cli.h.batch'), right: true as const }, { title: told(fx, 'cli.h.agency') }, { title: told(fx, 'cli.h.layout'), grow: true as const, spare: 1 }, { title: told(fx, 'cli.h.date') }, { title: told(fx, 'cli.h.loaded'), right: true as const },
      { title: told(fx, 'cli.h.aside'), right: true as const }, { title: told(fx, 'cli.h.state'), grow: true as const }, { title: told(fx, 'cli.h.file'), grow: true as const, least: 28 },
    ]
    const rows = lines.map(l => [
      String(l.batch.id), agencyWord(fx, l.batch.agency), l.batch.layout, l.batch.dataDate, count(l.batch.segments.reduce((n, s) => n + s.counts.rowsLoaded, 0)),
      count(l.batch.segments.reduce((n, s) => n + s.counts.rowsSetAside, 0)), stateOf(l, fx), l.batch.segments.map(s => s.file).join(' '),
    ])
    showTable(head, rows, fx)
  }
  return Promise.resolve(undefined)
}

export async function runBatchShow({ fx, workspace, json }: Context, args: Parsed['args']): Status {
  const batch = batchShow(workspace(), String(args[0]))
  if (json) {
    fx.out(JSON.stringify({ ...batch, segments: batch.segments.map(({ path: _, ...s }) => s) }))
    return undefined
  }
  fx.out(`${told(fx, 'cli.h.batch')} ${batch.id} · ${agencyWord(fx, batch.agency)} · ${batch.layout} · ${batch.dataDate}${batch.window === null ? '' : ` · ${batch.window}`}${batch.source === null ? '' : ` · ${batch.source}`}${batch.state === 'active' ? '' : ` · ${stateOf({ batch, inForce: false }, fx)}`}`)
  for (const s of batch.segments) {
    fx.out(`${s.file}  ${s.tables.map(t => `${t.kind} ${count(t.rows)}`).join(', ')}`)
    const c = s.counts
    const cells = ([['read', c.rowsRead], ['changed', c.rowsChanged], ['issues', c.rowsWithIssues], ['aside', c.rowsSetAside], ['totals', c.rowsTotal]] as const).map(([h, n]) => `${told(fx, `cli.h.${h}`)} ${count(n)}`)
    fx.out(`  ${cells.join('  ')}  ${told(fx, 'cli.h.money')} ${yuan(c.amountRead)}`)
    for (const u of s.unknownCodes) fx.out(`  ${told(fx, 'cli.doctor.code', { batch: batch.id, ...u })}`)
  }
  return Promise.resolve(undefined)
}

export async function runBatchDrop({ fx, workspace }: Context, args: Parsed['args']): Status {
  const batch = batchDrop(workspace(), String(args[0]), fx)
  fx.note(told(fx, 'cli.batch.dropped', { id: batch.id }))
  return Promise.resolve(undefined)
}
