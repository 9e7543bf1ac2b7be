import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSource, type OpenSource, type SourceOptions } from '../../../src/source/index.js'

export const FIXTURES = join(import.meta.dirname, '../../../fixtures/formats')
export const PASSWORD = '机密2025'

/** A folder of files made by a test, removed with it. */
export class Files {
  readonly dir = mkdtempSync(join(tmpdir(), 'hedui-files-'))
  private n = 0

  /** Writes a file and returns its path. */
  write(content: string | Uint8Array, name = `${this.n++}.dat`): string {
    const path = join(this.dir, name)
    writeFileSync(path, content)
    return path
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export interface ReadRow { readonly line: number; readonly state: number; readonly reason: string | undefined; readonly cells: readonly string[] }
export interface ReadTable { readonly sheet: string | null; readonly header: readonly string[]; readonly rows: readonly ReadRow[] }

/** Everything of a source: its header is the row of its preview that `isHeader` knows, else the first that is no head line. */
export async function readAll(path: string, options: SourceOptions = {}, isHeader = (cells: readonly string[]): boolean => cells.length > 2): Promise<{ source: OpenSource; tables: readonly ReadTable[] }> {
  const source = await openSource(path, options)
  try {
    const tables: ReadTable[] = []
    for (const reader of source.readers) {
      const header = (await reader.preview(100)).find(r => isHeader(r.cells)) ?? { line: 0, cells: [] }
      const block = reader.newBlock(header.cells.length)
      const rows: ReadRow[] = []
      for await (const step of reader.blocks(block, header.cells.length, header.line)) {
        void step
        for (let r = 0; r < block.rows; r++) rows.push({ line: block.line[r]!, state: block.state[r]!, reason: block.reasons.get(r)?.reason, cells: block.raw.map(c => block.text(c, r)) })
      }
      tables.push({ sheet: reader.sheet, header: header.cells, rows })
    }
    return { source, tables }
  } finally {
    await source.close()
  }
}
