import type { SourceOptions } from './types.js'

const USUAL = [',', '\t', '|', ';', '，', '^', '~', '\u0001', '\u001f', '#', '!', '、']
/** Signs that also stand inside cells: taken only where a known header stands under them. */
const RARE = [
  '；',
  '｜',
  '¦',
  '@',
  '$',
  '&',
  '*',
  '%',
  '+',
  '=',
  '：',
  ':',
  '/',
  '\\',
  '§',
  '\u0002',
  '\u0003',
  '\u0004',
  '\u001b',
  '\u001c',
  '\u001d',
  '\u001e',
  ' ',
]
const LINES = 60

/** The delimiter under which the best header stands; without known headers the one that gives the most lines of one width. */
export function delimiterOf(text: string, options: SourceOptions): { readonly delimiter: string; readonly score: number } {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter(l => l.trim() !== '')
    .slice(0, LINES)
  const wanted = options.delimiter === undefined || options.delimiter === 'auto' ? null : written(options.delimiter)
  const usual = [...new Set([...runs(lines), ...USUAL])]
  const candidates = wanted !== null ? [wanted] : options.headerScore === undefined ? usual : [...usual, ...RARE]
  const headers = (d: string): number =>
    options.headerScore === undefined ? 0 : Math.max(0, ...lines.map(l => options.headerScore!(split(l, d)), 0))
  let best = { delimiter: wanted ?? ',', score: -1, width: 0 }
  for (const [i, delimiter] of candidates.entries()) {
    const score = headers(delimiter)
    // A run of signs holds its single signs within: where both would do, the run is meant.
    const width = i < usual.length ? evenness(lines, delimiter) * (delimiter.length > 1 ? 4 : 1) : 0
    if (score > best.score || (score === best.score && score === 0 && width > best.width)) best = { delimiter, score, width }
  }
  return { delimiter: best.delimiter, score: Math.max(best.score, 0) }
}

/** A delimiter as it is written on a command line or in a file: `\t`, `\x01`, `\u001f` stand for the character. */
function written(delimiter: string): string {
  return delimiter.replace(/\\t|\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})/g, (_, two?: string, four?: string) => {
    const hex = two ?? four
    return hex === undefined ? '\t' : String.fromCharCode(Number.parseInt(hex, 16))
  })
}

/** Runs of signs that several lines have between words: delimiters of several characters, longest first. */
function runs(lines: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  for (const line of lines)
    for (const run of new Set(line.match(/[!#$%&*+;<=>?@\\^`|~§¦]{2,8}/g) ?? [])) seen.set(run, (seen.get(run) ?? 0) + 1)
  return [...seen]
    .filter(([, n]) => n * 2 > lines.length)
    .map(([run]) => run)
    .toSorted((a, b) => b.length - a.length)
}

/** Cells of a line, quotes respected as far as a line goes. */
export function split(line: string, delimiter: string): readonly string[] {
  if (!line.includes('"')) return line.split(delimiter)
  const cells: string[] = []
  let cell = ''
  let open = false
  for (let i = 0; i < line.length;) {
    if (line[i] === '"') {
      if (open && line[i + 1] === '"') {
        cell += '"'
        i += 2
        continue
      }
      open = !open
      i++
    } else if (!open && line.startsWith(delimiter, i)) {
      cells.push(cell)
      cell = ''
      i += delimiter.length
    } else cell += line[i++]
  }
  return [...cells, cell]
}

/** Lines that share the commonest width above one, times that width's root: many even lines beat a few wide ones. */
function evenness(lines: readonly string[], delimiter: string): number {
  const widths = new Map<number, number>()
  for (const line of lines) {
    const width = split(line, delimiter).length
    if (width > 1) widths.set(width, (widths.get(width) ?? 0) + 1)
  }
  return Math.max(0, ...[...widths].map(([width, n]) => n * Math.sqrt(width)))
}
