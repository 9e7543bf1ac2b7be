import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { problem } from '../kernel/index.js'
import { detect } from './detect.js'
import { fixedReader } from './fixed.js'
import { isJsonLines, jsonLinesReader } from './json-lines.js'
import { chosenSheets, openLegacy } from './legacy.js'
import { openOds, type OdsPart } from './ods.js'
import type { Extract, Opened } from './opened.js'
import { TextReader } from './text.js'
import type { Encoding } from './types.js'
import { readXmlFile } from './xml-file.js'
import { xmlTables } from './xml-table.js'

const HEAD = 1 << 16
const TAIL = 1 << 10
/** Bytes of text that are there at once: a row may be as long as some of its longest cells. */
const LEAST_REGION = 4 << 20
const ROW_CELLS = 4
/** A line of JSON may be long. */
const LONG_HEAD = 1 << 22

/**
 * A file that is text: fixed width where the layout says so, else XML, tables in HTML, JSON lines or a delimited text, told by how it
 * begins.
 */
export async function openText({ path, file, options, limits }: Extract): Promise<Opened> {
  const { encoding, why, delimiter, faulty, digest } = detect(path, file, options)
  const more = { encoding, encodingWhy: why, digest }
  const { fixed, xml } = options.format ?? {}
  if (fixed !== undefined) return { format: 'fixed', ...more, readers: [fixedReader({ path, file, limits, encoding, format: fixed })] }
  const head = textAt(path, HEAD, encoding)
  const markup = markupOf(head, () => textAt(path, -TAIL, encoding))
  if (markup === 'html') return { format: 'html', ...more, ...(await openLegacy({ path, file, limits, sheet: options.sheet, encoding })) }
  if (markup === 'xml' && FLAT_ODS.test(head)) {
    const read: OdsPart = (_, handler) => readXmlFile({ path, file, encoding }, handler)
    return { format: 'ods', ...more, ...(await openOds(read, { file, limits, sheet: options.sheet, parts: ['content.xml'] })) }
  }
  if (markup === 'xml') {
    const { readers, leftOut } = xmlTables({ path, file, limits, encoding, faulty, format: xml })
    const sheets = readers.map(r => ({ name: r.sheet ?? '', hidden: false }))
    return { format: 'xml', ...more, sheets, readers: chosenSheets({ file, sheets, wanted: options.sheet }, readers).readers, leftOut }
  }
  if (/^[\uFEFF\s]*\[\s*\{/.test(head) && /\}\s*\]\s*$/.test(textAt(path, -TAIL, encoding)))
    throw problem('source.foreign', { file, found: 'JSON [ ]' })
  if (/^[\uFEFF\s]*MIME-Version:/i.test(head)) throw problem('source.foreign', { file, found: 'MHTML' })
  if (/^[\uFEFF\s]*\{/.test(head) && isJsonLines(wholeLines(textAt(path, LONG_HEAD, encoding))))
    return { format: 'jsonl', ...more, readers: [jsonLinesReader({ path, file, limits, encoding, faulty })] }
  return {
    format: 'text',
    ...more,
    delimiter,
    readers: [
      new TextReader({
        path,
        file,
        encoding,
        delimiter,
        faulty,
        limits,
        region: Math.max(LEAST_REGION, limits.cell_bytes * ROW_CELLS),
        ...(options.lap === undefined ? {} : { lap: options.lap }),
      }),
    ],
  }
}

/**
 * A text that begins with a tag is markup, unless it is a table whose first header holds one (`<SPAN title=…>姓名</SPAN>,…`): without a
 * prolog markup must end with a tag too.
 */
function markupOf(head: string, tail: () => string): 'html' | 'xml' | null {
  const start = head.replace(/^[\uFEFF\s]+/, '')
  if (!/^<[?!\p{L}_]/u.test(start)) return null
  const isDeclared = /^<(?:\?xml|!DOCTYPE|!--)/i.test(start)
  if (!isDeclared && !/>\s*$/.test(tail())) return null
  const isTable = HTML_START.test(start) && /<tr[\s>]/i.test(start)
  return isTable || /^(?:<[?!][^>]*>\s*)*<html[\s>]/i.test(start) || EXCEL_2003.test(start) ? 'html' : 'xml'
}

const HTML_START = /^<(?:!DOCTYPE\s+html|head|meta|body|table|div|center|style|font|title|form|script)[\s>]/i
/** An OpenDocument workbook as one file. */
const FLAT_ODS = /<(?:\w+:)?document[^>]*urn:oasis:names:tc:opendocument/
const EXCEL_2003 = /<(?:\w+:)?Workbook[^>]*urn:schemas-microsoft-com:office:spreadsheet/

/** That many bytes of text at the beginning, or before the end. */
function textAt(path: string, length: number, encoding: Encoding): string {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.abs(length))
    const from = length < 0 ? Math.max(0, fstatSync(fd).size + length) : 0
    return new TextDecoder(encoding).decode(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, from)))
  } finally {
    closeSync(fd)
  }
}

/** The lines that are whole, or the one that there is. */
function wholeLines(head: string): string {
  return head.includes('\n') && head.length * 4 >= LONG_HEAD ? head.slice(0, head.lastIndexOf('\n')) : head
}
