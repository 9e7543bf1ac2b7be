import type { Limits } from './limits.js'
import type { Scratch } from './scratch.js'
import type { Encoding, Format, LeftOut, OpenSource, Reader, SourceOptions, Wrapping } from './types.js'

/** A file to open, as it was named or as it was unpacked. */
export interface Extract {
  readonly path: string
  readonly file: string
  readonly options: SourceOptions
  readonly limits: Limits
  readonly scratch: Scratch
  readonly wrapped: readonly Wrapping[]
}

/** What a format makes of a file. */
export interface Opened {
  readonly format: Format
  readonly encoding?: Encoding
  readonly encodingWhy?: string
  readonly delimiter?: string
  readonly readers: readonly Reader[]
  readonly sheets?: OpenSource['sheets']
  readonly leftOut?: readonly LeftOut[]
  readonly digest?: string
  readonly wrapped?: readonly Wrapping[]
  readonly unpacked?: string
  readonly beside?: readonly string[]
  close?(): void
}
