import { peek, type PeekHead } from '../../flow/peek.js'
import type { Effects, ExitStatus } from '../../kernel/index.js'
import { isMessageCode } from '../../messages/index.js'
import type { Limits, PreviewRow } from '../../source/index.js'
import type { Context } from '../commands.js'
import { oneOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { count, printable } from '../table.js'
import { told } from '../words.js'
import { ENCODINGS } from './load.js'

const ROWS = 20

export async function runPeek({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: ENCODINGS })
  const delimiter = textOption(options, 'delimiter')?.replaceAll('\\t', '\t')
  const sheet = textOption(options, 'sheet')
  const layout = textOption(options, 'layout')
  const password = fx.env?.('HEDUI_PASSWORD')
  await peek(String(args[0]), {
    rows: options['all'] === true ? null : ROWS, ...workspaceOf(workspace), ...(layout === undefined ? {} : { layout }), ...(password === undefined ? {} : { password }), ...(encoding === undefined ? {} : { encoding }), ...(delimiter === undefined ? {} : { delimiter }), ...(sheet === undefined ? {} : { sheet }),
  }, {
    head: head => {
      if (json) fx.out(JSON.stringify(head))
      else for (const line of headLines(head, fx)) fx.out(line)
    },
    table: table => {
      if (json) fx.out(JSON.stringify(table))
      else {
        if (table.sheet !== null) fx.out(told(fx, 'cli.peek.sheet', { sheet: table.sheet }))
        fx.out(table.header === null ? told(fx, 'cli.peek.no_header') : told(fx, 'cli.peek.header', { line: table.header }))
      }
    },
    row: row => fx.out(json ? JSON.stringify(row) : shown(row, fx)),
  })
  return undefined
}

/** The workspace's layouts and limits where there is one, else those that ship. */
function workspaceOf(workspace: Context['workspace']): { layouts: string | null; limits?: Limits } {
  try {
    const { layouts, limits } = workspace()
    return { layouts, limits }
  } catch {
    return { layouts: null }
  }
}

function headLines(head: PeekHead, fx: Effects): readonly string[] {
  const { format, bytes } = head
  const tables = head.sheets.map(s => s.hidden ? `(${printable(s.name)})` : printable(s.name)).join('、')
  return [
    ...archiveLines(head, fx), ...(head.wrapped.length === 0 ? [] : [told(fx, 'cli.peek.wrapped', { how: head.wrapped.join(' + ') })]),
    format === 'text' ? told(fx, 'cli.peek.text', { encoding: head.encoding ?? '', why: head.why ?? '', delimiter: JSON.stringify(head.delimiter), bytes })
      : format === 'xlsx' ? told(fx, 'cli.peek.xlsx', { sheets: tables, bytes })
        : tables === '' ? told(fx, 'cli.peek.format', { format, encoding: head.encoding ?? '', bytes }) : told(fx, 'cli.peek.tables', { format, tables, bytes }),
  ]
}

function archiveLines({ file, entries }: PeekHead, fx: Effects): readonly string[] {
  if (entries.length === 0) return []
  const archive = file.slice(0, file.length - entries[0]!.name.length - 1)
  const list = entries.map(e => `${count(e.bytes).padStart(14)}  ${printable(e.name)}${e.encrypted ? ' *' : ''}`)
  return [told(fx, 'cli.peek.entries', { file: archive, entries: entries.length }), ...list, told(fx, 'cli.peek.entry_next', { file: archive, entry: entries[1]!.name })]
}

function shown(row: PreviewRow, fx: Effects): string {
  const reason = row.reason !== undefined && isMessageCode(row.reason) ? `  ← ${told(fx, row.reason as 'reason.cell_count')}` : ''
  return `${count(row.line).padStart(6)} ${row.state === 'row' ? '│' : row.state === 'blank' ? '·' : '✗'} ${row.cells.map(printable).join(' │ ')}${reason}`
}
