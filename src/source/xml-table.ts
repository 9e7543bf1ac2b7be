import { problem } from '../kernel/index.js'
import { passed, type Limits } from './limits.js'
import { StringReader, type StringRow } from './string-rows.js'
import type { Encoding, FormatSpec, LeftOut, PreviewRow, Reader } from './types.js'
import { attribute, type XmlHandler } from './xml.js'
import { readXmlFile } from './xml-file.js'
import { columnOf, columnsIn, XmlSurvey, type HeadCell, type XmlTable } from './xml-survey.js'

export interface XmlSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  readonly encoding: Encoding
  /** Some of the bytes cannot be decoded; else U+FFFD is a character that came as it is. */
  readonly faulty: boolean
  readonly format: FormatSpec['xml']
}

/**
 * The tables of an XML file, one a name of record elements: a row a record, the line of its start tag as its place (its number where
 * several begin on one line), columns by child or attribute, namespaces ignored. Throws `source.xml`, `source.xml_dtd`,
 * `source.xml_entity`, `source.xml_record`, `source.limit`.
 */
export function xmlTables(spec: XmlSpec): { readonly readers: readonly Reader[]; readonly leftOut: readonly LeftOut[] } {
  const survey = new XmlSurvey(spec.file, spec.limits, spec.format)
  for (const step of readXmlFile(spec, survey, line => {
    survey.line = line
  }))
    void step
  const tables = survey.tables()
  if (tables.length === 0) throw problem('source.xml_record', { file: spec.file, found: survey.elements.slice(0, 20).join('、') })
  return {
    readers: tables.map(
      table =>
        new StringReader({
          file: spec.file,
          sheet: table.name,
          limits: spec.limits,
          head: headOf(table, survey.headOf(table)),
          read: () => rowsOf(spec, table),
        }),
    ),
    leftOut: survey.others().map(({ name, rows }) => ({ what: 'other_records', name, rows })),
  }
}

/** What the file's head says stands above the columns' names, and these above the first record. */
function headOf(table: XmlTable, said: readonly HeadCell[]): readonly PreviewRow[] {
  const line = table.crowded ? 1 : table.firstLine
  const above = said.map(({ line: at, name, value }): PreviewRow => ({ line: Math.min(at, line - 1), cells: [name, value], state: 'row' }))
  return [...above, { line, cells: [...table.columns.values()].map(c => c.label), state: 'row' }]
}

async function* rowsOf(spec: XmlSpec, table: XmlTable): AsyncIterable<readonly StringRow[]> {
  const rows = new RecordRows(spec, table)
  for (const step of readXmlFile(spec, rows, line => {
    rows.line = line
  })) {
    void step
    yield rows.take()
  }
}

/** Makes rows of the records of one name. */
class RecordRows implements XmlHandler {
  line: () => number = () => 1
  depth = 0
  private readonly spec: XmlSpec
  private readonly table: XmlTable
  private ready: StringRow[] = []
  private count = 0
  private place = 0
  /** Depth of the record that is open; 0: none. */
  private record = 0
  private cells: string[] = []
  private filled = new Set<string>()
  private twice: string | null = null
  private path: { readonly name: string; readonly attributes: string; leaf: boolean }[] = []
  private value = ''

  constructor(spec: XmlSpec, table: XmlTable) {
    this.spec = spec
    this.table = table
  }

  take(): readonly StringRow[] {
    const out = this.ready
    this.ready = []
    return out
  }

  open(name: string, attributes: string): void {
    this.depth++
    if (this.record === 0) {
      if (name === this.table.name) this.begin(attributes)
      return
    }
    const parent = this.path.at(-1)
    if (parent !== undefined) parent.leaf = false
    this.path.push({ name, attributes, leaf: true })
    this.value = ''
  }

  private begin(attributes: string): void {
    this.record = this.depth
    this.count++
    this.place = this.table.crowded ? this.count : this.line()
    this.cells = new Array<string>(this.table.columns.size).fill('')
    this.filled = new Set()
    this.twice = null
    for (const [name, value] of columnsIn(attributes)) this.put(`@${name}`, value)
  }

  text(text: string): void {
    if (this.path.length === 0) return
    this.value += text
    if (this.value.length > this.spec.limits.cell_bytes)
      throw passed(this.spec.limits, 'cell_bytes', { file: this.spec.file, where: `#${this.line()}` })
  }

  close(): void {
    this.depth--
    if (this.record === 0) return
    const frame = this.path.pop()
    if (frame === undefined) this.end()
    else if (frame.leaf) this.leaf(frame)
    this.value = ''
  }

  private leaf({ name, attributes }: { name: string; attributes: string }): void {
    const { key } = columnOf(name, attributes, this.spec.format?.column)
    const value = this.value.trim() === '' ? (attribute(attributes, 'value') ?? this.value) : this.value
    this.put([...this.path.map(f => f.name), key].join('.'), value)
  }

  private put(key: string, value: string): void {
    const index = this.table.columns.get(key)?.index
    if (index === undefined) return
    if (this.filled.has(key)) this.twice ??= key
    this.filled.add(key)
    this.cells[index] = value
  }

  private end(): void {
    this.record = 0
    const { cells, place: line, twice } = this
    const fault =
      twice !== null
        ? { reason: 'reason.cell_twice', detail: twice }
        : this.spec.faulty && cells.some(c => c.includes('\uFFFD'))
          ? { reason: 'reason.undecodable', detail: '' }
          : null
    this.ready.push(fault === null ? { line, cells } : { line, cells, fault })
  }
}
