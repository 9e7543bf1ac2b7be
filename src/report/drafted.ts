import { Draft } from './draft.js'
import type { Line, Table } from './model.js'

/** The lines of a table as drafts: one draft, filled anew for each. */
export function draftsOf(
  { columns, lines, drafts }: Pick<Table, 'columns' | 'lines' | 'drafts'>,
  into = new Draft(columns),
): Iterable<Draft> {
  return drafts === undefined ? drafted(lines(), into) : drafts(into)
}

/** Lines as drafts. */
export function* drafted(lines: Iterable<Line>, into: Draft): Iterable<Draft> {
  const columns = into.kind.length
  for (const { cells, quiet } of lines) {
    into.begin(quiet)
    for (let i = 0; i < columns; i++) into.put(cells[i] ?? null)
    yield into
  }
}
