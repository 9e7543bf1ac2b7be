import { resolve } from 'node:path'
import { qualityOf, type QualityReport } from '../../flow/quality.js'
import { labelsOf } from '../../flow/labels.js'
import { Exit, localDay, type Effects, type ExitStatus } from '../../kernel/index.js'
import { thousands } from '../../messages/index.js'
import { badRows, shareText, valuesText, type QualityLine, type Voice } from '../../report/index.js'
import type { Context } from '../command.js'
import { nearby } from '../nearby.js'
import { batchesOption, dayOption } from '../options.js'
import { prose, showTable } from '../paint.js'
import { folderAt, placeOption } from '../places.js'
import type { Options, Parsed } from '../parse.js'
import { fitting, printable, type Col } from '../table.js'
import { agencyWord, inLang, listed, told } from '../words.js'

/** Counts rows that break quality rules. Status 1 only with --exit-code, when there are any. */
export async function runQuality({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const ws = workspace()
  const out = placeOption(options)
  const report = await qualityOf(
    ws,
    {
      asOf: dayOption(options, 'asOf', '--as-of') ?? localDay(fx.now()),
      batches: batchesOption(options, 'batch', '--batch'),
      out: out === undefined ? null : resolve(folderAt(out)),
    },
    fx,
  )
  if (json) for (const line of report.lines) fx.out(JSON.stringify(lineObject(line)))
  else await show(report, { lang: fx.lang, label: labelsOf(ws, fx.lang), mask: false, codes: true }, fx)
  for (const file of report.written) fx.note(told(fx, 'quality.written', { file: nearby(file) }))
  if (!report.kept) fx.note(told(fx, 'quality.not_kept'))
  if (out === undefined) fx.note(told(fx, 'quality.next'))
  return options['exitCode'] === true && badRows(report.lines) > 0 ? Exit.findings : Exit.done
}

function lineObject(l: QualityLine): Readonly<Record<string, unknown>> {
  return {
    batch: l.batch,
    agency: l.agency,
    source: l.source,
    layout: l.layout,
    data_date: l.dataDate,
    files: l.files,
    rule: l.rule,
    title: l.title,
    severity: l.severity,
    standard: l.standard,
    clause: l.clause,
    basis: l.basis,
    looked: l.looked,
    bad: l.bad,
    before: l.before,
    examples: l.examples,
  }
}

/** By extract: rules that found something now or in the period before, each with its first example. */
async function show({ asOf, rules, lines }: QualityReport, voice: Voice, fx: Effects): Promise<void> {
  const batches = [...new Set(lines.map(l => l.batch))]
  prose(fx, told(fx, 'quality.head', { asOf, rules, extracts: batches.length, bad: badRows(lines) }))
  const telling = lines.filter(l => l.bad > 0 || (l.before?.bad ?? 0) > 0)
  if (telling.length === 0) fx.out(told(fx, 'quality.clean'))
  for (const batch of batches) {
    const own = telling.filter(l => l.batch === batch)
    const [first] = own
    if (first === undefined) continue
    prose(
      fx,
      told(fx, 'quality.extract', {
        agency: agencyWord(fx, first.agency),
        layout: first.layout,
        batch,
        date: first.dataDate,
        files: listed(fx, first.files.map(printable)),
        before: own.find(l => l.before !== null)?.before?.batch ?? 0,
      }),
    )
    await showTable(
      fx,
      columns(fx),
      own.map(l => cells(l, fx)),
    )
    for (const l of own) {
      const [e] = l.examples
      if (e !== undefined)
        fx.out(
          fitting(
            `${told(fx, 'quality.example', { rule: l.rule, file: printable(e.file), line: e.line, values: printable(valuesText(voice, e.values)) })}`,
            fx.columns,
          ),
        )
    }
  }
}

function columns(fx: Effects): readonly Col[] {
  return [
    { title: told(fx, 'cli.h.rule') },
    { title: told(fx, 'cli.h.title'), grow: true },
    { title: told(fx, 'cli.h.severity') },
    { title: told(fx, 'cli.h.basis') },
    { title: told(fx, 'cli.h.clause'), below: true },
    { title: told(fx, 'cli.h.looked'), right: true },
    { title: told(fx, 'cli.h.bad'), right: true },
    { title: told(fx, 'cli.h.share'), right: true },
    { title: told(fx, 'cli.h.before'), right: true },
  ]
}

function cells(l: QualityLine, fx: Effects): readonly string[] {
  return [
    l.rule,
    inLang(fx, l.title),
    told(fx, `word.severity.${l.severity}`),
    told(fx, `word.basis.${l.basis}`),
    l.clause,
    thousands(l.looked),
    thousands(l.bad),
    shareText(l.bad, l.looked),
    l.before === null ? told(fx, 'quality.none_before') : shareText(l.before.bad, l.before.looked),
  ]
}
