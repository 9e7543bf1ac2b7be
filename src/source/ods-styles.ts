import { styleOf, type CellStyle } from './number-format.js'
import { attribute, type XmlHandler } from './xml.js'

/** A table of an OpenDocument workbook, in the order of the file. */
export interface OdsTable {
  readonly name: string
  readonly hidden: boolean
}

const DATA_STYLES: ReadonlySet<string> = new Set([
  'number-style',
  'currency-style',
  'percentage-style',
  'date-style',
  'time-style',
  'boolean-style',
  'text-style',
])
/** A style whose parents go in a circle is none. */
const DEEPEST = 20

/**
 * Looks through the parts of an OpenDocument workbook (OpenDocument 1.3 part 3, §16 and §9): which tables there are, which are hidden, and
 * how cells of a style show their numbers.
 */
export class OdsStyles implements XmlHandler {
  /** Formats by the name of their data style, as Excel would write them; sections that a condition chooses come before its own. */
  private readonly formats = new Map<string, { own: string; readonly sections: string[] }>()
  private readonly cells = new Map<string, { readonly format: string | undefined; readonly parent: string | undefined }>()
  private readonly known = new Map<string, CellStyle>()
  private readonly hiding = new Set<string>()
  private readonly found: { readonly name: string; readonly style: string }[] = []
  private style = ''
  private format: { own: string; readonly sections: string[] } | null = null
  private inText = false
  /** Before how many digits the text stands that is painted in among them; 0: none is read. */
  private painted = 0
  depth = 0
  private sheetAt = 0

  get tables(): readonly OdsTable[] {
    return this.found.map(({ name, style }) => ({ name, hidden: this.hiding.has(style) }))
  }

  /** How a cell of that style shows what it holds. */
  of(name: string): CellStyle {
    let style = this.known.get(name)
    if (style === undefined) this.known.set(name, (style = styleOf(this.formatOf(name))))
    return style
  }

  private formatOf(name: string): string {
    let at = this.cells.get(name)
    for (let i = 0; at !== undefined && at.format === undefined && i < DEEPEST; i++)
      at = at.parent === undefined ? undefined : this.cells.get(at.parent)
    const format = at?.format === undefined ? undefined : this.formats.get(at.format)
    return format === undefined ? 'General' : [...format.sections.map(s => this.formats.get(s)?.own ?? 'General'), format.own].join(';')
  }

  open(name: string, attributes: string): void {
    this.depth++
    if (name === 'spreadsheet') this.sheetAt = this.depth
    else if (name === 'table' && this.sheetAt > 0 && this.depth === this.sheetAt + 1)
      this.found.push({ name: attribute(attributes, 'name') ?? '', style: attribute(attributes, 'style-name') ?? '' })
    else if (name === 'style') this.styled(attributes)
    else if (name === 'table-properties' && attribute(attributes, 'display') === 'false') this.hiding.add(this.style)
    else if (DATA_STYLES.has(name))
      this.formats.set(
        attribute(attributes, 'name') ?? '',
        (this.format = { own: name === 'date-style' || name === 'time-style' ? 'yyyy' : '', sections: [] }),
      )
    else if (this.format !== null) this.part(this.format, name, attributes)
  }

  private styled(attributes: string): void {
    this.style = attribute(attributes, 'name') ?? ''
    if (attribute(attributes, 'family') === 'table-cell')
      this.cells.set(this.style, { format: attribute(attributes, 'data-style-name'), parent: attribute(attributes, 'parent-style-name') })
  }

  private part(format: { own: string; readonly sections: string[] }, name: string, attributes: string): void {
    if (name === 'number') format.own += digits(attributes)
    else if (name === 'text-content') format.own += '@'
    else if (name === 'text') this.inText = true
    else if (name === 'map') format.sections.push(attribute(attributes, 'apply-style-name') ?? '')
    else if (name === 'embedded-text') this.painted = Math.min(Number(attribute(attributes, 'position')) || 0, 30)
  }

  text(text: string): void {
    if (this.format === null) return
    // A point painted in: the number shown is another than the one held.
    if (this.painted > 0 && text.trim() === '.') this.format.own = `0!.${'0'.repeat(this.painted)}`
    if (this.inText) this.format.own += text.includes('%') ? '%' : `"${text.replaceAll('"', '')}"`
  }

  close(name: string): void {
    this.depth--
    if (name === 'text') this.inText = false
    else if (name === 'embedded-text') this.painted = 0
    else if (DATA_STYLES.has(name)) this.format = null
    else if (name === 'spreadsheet') this.sheetAt = 0
  }
}

/** The digits of a number format; a factor by which less is shown is a comma for each thousand. */
function digits(attributes: string): string {
  const asked = (name: string): number => Math.min(Number(attribute(attributes, name)) || 0, 30)
  const factor = Math.round(Math.log10(Number(attribute(attributes, 'display-factor')) || 1) / 3)
  const whole = attribute(attributes, 'grouping') === 'true' ? '#,##0' : '0'.repeat(asked('min-integer-digits')) || '#'
  const places = asked('decimal-places')
  return `${whole}${places > 0 ? `.${'0'.repeat(places)}` : ''}${','.repeat(Math.max(0, factor))}`
}
