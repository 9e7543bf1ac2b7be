import { partedIn } from '../../conform/index.js'
import { infer, type InferReport } from '../../flow/infer.js'
import { describeLayouts } from '../../flow/interface.js'
import { localDay, type Effects, type ExitStatus } from '../../kernel/index.js'
import { isMessageCode, thousands } from '../../messages/index.js'
import { columnEvidenceText, groupsText, whyText } from '../../propose/index.js'
import type { Context } from '../command.js'
import { textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { showTable } from '../paint.js'
import { outOption } from '../places.js'
import { readingWith, workspaceOr } from '../reading.js'
import { told } from '../words.js'

/** The interface description on stdout, or into a file. */
export async function runLayoutDoc({ fx, workspace }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const out = outOption(options)
  const layout = typeof args[0] === 'string' ? args[0] : undefined
  const text = await describeLayouts({
    ws: workspaceOr(workspace),
    lang: fx.lang,
    today: localDay(fx.now()),
    ...(layout === undefined ? {} : { layout }),
    ...(out === undefined ? {} : { out }),
  })
  if (out === undefined) fx.out(text.trimEnd())
  else fx.note(told(fx, 'doc.written', { file: out }))
  return undefined
}

/** The proposed layout on stdout, or into a file with the evidence as a table; what there is to say on stderr. */
export async function runLayoutInfer(
  { fx, workspace, json }: Context,
  args: Parsed['args'],
  options: Options,
): Promise<ExitStatus | undefined> {
  const name = textOption(options, 'name')
  const out = outOption(options)
  const ws = workspaceOr(workspace)
  const report = await infer(String(args[0]), {
    layouts: ws?.layouts ?? null,
    codes: ws?.codes ?? null,
    ...readingWith(fx, options),
    today: localDay(fx.now()),
    ...(name === undefined ? {} : { name }),
    ...(out === undefined ? {} : { out }),
  })
  if (json) fx.out(JSON.stringify(plain(report, fx)))
  else if (out === undefined) fx.out(report.text.trimEnd())
  else await showPlaced(report, fx)
  sayInferred(report, fx, out)
  return undefined
}

async function showPlaced({ proposal }: InferReport, fx: Effects): Promise<void> {
  const head = [
    { title: told(fx, 'propose.h.column'), grow: true as const },
    { title: told(fx, 'propose.h.field') },
    { title: told(fx, 'propose.h.confidence'), right: true as const },
    { title: told(fx, 'propose.h.evidence'), grow: true as const },
  ]
  const rows = proposal.placed.map(p => [p.header, p.field, p.confidence.toFixed(2), evidenceOf(p, fx)])
  await showTable(fx, head, [...rows, ...proposal.unplaced.map(u => [u.header, '', '', whyText(fx.lang, u)])])
}

function evidenceOf({ evidence }: InferReport['proposal']['placed'][number], { lang }: Effects): string {
  return partedIn(
    lang,
    evidence.map(e => columnEvidenceText(lang, e)),
  )
}

function sayInferred(report: InferReport, fx: Effects, out: string | undefined): void {
  const {
    proposal: { nearest, missing, unplaced, draft },
    trial,
  } = report
  fx.note(told(fx, 'propose.said.read', { file: report.file, rows: report.rows, whole: report.whole, line: report.headerLines.join('–') }))
  if (report.otherSheets.length > 0)
    fx.note(told(fx, 'propose.said.sheets', { sheet: report.sheet ?? '', others: report.otherSheets.join('、') }))
  fx.note(
    told(fx, 'propose.said.nearest', {
      layout: nearest.layout,
      confidence: nearest.confidence.toFixed(2),
      rivals: nearest.rivals.join('、'),
    }),
  )
  if (missing.length > 0) fx.note(told(fx, 'propose.said.missing', { groups: groupsText(missing, draft) }))
  if (unplaced.length > 0) fx.note(told(fx, 'propose.said.unplaced', { columns: unplaced.map(u => u.header).join('、') }))
  if (trial.problem !== null) fx.note(trial.problem.text(fx.lang))
  else {
    const reasons = [...trial.reasons]
      .map(([reason, rows]) => `${isMessageCode(reason) ? told(fx, reason as 'reason.no_amount') : reason} ${thousands(rows)}`)
      .join('、')
    fx.note(told(fx, 'propose.said.trial', { rows: trial.rows, aside: trial.setAside, reasons }))
  }
  if (out !== undefined) fx.note(told(fx, 'propose.said.written', { file: out }))
}

function plain(report: InferReport, fx: Effects): unknown {
  const {
    proposal: { nearest, missing, placed, unplaced, draft },
    trial,
  } = report
  return {
    file: report.file,
    format: report.format,
    encoding: report.encoding,
    delimiter: report.delimiter,
    sheet: report.sheet,
    header: report.headerLines,
    rows: report.rows,
    whole: report.whole,
    layout: {
      name: draft.name,
      nearest: nearest.layout,
      agency: nearest.agency,
      sender: nearest.sender,
      kinds: nearest.kinds,
      confidence: nearest.confidence,
      rivals: nearest.rivals,
    },
    columns: placed.map(p => ({
      index: p.index + 1,
      header: p.header,
      field: p.field,
      confidence: p.confidence,
      evidence: p.evidence,
      why: evidenceOf(p, fx),
    })),
    unplaced: unplaced.map(u => ({ index: u.index + 1, header: u.header, why: u.why, of: u.of })),
    missing,
    trial: {
      rows: trial.rows,
      set_aside: trial.setAside,
      reasons: Object.fromEntries(trial.reasons),
      problem: trial.problem === null ? null : { code: trial.problem.code, params: trial.problem.params },
    },
    yaml: report.text,
  }
}
