import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { problem } from '../kernel/index.js'
import type { PreviewRow } from '../source/index.js'
import type { DeclaredTotals, Layout } from './types.js'

const NUMBER = '(-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)?)'
/** Between a label and its number: brackets with a unit, colon, equals sign, the end of an XML tag, a delimiter. */
const BETWEEN = '[("\'（]?[元分条笔行人户]*[)"\'）]?[\\s:：=,|，;；>"\'\\t]*'
/** A control file is a few lines; anything larger is an extract that happens to lie beside. */
const CONTROL_BYTES = 65_536

/** Totals that a text declares by the layout's labels (`JLS=100`, `记录数：100，合计金额：12,345.00 元`, `共 100 条`); undefined where it declares none. */
export function declaredIn(layout: Layout, text: string, where: string): DeclaredTotals | undefined {
  const { control, money } = layout.spec
  const rows = after(text, control.rows) ?? /共\s*(\d+)\s*[条笔行]/.exec(text)?.[1]
  const amount = after(text, control.amount)
  const unit = amount === undefined ? undefined : /^\s*["']?\s*(元|分)/.exec(text.slice(text.lastIndexOf(amount) + amount.length))?.[1]
  const fen = amount === undefined ? NaN : Math.round(Number(amount.replaceAll(',', '')) * ((unit ?? money) === '元' ? 100 : 1))
  const count = rows === undefined ? NaN : Number(rows.replaceAll(',', ''))
  if (!Number.isSafeInteger(count) && !Number.isSafeInteger(fen)) return undefined
  return { ...(Number.isSafeInteger(count) ? { rows: count } : {}), ...(Number.isSafeInteger(fen) ? { amount: fen } : {}), where }
}

function after(text: string, labels: readonly string[]): string | undefined {
  const alternatives = labels.toSorted((a, b) => b.length - a.length).map(l => l.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  return new RegExp(`(?:${alternatives})${BETWEEN}${NUMBER}`, 'i').exec(text)?.[1]
}

/** Totals in the lines above the header. */
export function declaredAbove(layout: Layout, above: readonly PreviewRow[]): readonly DeclaredTotals[] {
  return above.flatMap(row => declaredIn(layout, row.cells.join(' '), `#${row.line}`) ?? [])
}

/**
 * Totals in a control file beside the extract: its name with one of the layout's suffixes, after or in place of its own (`a.csv` -> `a.csv.ctl`, `a.ctl`).
 * A `.txt` that declares nothing is no control file; another that declares nothing is a Problem.
 */
export function declaredBeside(layout: Layout, path: string): readonly DeclaredTotals[] {
  const stem = path.slice(0, path.length - extname(path).length)
  const candidates = layout.spec.control.suffixes.flatMap(suffix => [path + suffix, stem + suffix])
  const beside = [...new Set(candidates)].filter(c => c !== path && existsSync(c) && statSync(c).isFile() && statSync(c).size <= CONTROL_BYTES)
  return beside.flatMap(file => {
    const text = decode(readFileSync(file))
    const declared = declaredIn(layout, text, file)
    if (declared === undefined && extname(file) !== '.txt') throw problem('layout.control_file', { file, found: text.slice(0, 80).trim() })
    return declared ?? []
  })
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
