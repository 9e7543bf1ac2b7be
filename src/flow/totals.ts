import { fenText, problem, type Fen } from '../kernel/index.js'
import type { BindResult, DeclaredTotals } from '../layout/index.js'
import type { SegmentWriter } from '../store/index.js'

/** A table of an extract, and what its binder counted. */
export interface Counted {
  readonly file: string
  readonly result: BindResult
}

/** A declared amount that rows whose money cannot be read may or may not make up for. */
export interface Unproven {
  readonly file: string
  readonly where: string
  readonly declared: Fen
  readonly found: Fen
  readonly rows: number
}

/**
 * Totals that a table declares must be those read of it; those of a control file, or of an XML file's head, must be those of all its
 * tables. Gives the amounts that cannot be proven, for rows without a readable one. Throws `load.totals`.
 */
export function checkTotals(file: string, counted: readonly Counted[], headOfAll: boolean): readonly Unproven[] {
  const isWhole = ({ where }: DeclaredTotals): boolean => headOfAll || !where.startsWith('#')
  const ofTables = counted.flatMap(({ file: table, result }) =>
    result.totals.filter(total => !isWhole(total)).flatMap(total => compare(table, total, [result])),
  )
  const whole = new Map(
    counted
      .flatMap(c => c.result.totals)
      .filter(isWhole)
      .map(t => [JSON.stringify(t), t]),
  )
  return [
    ...ofTables,
    ...[...whole.values()].flatMap(total =>
      compare(
        file,
        total,
        counted.map(c => c.result),
      ),
    ),
  ]
}

function compare(file: string, { rows, amount, where }: DeclaredTotals, results: readonly BindResult[]): readonly Unproven[] {
  const sum = (pick: (r: BindResult) => number): number => results.reduce((total, r) => total + pick(r), 0)
  const read = sum(r => r.rowsRead)
  if (rows !== undefined && rows !== read)
    throw problem('load.totals', { file, where, what: 'rows', declared: String(rows), found: String(read) })
  const found = sum(r => r.amountWritten)
  if (amount === undefined || amount === found || amount === sum(r => r.amountRead)) return []
  const unread = sum(r => r.rowsWithoutAmount)
  // What cannot be read may be any amount, but a negative one only where there are such.
  const isOpen = unread > 0 && (amount > found || sum(r => r.rowsNegative) > 0)
  if (!isOpen) throw problem('load.totals', { file, where, what: 'amount', declared: fenText(amount), found: fenText(found) })
  return [{ file, where, declared: amount, found, rows: unread }]
}

/** How many rows may be set aside, and where cells are merged over several rows, which may be why ('' where none are). */
export interface SetAsideLimit {
  readonly share: number
  readonly rows: number
  readonly merged: string
}

/** Too many rows set aside, over all tables of a file, make it a Problem. Throws `load.set_aside`. */
export function checkSetAside(
  file: string,
  counted: readonly Counted[],
  { share, rows, merged }: SetAsideLimit,
  writer: SegmentWriter,
): void {
  const read = counted.reduce((n, { result }) => n + result.rowsRead, 0)
  const aside = counted.reduce((n, { result }) => n + result.rowsSetAside, 0)
  const limit = Math.max(rows, Math.floor(share * read))
  if (aside <= limit) return
  const first = writer.firstSetAside
  const [only, second] = counted
  const named = second === undefined ? { file: only?.file ?? file, table: '' } : { file, table: first?.sheet ?? '' }
  throw problem('load.set_aside', { ...named, rows: aside, read, limit, reason: first?.reason ?? '', line: first?.line ?? 0, merged })
}
