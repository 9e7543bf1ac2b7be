import { passed, type Limits } from './limits.js'
import type { FormatSpec } from './types.js'
import { attribute, unescapeXml, type XmlHandler } from './xml.js'

/** What the head of a file says: elements outside its records. */
export interface HeadCell {
  readonly line: number
  readonly name: string
  readonly value: string
}

/** Records of one name: their columns by key, and what stands over them. */
export interface XmlTable {
  readonly name: string
  readonly columns: ReadonlyMap<string, { readonly index: number; readonly label: string }>
  readonly firstLine: number
  /** Several begin on one line. */
  readonly crowded: boolean
}

interface Table {
  readonly name: string
  readonly columns: Map<string, { readonly index: number; label: string }>
  readonly firstLine: number
  lastLine: number
  crowded: boolean
  records: number
  readonly leaves: readonly HeadCell[]
}
interface Frame {
  readonly name: string
  readonly line: number
  readonly attributes: string
  readonly cells: { readonly key: string; readonly label: string }[]
  readonly leaves: HeadCell[]
  text: string
  children: number
  nested: boolean
}

const HEAD_CELLS = 30
const HEAD_TEXT = 200
const DEEPEST = 100

/** What an attribute says that is no column: namespaces, schema hints, the number of the data element. */
const NO_COLUMN = /^(?:xmlns(?::.*)?|xsi:.*|xml:.*|locID)$/

