import { passed, type Limits } from './limits.js'

const PAGE = 1 << 24
const FIRST = 1 << 16
const KEPT = 1 << 14

/** The texts that cells of a workbook share, as UTF-8 in pages outside the heap: millions of them cost their bytes and four more each. */
export class SharedStrings {
  private readonly pages: Buffer[] = []
  readonly limits: Limits
  readonly file: string
  /** Where each text begins, counted over all pages. */
  private starts = new Uint32Array(FIRST)
  private lengths = new Uint32Array(FIRST)
  private count = 0
  private used = PAGE
  private total = 0
  /** The first texts as strings, once they were asked for: what comes again and again stands in front. */
  private readonly first: string[] = []

  constructor(file: string, limits: Limits) {
    this.file = file
    this.limits = limits
  }

  get length(): number {
    return this.count
  }

  /** Throws `source.limit`. */
  add(text: string): void {
    const room = text.length * 3
    if (room > PAGE) throw passed(this.limits, 'cell_bytes', { file: this.file, where: 'sharedStrings' })
    if (this.used + room > PAGE) {
      this.pages.push(Buffer.allocUnsafeSlow(PAGE))
      this.used = 0
    }
    if (this.count === this.starts.length) this.grow()
    const length = text === '' ? 0 : this.pages.at(-1)!.write(text, this.used, 'utf8')
    this.starts[this.count] = length === 0 ? 0 : (this.pages.length - 1) * PAGE + this.used
    this.lengths[this.count++] = length
    this.used += length
    this.total += length
    if (this.total + this.count * 8 > this.limits.shared_strings_bytes || this.pages.length * PAGE > 0xff00_0000)
      throw passed(this.limits, 'shared_strings_bytes', { file: this.file, where: 'sharedStrings' })
  }

  /** The text of that number; empty where there is none. */
  at(i: number): string {
    if (!(i >= 0 && i < this.count) || !Number.isInteger(i) || this.lengths[i] === 0) return ''
    return i < KEPT ? (this.first[i] ??= this.read(i)) : this.read(i)
  }

  private read(i: number): string {
    const start = this.starts[i]!
    const within = start % PAGE
    return this.pages[(start - within) / PAGE]!.toString('utf8', within, within + this.lengths[i]!)
  }

  private grow(): void {
    for (const name of ['starts', 'lengths'] as const) {
      const larger = new Uint32Array(this[name].length * 2)
      larger.set(this[name])
      this[name] = larger
    }
  }
}
