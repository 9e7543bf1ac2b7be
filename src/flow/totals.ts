import { fenText, problem } from '../kernel/index.js'
import type { BindResult, DeclaredTotals } from '../layout/index.js'
import type { SegmentWriter } from '../store/index.js'

/** A table of an extract, and what its binder counted. */
export interface Counted { readonly file: string; readonly result: BindResult }

/** Totals that a table declares must be those read of it; those of a control file, or of an XML file's head, must be those of all its tables. Throws `load.totals`. */
export function checkTotals(file: string, counted: readonly Counted[], headOfAll: boolean): void {
  const isWhole = ({ where }: DeclaredTotals): boolean => headOfAll || !where.startsWith('#')
  for (const { file: table, result } of counted) for (const total of result.totals) if (!isWhole(total)) compare(table, total, [result])
  const whole = new Map(counted.flatMap(c => c.result.totals).filter(isWhole).map(t => [JSON.stringify(t), t]))
  for (const total of whole.values()) compare(file, total, counted.map(c => c.result))
}

function compare(file: string, { rows, amount, where }: DeclaredTotals, results: readonly BindResult[]): void {
  const sum = (pick: (r: BindResult) => number): number => results.reduce((total, r) => total + pick(r), 0)
  const read = sum(r => r.rowsRead)
  if (rows !== undefined && rows !== read) throw problem('load.totals', { file, where, what: 'rows', declared: String(rows), found: String(read) })
  const written = sum(r => r.amountWritten)
  if (amount !== undefined && sum(r => r.rowsWithoutAmount) === 0 && amount !== written && amount !== sum(r => r.amountRead)) {
    throw problem('load.totals', { file, where, what: 'amount', declared: fenText(amount), found: fenText(written) })
  }
}

/** How many rows may be set aside, and where cells are merged over several rows, which may be why ('' where none are). */
export interface SetAsideLimit { readonly share: number; readonly rows: number; readonly merged: string }

/** Too many rows set aside make the file a Problem. Throws `load.set_aside`. */
export function checkSetAside({ file, result }: Counted, { share, rows, merged }: SetAsideLimit, writer: SegmentWriter): void {
  const limit = Math.max(rows, Math.floor(share * result.rowsRead))
  if (result.rowsSetAside <= limit) return
  const first = writer.firstSetAside
  throw problem('load.set_aside', { file, rows: result.rowsSetAside, read: result.rowsRead, limit, reason: first?.reason ?? '', line: first?.line ?? 0, merged })
}
