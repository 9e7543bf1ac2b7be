interface OpenTable {
  row: boolean
  cell: string
}

const PARTS = /<(\/?)(table|thead|tbody|tfoot|caption|colgroup|tr|td|th)(?=[\s/>])[^<>]*>/gi

/**
 * Tables of HTML with every end tag that HTML lets one leave out (`</td>`, `</tr>`), and the `<tr>` before a cell that stands in none, put
 * in; without comments, whose tables are none. What reads them afterwards knows a cell by its end, and took a row without any for one cell.
 * Tables that have all their tags stay as they are.
 */
export function closedTables(html: string): string {
  const open: OpenTable[] = []
  const endCell = (table: OpenTable): string => {
    const end = table.cell === '' ? '' : `</${table.cell}>`
    table.cell = ''
    return end
  }
  const endRow = (table: OpenTable): string => {
    const end = endCell(table) + (table.row ? '</tr>' : '')
    table.row = false
    return end
  }
  return withoutComments(html).replace(PARTS, (tag: string, slash: string, written: string) => {
    const name = written.toLowerCase()
    const table = open.at(-1)
    if (name === 'table' && slash === '') {
      open.push({ row: false, cell: '' })
      return tag
    }
    if (table === undefined) return tag
    if (name === 'td' || name === 'th') {
      if (slash !== '') return table.cell === '' ? '' : endCell(table)
      const before = endCell(table) + (table.row ? '' : '<tr>')
      table.row = true
      table.cell = name
      return before + tag
    }
    if (name === 'tr' && slash !== '') return table.row ? endRow(table) : tag
    const before = endRow(table)
    if (name === 'tr') table.row = true
    if (name === 'table') open.pop()
    return before + tag
  })
}

function withoutComments(html: string): string {
  const kept: string[] = []
  let at = 0
  for (let start = html.indexOf('<!--'); start >= 0; start = html.indexOf('<!--', at)) {
    const end = html.indexOf('-->', start + 4)
    if (end < 0) break
    kept.push(html.slice(at, start))
    at = end + 3
  }
  return at === 0 ? html : kept.join('') + html.slice(at)
}
