import { layoutByName } from '../../flow/deliveries.js'
import { peek, type PeekHead, type PeekTable } from '../../flow/peek.js'
import { problemFrom, type Effects, type ExitStatus } from '../../kernel/index.js'
import { isMessageCode } from '../../messages/index.js'
import type { PreviewRow } from '../../source/index.js'
import type { Workspace } from '../../workspace/index.js'
import type { Context } from '../commands.js'
import { oneOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { fitting, printable } from '../table.js'
import { encodingWord, inLang, listed, told } from '../words.js'
import { ENCODINGS } from './load.js'

const ROWS = 20

export async function runPeek({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const file = String(args[0])
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: ENCODINGS })
  const delimiter = textOption(options, 'delimiter')?.replaceAll('\\t', '\t')
  const sheet = textOption(options, 'sheet')
  const rows = options['all'] === true ? null : ROWS
  let next: 'cli.peek.next' | 'cli.peek.next_choose' | 'cli.peek.next_layout' = 'cli.peek.next'
  const ws = workspaceOf(workspace)
  const wanted = ws === null ? undefined : layoutByName(ws, file)
  let seen = 0
  await peek(file, {
    rows, layouts: ws?.layouts ?? null, ...(wanted === undefined ? {} : { wanted }), ...(encoding === undefined ? {} : { encoding }), ...(delimiter === undefined ? {} : { delimiter }), ...(sheet === undefined ? {} : { sheet }),
  }, {
    head: head => fx.out(json ? JSON.stringify(head) : headText(head, fx)),
    table: table => {
      if (table.problem !== null) next = CHOOSE.has(table.problem.code) ? 'cli.peek.next_choose' : 'cli.peek.next_layout'
      seen = 0
      if (json) fx.out(JSON.stringify(table))
      else for (const line of tableText(table, fx)) fx.out(line)
    },
    row: row => {
      seen++
      fx.out(json ? JSON.stringify(row) : fitting(rowText(row, fx), fx.columns))
    },
  })
  if (json) return undefined
  if (rows !== null && seen >= rows) fx.note(told(fx, 'cli.peek.more'))
  fx.note(told(fx, next, { file }))
  return undefined
}

/** Problems that naming a layout mends. */
const CHOOSE: ReadonlySet<string> = new Set(['layout.two_fit', 'layout.sender_unclear'])

/** The workspace that a file is looked at from; peek needs none. */
function workspaceOf(workspace: Context['workspace']): Workspace | null {
  try {
    return workspace()
  } catch {
    return null
  }
}

function headText(head: PeekHead, fx: Effects): string {
  if (head.format === 'text') return told(fx, 'cli.peek.text', { encoding: head.encoding ?? '', why: encodingWord(fx, head.why ?? ''), delimiter: JSON.stringify(head.delimiter), bytes: head.bytes })
  return told(fx, 'cli.peek.xlsx', { sheets: listed(fx, head.sheets.map(s => printable(s.hidden ? `(${s.name})` : s.name))), bytes: head.bytes })
}

/** Sheet, header, its columns with their first values, and the layout that fits or why none does. */
function tableText(table: PeekTable, fx: Effects): readonly string[] {
  const columns = table.columns.map((c, i) => told(fx, 'cli.peek.column', { n: i + 1, header: printable(c.header), samples: c.samples.map(printable).join(' │ ') }))
  return [
    ...table.sheet === null ? [] : [told(fx, 'cli.peek.sheet', { sheet: printable(table.sheet) })],
    ...table.header === null ? [told(fx, 'cli.peek.no_header')] : [told(fx, 'cli.peek.header', { line: table.header, columns: table.columns.length }), ...columns.map(c => fitting(c, fx.columns))],
    table.layout === null ? problemFrom(table.problem!).text(fx.lang) : told(fx, 'cli.peek.layout', { layout: table.layout.name, title: inLang(fx, table.layout.title) }),
  ]
}

/** A row as hedui splits it: its line, whether it is data, blank or set aside, and its cells. */
function rowText(row: PreviewRow, fx: Effects): string {
  const reason = row.reason !== undefined && isMessageCode(row.reason) ? `${told(fx, row.reason as 'reason.cell_count')} ` : ''
  const mark = row.state === 'row' ? '│' : row.state === 'blank' ? '·' : '✗'
  return `${String(row.line).padStart(6)} ${mark} ${reason === '' ? '' : `${reason}│ `}${row.cells.map(printable).join(' │ ')}`
}
