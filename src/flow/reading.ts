import { headerScore, readFormat, type Layout } from '../layout/index.js'
import type { Encoding, Limits, SourceOptions } from '../source/index.js'

/** How a file is to be read, as the operator and the workspace say it: plain data. */
export interface Reading {
  readonly encoding: Encoding | 'auto'
  readonly delimiter: string | 'auto'
  readonly sheet: string | null
  /** Entry of an archive. */
  readonly entry: string | null
  readonly limits: Limits
  readonly password: string | null
}

/** What the source is told: how to read, what the layouts know of headers and formats, and where it may unpack. */
export function sourceOptions(
  reading: Reading,
  { layouts, wanted, scratch }: { layouts: readonly Layout[]; wanted: string | null; scratch: string | null },
): SourceOptions {
  const { encoding, delimiter, sheet, entry, limits, password } = reading
  const scored = wanted === null ? layouts : layouts.filter(l => l.name === wanted)
  const format = readFormat(scored, wanted !== null)
  return {
    encoding,
    delimiter,
    limits,
    headerScore: headerScore(scored),
    ...(format === undefined ? {} : { format }),
    ...(sheet === null ? {} : { sheet }),
    ...(entry === null ? {} : { entry }),
    ...(password === null ? {} : { password }),
    ...(scratch === null ? {} : { scratch }),
  }
}
