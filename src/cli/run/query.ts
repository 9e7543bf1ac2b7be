import { query } from '../../flow/query.js'
import { localDay, type ExitStatus } from '../../kernel/index.js'
import type { Context } from '../command.js'
import { batchesOption, dayOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { frame } from '../paint.js'
import { fitsAcross, table, upright } from '../table.js'
import { told } from '../words.js'
import { exactWidths } from '../width.js'

/** Rows that are lined up together; more come in pieces. */
const PIECE = 500

/** Rows that a statement gives, as a table or as lines of JSON. */
export async function runQuery({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  // Rows come one after the other, and may hold anything.
  if (!json) await exactWidths()
  let names: readonly string[] = []
  let rows: string[][] = []
  let first = true
  let cut = false
  let shown = 0
  const flush = (): void => {
    if (json || (rows.length === 0 && !first)) return
    const across = fitsAcross(names, fx.columns)
    const lines = across
      ? table(
          names.map(title => ({ title, grow: true as const })),
          rows,
          frame(fx),
        ).slice(first ? 0 : 2)
      : upright(names, rows, shown + 1)
    for (const line of lines) fx.out(line)
    cut ||= across && fx.columns !== Infinity && lines.some(l => l.includes('…'))
    shown += rows.length
    rows = []
    first = false
  }
  query(
    workspace(),
    {
      sql: String(args[0]),
      asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()),
      batches: batchesOption(options, 'batch', '--batch'),
    },
    {
      columns: found => {
        names = found
      },
      row: values => {
        if (json) fx.out(JSON.stringify(Object.fromEntries(names.map((n, i) => [n, values[i]]))))
        else if (rows.push(values.map(v => (v === null ? '' : String(v)))) >= PIECE) flush()
      },
    },
  )
  flush()
  if (cut) fx.note(told(fx, 'cli.query.cut'))
  return undefined
}
