import { localDay } from '../../flow/load.js'
import { query } from '../../flow/query.js'
import type { ExitStatus } from '../../kernel/index.js'
import type { Context } from '../commands.js'
import { batchesOption, dayOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { showTable, table } from '../table.js'

/** Rows that are lined up together; more come in pieces. */
const PIECE = 500

export async function runQuery({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  let names: readonly string[] = []
  let rows: string[][] = []
  let first = true
  const flush = (): void => {
    if (json || (rows.length === 0 && !first)) return
    const columns = names.map(title => ({ title, grow: true as const }))
    if (first) showTable(columns, rows, fx)
    else for (const line of table(columns, rows, fx.columns).lines.slice(2)) fx.out(line)
    rows = []
    first = false
  }
  query(workspace(), { sql: String(args[0]), asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()), batches: batchesOption(options, 'batch', '--batch') }, {
    columns: found => { names = found },
    row: values => {
      if (json) fx.out(JSON.stringify(Object.fromEntries(names.map((n, i) => [n, values[i]]))))
      else if (rows.push(values.map(v => v === null ? '' : String(v))) >= PIECE) flush()
    },
  })
  flush()
  return Promise.resolve(undefined)
}
