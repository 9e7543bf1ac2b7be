import { peek } from '../../flow/peek.js'
import type { Effects, ExitStatus } from '../../kernel/index.js'
import { isMessageCode } from '../../messages/index.js'
import type { PreviewRow } from '../../source/index.js'
import type { Context } from '../commands.js'
import { oneOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { count, printable } from '../table.js'
import { told, whyWord } from '../words.js'
import { ENCODINGS } from './load.js'

const ROWS = 20

export async function runPeek({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: ENCODINGS })
  const delimiter = textOption(options, 'delimiter')?.replaceAll('\\t', '\t')
  const sheet = textOption(options, 'sheet')
  await peek(String(args[0]), {
    rows: options['all'] === true ? null : ROWS, layouts: layoutsOf(workspace), ...(encoding === undefined ? {} : { encoding }), ...(delimiter === undefined ? {} : { delimiter }), ...(sheet === undefined ? {} : { sheet }),
  }, {
    head: head => {
      if (json) fx.out(JSON.stringify(head))
      else if (head.format === 'text') fx.out(told(fx, 'cli.peek.text', { encoding: head.encoding ?? '', why: whyWord(fx, head.why), delimiter: JSON.stringify(head.delimiter), bytes: head.bytes }))
      else fx.out(told(fx, 'cli.peek.xlsx', { sheets: head.sheets.map(s => s.hidden ? `(${s.name})` : s.name).join('、'), bytes: head.bytes }))
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

/** The workspace's layouts where there is one, else those that ship. */
function layoutsOf(workspace: Context['workspace']): string | null {
  try {
    return workspace().layouts
  } catch {
    return null
  }
}

function shown(row: PreviewRow, fx: Effects): string {
  const reason = row.reason !== undefined && isMessageCode(row.reason) ? `  ← ${told(fx, row.reason as 'reason.cell_count')}` : ''
  return `${count(row.line).padStart(6)} ${row.state === 'row' ? '│' : row.state === 'blank' ? '·' : '✗'} ${row.cells.map(printable).join(' │ ')}${reason}`
}
