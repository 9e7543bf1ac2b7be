import { existsSync } from 'node:fs'
import { departureText, partedIn, passes, placesText, roughShare, verdictLines, type Conformance } from '../../conform/index.js'
import { conform, writeVerdict } from '../../flow/conform.js'
import { Exit, localDay, problem, type Effects, type ExitStatus } from '../../kernel/index.js'
import { thousands } from '../../messages/index.js'
import type { Context } from '../command.js'
import { textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { prose, showTable } from '../paint.js'
import { outOption } from '../places.js'
import { readingWith, workspaceOr } from '../reading.js'
import { told } from '../words.js'

/** How a file departs from its layout; 1 only when it is asked for. */
export async function runLayoutCheck(context: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const checked = await check(context, args, options)
  return !passes(checked) && options['exitCode'] === true ? Exit.findings : Exit.done
}

/** The verdict on a counterpart's file: its exit status is the answer. */
export async function runConform(context: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const checked = await check(context, args, options)
  return passes(checked) ? Exit.done : Exit.findings
}

async function check({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<Conformance> {
  const layout = textOption(options, 'layout')
  const out = outOption(options)
  if (out !== undefined && !/\.xlsx$/i.test(out)) throw problem('cli.value', { option: '--out', found: out, expected: '*.xlsx' })
  if (out !== undefined && existsSync(out)) throw problem('workspace.file_exists', { file: out })
  const today = localDay(fx.now())
  const checked = await conform(String(args[0]), {
    ws: workspaceOr(workspace),
    ...readingWith(fx, options),
    today,
    ...(layout === undefined ? {} : { layout }),
  })
  if (json) fx.out(JSON.stringify(plain(checked, fx)))
  else await show(checked, fx)
  if (out !== undefined) {
    await writeVerdict(out, checked, { lang: fx.lang, day: today })
    fx.note(told(fx, 'conform.said.written', { file: out }))
  } else if (passes(checked)) fx.note(told(fx, 'conform.said.next_pass', { file: String(args[0]), layout: layout ?? checked.layout.name }))
  else fx.note(told(fx, 'conform.said.next_fail'))
  return checked
}

async function show(c: Conformance, fx: Effects): Promise<void> {
  for (const line of verdictLines(c, fx.lang)) prose(fx, line)
  if (c.departures.length === 0) return
  const right = { right: true as const }
  const head = [
    { title: told(fx, 'conform.h.level') },
    { title: told(fx, 'conform.h.what'), grow: true as const },
    { title: told(fx, 'conform.h.column') },
    { title: told(fx, 'conform.h.count'), ...right },
    { title: told(fx, 'conform.h.share'), ...right, spare: true as const },
    { title: told(fx, 'conform.h.places'), below: true as const },
    { title: told(fx, 'conform.h.examples'), below: true as const, grow: true as const },
  ]
  const sheets = new Set(c.header.map(p => p.sheet)).size > 1
  const rows = c.departures.map(d => [
    told(fx, `conform.level.${d.level}`),
    departureText(fx.lang, d),
    d.column ?? '',
    thousands(d.count),
    d.share === null ? '' : roughShare(d.share),
    placesText(fx.lang, d, sheets),
    partedIn(fx.lang, d.examples),
  ])
  await showTable(fx, head, rows)
}

function plain(c: Conformance, fx: Effects): unknown {
  return {
    file: c.file,
    layout: c.layout.name,
    verdict: passes(c) ? 'pass' : 'fail',
    format: c.format,
    encoding: c.encoding,
    delimiter: c.delimiter,
    header: c.header,
    rows: c.rows,
    rows_set_aside: c.rowsSetAside,
    rows_total: c.rowsTotal,
    rows_blank: c.rowsBlank,
    amount_fen: c.amount,
    departures: c.departures.map(d => ({
      code: d.code,
      level: d.level,
      column: d.column,
      field: d.field,
      count: d.count,
      share: d.share,
      places: d.places,
      examples: d.examples,
      set_aside: d.setAside,
      params: d.params,
      text: departureText(fx.lang, d),
    })),
  }
}
