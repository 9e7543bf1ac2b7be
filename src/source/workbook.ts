import { problem } from '../kernel/index.js'
import { passed, type Limits } from './limits.js'
import { builtInStyle, styleOf, type CellStyle } from './number-format.js'
import { SharedStrings } from './shared-strings.js'
import { attribute, type XmlHandler } from './xml.js'
import type { Zip } from './zip.js'

/** A sheet by its name, and the part of the zip that it stands in. */
export interface WorkbookSheet {
  readonly name: string
  readonly part: string
  readonly hidden: boolean
}

/** A workbook's parts that every sheet needs. */
export interface Workbook {
  readonly sheets: readonly WorkbookSheet[]
  readonly strings: SharedStrings
  /** How a cell's style shows its number. */
  readonly styles: readonly CellStyle[]
  readonly from1904: boolean
}

/** Reads the parts that all sheets need. Throws `source.no_workbook`, and `source.limit` for shared texts without measure. */
export async function readWorkbook(zip: Zip, file: string, limits: Limits): Promise<Workbook> {
  const main = await mainPart(zip)
  if (!zip.has(main)) throw problem('source.no_workbook', { file, part: 'xl/workbook.xml' })
  const links = await relations(zip, main)
  const sheets: WorkbookSheet[] = []
  let from1904 = false
  await zip.all(
    main,
    opened((name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const link = links.get(attribute(attributes, 'id') ?? '')
      const state = attribute(attributes, 'state')
      if (link !== undefined && /worksheet$/.test(link.type))
        sheets.push({ name: attribute(attributes, 'name') ?? '', part: link.target, hidden: state === 'hidden' || state === 'veryHidden' })
    }),
  )
  const part = (kind: string): string | undefined => [...links.values()].find(l => l.type.endsWith(`/${kind}`) && zip.has(l.target))?.target
  return {
    sheets,
    strings: await sharedStrings(zip, part('sharedStrings'), new SharedStrings(file, limits)),
    styles: await cellStyles(zip, part('styles')),
    from1904,
  }
}

async function mainPart(zip: Zip): Promise<string> {
  if (!zip.has('_rels/.rels')) return 'xl/workbook.xml'
  const links = await relations(zip, '')
  return [...links.values()].find(l => l.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
}

function opened(open: (name: string, attributes: string) => void): XmlHandler {
  return { open: (name, attributes) => open(name, attributes), text: () => undefined, close: () => undefined }
}

async function relations(zip: Zip, part: string): Promise<ReadonlyMap<string, { type: string; target: string }>> {
  const slash = part.lastIndexOf('/')
  const folder = part.slice(0, slash + 1)
  const rels = `${folder}_rels/${part.slice(slash + 1)}.rels`
  const out = new Map<string, { type: string; target: string }>()
  if (!zip.has(rels)) return out
  await zip.all(
    rels,
    opened((name, attributes) => {
      if (name !== 'Relationship') return
      const target = attribute(attributes, 'Target') ?? ''
      out.set(attribute(attributes, 'Id') ?? '', {
        type: attribute(attributes, 'Type') ?? '',
        target: target.startsWith('/') ? target.slice(1) : resolved(folder + target),
      })
    }),
  )
  return out
}

function resolved(path: string): string {
  const parts: string[] = []
  for (const piece of path.split('/')) {
    if (piece === '..') parts.pop()
    else if (piece !== '.' && piece !== '') parts.push(piece)
  }
  return parts.join('/')
}

/** `_xHHHH_` stands for a character that XML cannot hold (ECMA-376 part 1, §22.9.2.19). */
export function unescapeString(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

/** Collects the text of `t` elements, phonetic runs left out; each is escaped for itself. */
export class StringText {
  private readonly longest: number
  private readonly tooLong: () => Error
  private text = ''
  private piece = ''
  private inText = false
  private phonetic = 0

  /** `tooLong` makes the error of a text of more than `longest` characters. */
  constructor(longest: number, tooLong: () => Error) {
    this.longest = longest
    this.tooLong = tooLong
  }

  open(name: string): void {
    if (name === 'rPh') this.phonetic++
    else if (name === 't') this.inText = true
  }

  add(text: string): void {
    if (this.inText && this.phonetic === 0) this.piece += text
    if (this.piece.length + this.text.length > this.longest) throw this.tooLong()
  }

  close(name: string): void {
    if (name === 'rPh') this.phonetic--
    else if (name === 't') {
      this.inText = false
      this.text += unescapeString(this.piece)
      this.piece = ''
    }
  }

  take(): string {
    const out = this.text
    this.text = ''
    return out
  }
}

async function sharedStrings(zip: Zip, part: string | undefined, out: SharedStrings): Promise<SharedStrings> {
  if (part === undefined) return out
  const item = new StringText(out.limits.cell_bytes, () => passed(out.limits, 'cell_bytes', { file: out.file, where: 'sharedStrings' }))
  await zip.all(part, {
    open: name => item.open(name),
    text: text => item.add(text),
    close: name => {
      item.close(name)
      if (name === 'si') out.add(item.take())
    },
  })
  return out
}

async function cellStyles(zip: Zip, part: string | undefined): Promise<readonly CellStyle[]> {
  const out: CellStyle[] = []
  if (part === undefined) return out
  const custom = new Map<number, CellStyle>()
  let inCells = false
  await zip.all(part, {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attribute(attributes, 'numFmtId')), styleOf(attribute(attributes, 'formatCode') ?? ''))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attribute(attributes, 'numFmtId') ?? '0')
        out.push(custom.get(id) ?? builtInStyle(id))
      }
    },
    text: () => undefined,
    close: name => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return out
}
