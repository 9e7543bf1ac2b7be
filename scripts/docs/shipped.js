import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'

/** The folder of files that hedui ships with. */
export const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url))

/** The comment lines at the head of a shipped file. */
export function commentOf(name) {
  const lines = readFileSync(`${TEMPLATES}${name}`, 'utf8').split('\n')
  const end = lines.findIndex(l => !l.startsWith('#'))
  return lines
    .slice(0, end)
    .map(l => l.replace(/^#\s?/, ''))
    .join(' ')
}

/** Rows of a shipped CSV file, by its header. */
export function readCsvText(name) {
  const text = readFileSync(`${TEMPLATES}${name}`, 'utf8')
    .split('\n')
    .filter(l => !l.startsWith('#'))
    .join('\n')
  return parse(text, { columns: true, skip_empty_lines: true })
}
