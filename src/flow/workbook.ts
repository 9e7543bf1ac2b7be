import type { Sheet } from '../conform/index.js'
import type { Day } from '../kernel/index.js'
import { say, type Lang } from '../messages/index.js'
import { writeXlsx, type Book } from '../report/index.js'

type Table = Book['tables'][number]

/** A workbook of sheets that hold all that they are: its first page says what it is and what follows. */
export interface Pages {
  readonly title: string
  readonly facts: readonly (readonly [string, string])[]
  readonly notes: readonly string[]
  readonly sheets: readonly Sheet[]
}

/** Writes sheets of texts and counts as a workbook of that day. */
export async function writeWorkbook(
  path: string,
  { title, facts, notes, sheets }: Pages,
  of: { readonly lang: Lang; readonly day: Day },
): Promise<void> {
  const { lang, day } = of
  const h = (code: 'sheet' | 'rows'): string => say(lang, `pages.${code}`, {})
  const tables = sheets.map(tableOf)
  const book: Book = {
    asOf: day,
    title,
    tables,
    seal: null,
    counts: {},
    summary: {
      name: say(lang, 'pages.first', {}),
      title,
      facts,
      notes,
      blocks: [
        {
          title: say(lang, 'pages.contents', {}),
          notes: [],
          head: [h('sheet'), h('rows')],
          types: ['text', 'count'],
          rows: tables.map(t => [t.name, t.count]),
          links: tables.map(t => t.name),
        },
      ],
    },
  }
  await writeXlsx(book, path, { lang, label: (_list, code) => code, mask: false })
}

function tableOf({ name, title, notes, columns, rows }: Sheet): Table {
  return {
    name,
    file: name,
    title,
    notes,
    frozen: 1,
    count: rows.length,
    sum: -1,
    fen: 0,
    columns: columns.map((c, i) => ({
      title: c.title,
      type: c.count === true ? 'count' : 'text',
      tint: i === 0 ? 'key' : 'plain',
      width: c.width,
      wrap: c.wrap === true,
    })),
    *lines() {
      for (const cells of rows) yield { cells, quiet: false }
    },
  }
}
