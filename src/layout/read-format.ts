import type { FormatSpec } from '../source/index.js'
import type { Layout } from './types.js'

/**
 * What is known of a file's format before it is opened: all that the one wanted layout says; where none is wanted, the names of records
 * that any layout declares, for these stand in the file itself.
 */
export function readFormat(layouts: readonly Layout[], wanted: boolean): FormatSpec | undefined {
  if (!wanted) {
    const records = layouts.flatMap(l => l.spec.format?.xml?.records ?? [])
    return records.length === 0 ? undefined : { xml: { records } }
  }
  const format = layouts[0]?.spec.format
  if (format === undefined) return undefined
  const { fixed, xml, dbf, archive } = format
  return {
    ...(fixed === undefined ? {} : { fixed }),
    ...(xml === undefined ? {} : { xml: { records: xml.records, ...(xml.column === undefined ? {} : { column: xml.column }) } }),
    ...(dbf === undefined ? {} : { dbf }),
    ...(archive === undefined ? {} : { archive }),
  }
}
