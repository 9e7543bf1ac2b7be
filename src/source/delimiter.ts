import type { SourceOptions } from './types.js'

const USUAL = [',', '\t', '|', ';', '，', '^', '~', '\u0001', '\u001f', '#', '!', '、']
const LINES = 60

/** The delimiter under which the best header stands; without known headers the one that gives the most lines of one width. */
export function delimiterOf(text: string, options: SourceOptions): { readonly delimiter: string; readonly score: number } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/).filter(l => l.trim() !== '').slice(0, LINES)
  const wanted = options.delimiter === undefined || options.delimiter === 'auto' ? null : options.delimiter
  const candidates = wanted !== null ? [wanted] : [...new Set([...runs(lines), ...USUAL])]
  const headers = (d: string): number => options.headerScore === undefined ? 0 : Math.max(0, ...lines.map(l => options.headerScore!(split(l, d)), 0))
  let best = { delimiter: wanted ?? ',', score: -1, width: 0 }
  for (const delimiter of candidates) {
    const score = headers(delimiter)
    // A run of signs holds its single signs within: where both would do, the run is meant.
    const width = evenness(lines, delimiter) * (delimiter.length > 1 ? 4 : 1)
    if (score > best.score || (score === best.score && score === 0 && width > best.width)) best = { delimiter, score, width }
  }
  return { delimiter: best.delimiter, score: Math.max(best.score, 0) }
}

/** Runs of signs that several lines have between words: delimiters of several characters, longest first. */
function runs(lines: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  for (const line of lines) for (const run of new Set(line.match(/[!#$%&*+;<=>?@\\^`|~§¦]{2,8}/g) ?? [])) seen.set(run, (seen.get(run) ?? 0) + 1)
  return [...seen].filter(([, n]) => n * 2 > lines.length).map(([run]) => run).toSorted((a, b) => b.length - a.length)
}

/** Cells of a line, quotes respected as far as a line goes. */
function split(line: string, delimiter: string): readonly string[] {
  if (!line.includes('"')) return line.split(delimiter)
  const cells: string[] = []
  let cell = ''
  let open = false
  for (let i = 0; i < line.length;) {
    if (line[i] === '"') {
      if (open && line[i + 1] === '"') { cell += '"'; i += 2; continue }
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
