import { fold } from '../cleanse/index.js'
import { numberOf, shapesOf, SHAPES, type Shape } from './shapes.js'

/** More different texts than this are no code list. */
const DISTINCT = 2000
const EXAMPLES = 3

/** A text of a column: how often it stands there, its shapes and its date form. */
interface Seen {
  rows: number
  readonly shapes: readonly Shape[]
  readonly form: string | undefined
}

/** What all cells of a column look like, over every row that was looked at. */
export class Profile {
  rows = 0
  filled = 0
  readonly counts: Record<Shape, number> = Object.fromEntries(SHAPES.map(s => [s, 0])) as Record<Shape, number>
  /** Date and month forms, with rows. */
  readonly forms = new Map<string, number>()
  /** Texts with their rows; cleared when there are too many to be codes. */
  readonly texts = new Map<string, Seen>()
  manyTexts = false
  readonly examples: string[] = []
  /** One number a row, NaN where there is none. */
  private values = new Float64Array(1024)
  private readonly blanks: ReadonlySet<string>
  /** Rows in which an integer is one more than in the row before. */
  private steps = 0

  constructor(blanks: ReadonlySet<string>) {
    this.blanks = blanks
  }

  /** Looks at the column's next cell. */
  add(raw: string): void {
    const text = fold(raw).text
    this.keep(NaN)
    this.rows++
    if (text === '' || this.blanks.has(text)) return
    this.filled++
    const { shapes, form } = this.seen(text)
    for (const shape of shapes) this.counts[shape]++
    if (form !== undefined) this.forms.set(form, (this.forms.get(form) ?? 0) + 1)
    const value = /^-?[\d,.¥￥元%]+$/.test(text) ? numberOf(text) : NaN
    this.values[this.rows - 1] = value
    if (value === (this.values[this.rows - 2] ?? NaN) + 1) this.steps++
    if (this.examples.length < EXAMPLES && !this.examples.includes(text)) this.examples.push(text)
  }

  private keep(value: number): void {
    if (this.rows === this.values.length) {
      const wider = new Float64Array(this.values.length * 2)
      wider.set(this.values)
      this.values = wider
    }
    this.values[this.rows] = value
  }

  private seen(text: string): Seen {
    const known = this.texts.get(text)
    if (known !== undefined) {
      known.rows++
      return known
    }
    const shapes: Shape[] = []
    const form = shapesOf(text, shape => shapes.push(shape))
    const made = { rows: 1, shapes, form }
    if (this.manyTexts) return made
    this.texts.set(text, made)
    if (this.texts.size > DISTINCT) {
      this.manyTexts = true
      this.texts.clear()
    }
    return made
  }

  /** The column's values row by row, NaN where there is no number. */
  get numbers(): Float64Array {
    return this.values.subarray(0, this.rows)
  }

  /** Of the filled cells, 0–1; 0 where none is filled. */
  share(...shapes: readonly Shape[]): number {
    return this.filled === 0 ? 0 : Math.min(1, shapes.reduce((n, s) => n + this.counts[s], 0) / this.filled)
  }

  /** Counts up by one, row after row. */
  get isSequence(): boolean {
    return this.rows >= 3 && this.steps >= (this.rows - 1) * 0.95
  }

  /** Different texts; more than the limit count as the filled cells. */
  get distinct(): number {
    return this.manyTexts ? this.filled : this.texts.size
  }

  /** The commonest date or month forms that make up at least 5 % of the filled cells, commonest first. */
  commonForms(): readonly (readonly [string, number])[] {
    return [...this.forms].filter(([, n]) => n >= this.filled * 0.05).toSorted((a, b) => b[1] - a[1])
  }
}