/** Attributes by name, without those that are no columns. */
export function columnsIn(attributes: string): readonly (readonly [name: string, value: string])[] {
  if (!attributes.includes('=')) return []
  return [...attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
    .filter(([, name]) => !NO_COLUMN.test(name!))
    .map(([, name, a, b]) => [name!.slice(name!.indexOf(':') + 1), unescapeXml(a ?? b ?? '')])
}

/** Key and label of a child's column: its name, or what the declared attribute says. The number of its data element is shown beside. */
export function columnOf(name: string, attributes: string, by: string | undefined): { readonly key: string; readonly label: string } {
  const named = by === undefined ? undefined : attribute(attributes, by)
  if (named !== undefined) return { key: named, label: named }
  const id = attributes.includes('locID') ? attribute(attributes, 'locID') : undefined
  return { key: name, label: id === undefined || id === '' ? name : `${name}(${id})` }
}

/**
 * Looks at the elements of a whole file: which are records (the declared ones where they occur; else those whose children hold only text,
 * or that have only attributes), their columns, and what stands outside.
 */
export class XmlSurvey implements XmlHandler {
  private readonly file: string
  private readonly limits: Limits
  private readonly spec: FormatSpec['xml']
  private readonly wanted: ReadonlySet<string>
  private readonly declared = new Map<string, Table>()
  private readonly flat = new Map<string, Table>()
  /** Names of elements that hold more than cells somewhere: what they hold would be lost in a table. */
  private readonly holders = new Set<string>()
  private readonly head: HeadCell[] = []
  private readonly stack: Frame[] = []
  private readonly names = new Set<string>()
  /** Depth of the declared record that is open; 0: none. */
  private record = 0
  /** Line of the tag that is being handled. */
  line: () => number = () => 1

  constructor(file: string, limits: Limits, spec: FormatSpec['xml']) {
    this.file = file
    this.limits = limits
    this.spec = spec
    this.wanted = new Set(spec?.records)
  }

  get depth(): number {
    return this.stack.length
  }

  /** Names of the elements that were seen, for saying that none of them is a record. */
  get elements(): readonly string[] {
    return [...this.names]
  }

  /** The tables, in the order of their first records. */
  tables(): readonly XmlTable[] {
    const from = this.declared.size > 0 ? [...this.declared.values()] : [...this.flat.values()].filter(t => !this.holders.has(t.name))
    return from.toSorted((a, b) => a.firstLine - b.firstLine)
  }

  /** Records of other names than the declared ones, where these occur. */
  others(): readonly { readonly name: string; readonly rows: number }[] {
    return this.declared.size === 0 ? [] : [...this.flat.values()].filter(t => t.records > 1).map(t => ({ name: t.name, rows: t.records }))
  }

  /** What stands outside of a table's records, and in other elements of which there is only one. */
  headOf(table: XmlTable): readonly HeadCell[] {
    const single = [...this.flat.values()].filter(t => t.records === 1 && t.name !== table.name).flatMap(t => t.leaves)
    return [...this.head, ...single].toSorted((a, b) => a.line - b.line).slice(0, HEAD_CELLS)
  }

  open(name: string, attributes: string): void {
    const parent = this.stack.at(-1)
    if (parent !== undefined) parent.children++
    this.names.add(name)
    if (this.stack.length >= DEEPEST || this.names.size > this.limits.columns)
      throw passed(this.limits, 'columns', { file: this.file, where: `#${this.line()}` })
    this.stack.push({ name, line: this.line(), attributes, cells: [], leaves: [], text: '', children: 0, nested: false })
    if (this.record === 0 && this.wanted.has(name)) this.record = this.stack.length
  }

  text(text: string): void {
    const frame = this.stack.at(-1)
    if (frame !== undefined && frame.text.length < HEAD_TEXT) frame.text += text
  }

  close(): void {
    const frame = this.stack.pop()!
    const parent = this.stack.at(-1)
    if (this.record > 0 && this.stack.length >= this.record) this.within(frame)
    else if (this.record > 0) {
      this.record = 0
      this.count(this.declared, frame)
      if (parent !== undefined) parent.nested = true
    } else if (frame.children === 0 && (columnsIn(frame.attributes).length === 0 || frame.text.trim() !== '' || this.isNamed(frame)))
      this.leaf(frame, parent)
    else this.group(frame, parent)
  }

  private isNamed(frame: Frame): boolean {
    return this.spec?.column !== undefined && attribute(frame.attributes, this.spec.column) !== undefined
  }

  /** A cell of a declared record, at whatever depth. */
  private within(frame: Frame): void {
    if (frame.children > 0) return
    const path = this.stack.slice(this.record).map(f => f.name)
    const { key, label } = columnOf(frame.name, frame.attributes, this.spec?.column)
    this.stack[this.record - 1]!.cells.push({ key: [...path, key].join('.'), label: [...path, label].join('.') })
  }

  private leaf(frame: Frame, parent: Frame | undefined): void {
    if (parent === undefined) return
    parent.cells.push(columnOf(frame.name, frame.attributes, this.spec?.column))
    const value = frame.text.trim()
    if (parent.leaves.length < HEAD_CELLS && value !== '' && value.length < HEAD_TEXT)
      parent.leaves.push({ line: frame.line, name: frame.name, value })
  }

  /** An element with children or attributes: a record when all its children are leaves, else what holds others. */
  private group(frame: Frame, parent: Frame | undefined): void {
    if (parent !== undefined) parent.nested = true
    if (frame.nested) this.holders.add(frame.name)
    if (!frame.nested && frame.cells.length + columnsIn(frame.attributes).length > 1) this.count(this.flat, frame)
    else for (const cell of this.said(frame)) if (this.head.length < HEAD_CELLS) this.head.push(cell)
  }

  private said(frame: Frame): readonly HeadCell[] {
    return [...columnsIn(frame.attributes).map(([name, value]) => ({ line: frame.line, name, value })), ...frame.leaves]
  }

  private count(tables: Map<string, Table>, frame: Frame): void {
    const table = tables.get(frame.name) ?? {
      name: frame.name,
      columns: new Map(),
      firstLine: frame.line,
      lastLine: -1,
      crowded: false,
      records: 0,
      leaves: this.said(frame),
    }
    tables.set(frame.name, table)
    table.records++
    if (table.lastLine === frame.line) table.crowded = true
    table.lastLine = frame.line
    for (const [name] of columnsIn(frame.attributes)) add(table, { key: `@${name}`, label: name })
    for (const cell of frame.cells) add(table, cell)
    if (table.columns.size > this.limits.columns) throw passed(this.limits, 'columns', { file: this.file, where: frame.name })
  }
}

function add({ columns }: Table, { key, label }: { key: string; label: string }): void {
  const known = columns.get(key)
  if (known === undefined) columns.set(key, { index: columns.size, label })
  else if (label.length > known.label.length) known.label = label
}
