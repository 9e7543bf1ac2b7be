import { layoutByName } from '../../flow/deliveries.js'
import { peek, peekSource, type PeekEmit, type PeekHead, type PeekTable } from '../../flow/peek.js'
import { problem, problemFrom, type Effects, type ExitStatus } from '../../kernel/index.js'
import { isMessageCode, thousands } from '../../messages/index.js'
import type { PreviewRow } from '../../source/index.js'
import type { Context } from '../command.js'
import { textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { readingWith, workspaceOr } from '../reading.js'
import { fitting, printable } from '../table.js'
import { encodingWord, inLang, listed, told } from '../words.js'

const ROWS = 20

/** Looks into a file, or a table of a database, row by row as they come. */
export async function runPeek({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const source = textOption(options, 'source')
  if (source === undefined && args[0] === undefined) throw problem('cli.missing_argument', { found: 'file', nearest: '' })
  const file = source ?? String(args[0])
  const layout = textOption(options, 'layout')
  const rows = options['all'] === true ? null : ROWS
  let next: 'cli.peek.next' | 'cli.peek.next_choose' | 'cli.peek.next_layout' = 'cli.peek.next'
  const ws = workspaceOr(workspace)
  const wanted = ws === null ? undefined : layoutByName(ws, file)
  let seen = 0
  const request = {
    rows,
    layouts: ws?.layouts ?? null,
    ...(ws === null ? {} : { limits: ws.limits }),
    ...readingWith(fx, options),
    ...(layout === undefined ? {} : { layout }),
    ...(wanted === undefined ? {} : { wanted }),
  }
  const emit: PeekEmit = {
    head: head => {
      if (json) fx.out(JSON.stringify(head))
      else for (const line of headLines(head, fx)) fx.out(line)
    },
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
  }
  if (source === undefined) await peek(file, request, emit)
  else await peekSource(workspace(), source, { request, emit, fx })
  if (json || source !== undefined) return undefined
  if (rows !== null && seen >= rows) fx.note(told(fx, 'cli.peek.more'))
  fx.note(told(fx, next, { file }))
  return undefined
}

/** Problems that naming a layout mends. */
const CHOOSE: ReadonlySet<string> = new Set(['layout.two_fit', 'layout.sender_unclear'])

function headLines(head: PeekHead, fx: Effects): readonly string[] {
  const { format, bytes } = head
  if (format === 'database') return [told(fx, 'cli.peek.database', { source: head.file })]
  const tables = listed(
    fx,
    head.sheets.map(s => (s.hidden ? `(${printable(s.name)})` : printable(s.name))),
  )
  return [
    ...archiveLines(head, fx),
    ...(head.wrapped.length === 0 ? [] : [told(fx, 'cli.peek.wrapped', { how: head.wrapped.join(' + ') })]),
    format === 'text'
      ? told(fx, 'cli.peek.text', {
          encoding: head.encoding ?? '',
          why: encodingWord(fx, head.why ?? ''),
          delimiter: JSON.stringify(head.delimiter),
          bytes,
        })
      : format === 'xlsx'
        ? told(fx, 'cli.peek.xlsx', { sheets: tables, bytes })
        : tables === ''
          ? told(fx, 'cli.peek.format', { format, encoding: head.encoding ?? '', bytes })
          : told(fx, 'cli.peek.tables', { format, tables, bytes }),
  ]
}

function archiveLines({ file, entries }: PeekHead, fx: Effects): readonly string[] {
  if (entries.length === 0) return []
  const archive = file.slice(0, file.length - entries[0]!.name.length - 1)
  const list = entries.map(e => `${thousands(e.bytes).padStart(14)}  ${printable(e.name)}${e.encrypted ? ' *' : ''}`)
  return [
    told(fx, 'cli.peek.entries', { file: archive, entries: entries.length }),
    ...list,
    told(fx, 'cli.peek.entry_next', { file: archive, entry: entries[1]!.name }),
  ]
}

/** Sheet, header, its columns with their first values, and the layout that fits or why none does. */
function tableText(table: PeekTable, fx: Effects): readonly string[] {
  const columns = table.columns.map((c, i) =>
    told(fx, 'cli.peek.column', { n: i + 1, header: printable(c.header), samples: c.samples.map(printable).join(' │ ') }),
  )
  return [
    ...(table.sheet === null ? [] : [told(fx, 'cli.peek.sheet', { sheet: printable(table.sheet) })]),
    ...(table.header === null
      ? [told(fx, 'cli.peek.no_header')]
      : [told(fx, 'cli.peek.header', { line: table.header, columns: table.columns.length }), ...columns.map(c => fitting(c, fx.columns))]),
    table.layout === null
      ? problemFrom(table.problem!).text(fx.lang)
      : told(fx, 'cli.peek.layout', { layout: table.layout.name, title: inLang(fx, table.layout.title) }),
  ]
}

/** A row as hedui splits it: its line, whether it is data, blank or set aside, and its cells. */
function rowText(row: PreviewRow, fx: Effects): string {
  const reason = row.reason !== undefined && isMessageCode(row.reason) ? `${told(fx, row.reason as 'reason.cell_count')} ` : ''
  const mark = row.state === 'row' ? '│' : row.state === 'blank' ? '·' : '✗'
  return `${String(row.line).padStart(6)} ${mark} ${reason === '' ? '' : `${reason}│ `}${row.cells.map(printable).join(' │ ')}`
}
