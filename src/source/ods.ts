import { problem } from '../kernel/index.js'
import { chosenSheets } from './legacy.js'
import type { Limits } from './limits.js'
import { OdsRows } from './ods-rows.js'
import { OdsStyles } from './ods-styles.js'
import { StringReader, type StringRow } from './string-rows.js'
import type { LeftOut, Merge, Reader } from './types.js'
import type { XmlHandler } from './xml.js'
import type { Zip } from './zip.js'

/** Hands a part of an OpenDocument workbook through a handler, a step a piece. A flat one (.fods) has all parts in one. */
export type OdsPart = (
  part: 'content.xml' | 'styles.xml',
  handler: XmlHandler & { readonly depth: number },
) => AsyncIterable<void> | Iterable<void>

/** An OpenDocument workbook, opened: a reader for each sheet. */
export interface OdsBook {
  readonly readers: readonly Reader[]
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * An OpenDocument workbook with a password is a zip without one, in which every part is encrypted, or (since 1.3) all of it as one part;
 * its manifest says so. Nobody's library undoes that. Throws `source.encrypted_ods`.
 */
export async function refuseEncrypted(zip: Zip, file: string): Promise<void> {
  let encrypted = zip.has('encrypted-package')
  if (!encrypted)
    await zip.all('META-INF/manifest.xml', {
      open: name => {
        encrypted ||= name === 'encryption-data'
      },
      text: () => undefined,
      close: () => undefined,
    })
  if (encrypted) throw problem('source.encrypted_ods', { file })
}

/**
 * Opens an OpenDocument workbook: the sheet that was asked for, else all that are shown and hold anything. Throws `source.sheet`,
 * `source.no_rows` and what reading throws.
 */
export async function openOds(
  read: OdsPart,
  {
    file,
    limits,
    sheet,
    parts,
  }: {
    readonly file: string
    readonly limits: Limits
    readonly sheet: string | undefined
    /** Those that there are. */
    readonly parts: readonly ('content.xml' | 'styles.xml')[]
  },
): Promise<OdsBook> {
  const styles = new OdsStyles()
  for (const part of parts) for await (const step of read(part, styles)) void step
  const sheets = styles.tables
  const all = sheets.map(({ name }, table) => tableReader(read, { file, limits, styles, table }, name))
  const chosen = chosenSheets({ file, sheets, wanted: sheet }, all)
  const readers: Reader[] = []
  for (const reader of chosen.readers) if ((await reader.preview(1)).length > 0) readers.push(reader)
  if (readers.length === 0) throw problem('source.no_rows', { file })
  return { sheets, readers, leftOut: chosen.leftOut }
}

function tableReader(read: OdsPart, spec: ConstructorParameters<typeof OdsRows>[0], name: string): Reader {
  let merges: readonly Merge[] = []
  async function* rows(): AsyncIterable<readonly StringRow[]> {
    const handler = new OdsRows(spec)
    for await (const step of read('content.xml', handler)) {
      void step
      yield* handler.take()
      if (handler.done) break
    }
    merges = handler.merges
  }
  return new StringReader({ file: spec.file, sheet: name, limits: spec.limits, head: [], read: rows, merges: () => merges })
}
