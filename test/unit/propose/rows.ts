import { HeaderWords, Profile, findHeader, propose, type Proposal } from '../../../src/propose/index.js'
import { codes, layouts, preview } from '../layout/extract.js'

const words = new HeaderWords(layouts, codes)

/** A proposal for rows of cells, the header among the first. */
export function proposed(rows: readonly (readonly string[])[], file = 'extract.csv', xml = false): Proposal {
  const header = findHeader(preview(rows.slice(0, 60)), words)
  if (header === null) throw new Error('no header')
  const profiles = header.columns.map(() => new Profile(new Set(['-', 'NULL'])))
  for (const row of rows.slice(header.last)) for (const [c, p] of profiles.entries()) p.add(row[c] ?? '')
  return propose({ file, header, profiles, layouts, codes, totals: [], name: null, found: xml ? { format: 'xml', encoding: null, delimiter: null } : { format: 'text', encoding: 'utf-8', delimiter: ',' } })
}

/** Fields by header. */
export function placedIn({ placed }: Proposal): Readonly<Record<string, string>> {
  return Object.fromEntries(placed.map(p => [p.header, p.field]))
}
