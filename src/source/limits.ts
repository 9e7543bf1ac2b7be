import { problem } from '../kernel/index.js'

/**
 * What one extract may cost before reading stops with a Problem (`source.limit`): the settings `limits` of hedui.yaml, in the same words.
 */
export interface Limits {
  /** Bytes of one cell. */
  readonly cell_bytes: number
  /** Columns of a row. */
  readonly columns: number
  /** Bytes that one file may unpack to, all its parts together. */
  readonly unpacked_bytes: number
  /** How many bytes may come of one packed byte; looked at from 64 MiB unpacked on. */
  readonly ratio: number
  /** Files in an archive. */
  readonly entries: number
  /** Bytes of the texts that the cells of a workbook share. */
  readonly shared_strings_bytes: number
  /** Bytes of a file that must be read as a whole: .xls, .xlsb, tables in HTML, workbooks with a password. */
  readonly memory_bytes: number
}

const MIB = 2 ** 20

/** Limits that hold where hedui.yaml says nothing. */
export const DEFAULT_LIMITS: Limits = {
  cell_bytes: MIB,
  columns: 2000,
  unpacked_bytes: 32_768 * MIB,
  ratio: 300,
  entries: 1000,
  shared_strings_bytes: 1024 * MIB,
  memory_bytes: 256 * MIB,
}

/** Below this many bytes unpacked the ratio says nothing: a short file of one letter packs to nearly nothing. */
const RATIO_FROM = 64 * MIB

/** The Problem of a limit that was passed; `where` is a part of the file, or empty. */
export function passed(limits: Limits, setting: keyof Limits, { file, where = '' }: { file: string; where?: string }): Error {
  return problem('source.limit', { file, where, setting, limit: limits[setting] })
}

/** Counts what comes out of a packed part, and stops a bomb while it goes off. */
export class UnpackGauge {
  unpacked = 0
  private readonly limits: Limits
  private readonly place: { readonly file: string; readonly where: string }
  private readonly packed: () => number

  /** `packed`: bytes taken in so far. */
  constructor(limits: Limits, place: { readonly file: string; readonly where: string }, packed: () => number) {
    this.limits = limits
    this.place = place
    this.packed = packed
  }

  /** Throws `source.limit`. */
  took(bytes: number): void {
    this.unpacked += bytes
    if (this.unpacked > this.limits.unpacked_bytes) throw passed(this.limits, 'unpacked_bytes', this.place)
    if (this.unpacked > RATIO_FROM && this.unpacked > this.packed() * this.limits.ratio) throw passed(this.limits, 'ratio', this.place)
  }
}
