import type { Limits } from './limits.js'
import { SheetRows } from './sheet.js'
import { StringReader, type StringRow } from './string-rows.js'
import type { Merge, Reader } from './types.js'
import type { WorkbookSheet, Workbook } from './workbook.js'
import type { Zip } from './zip.js'

/** One sheet of a workbook as rows: what `<v>` says, as text. */
export function sheetReader(
  zip: Zip,
  { file, book, sheet, limits }: { file: string; book: Workbook; sheet: WorkbookSheet; limits: Limits },
): Reader {
  let merges: readonly Merge[] = []
  async function* read(): AsyncIterable<readonly StringRow[]> {
    const handler = new SheetRows(book)
    for await (const step of zip.read(sheet.part, handler)) {
      void step
      yield handler.take()
    }
    merges = handler.merges
  }
  return new StringReader({ file, sheet: sheet.name, limits, head: [], read, merges: () => merges })
}
