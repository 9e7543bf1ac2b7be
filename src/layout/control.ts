import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { fold, MONEY_SCALES, moneyUnit } from '../cleanse/index.js'
import { problem } from '../kernel/index.js'
import { unitAbove } from './header.js'
import type { DeclaredTotals, HeaderMatch, Layout } from './types.js'

const NUMBER = '(-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)?)'
const UNIT = '(元|角|分|百元|千元|[十百千]?万元|亿元)'
/** Between a label and its number: brackets with a unit, colon, equals sign, the end of an XML tag, a delimiter, a sign of currency. */
const BETWEEN = `[("'（]?${UNIT}?[条笔行人户]*[)"'）]?[\\s:：=,|，;；>"'\\t¥￥]*`
const BEHIND = `\\s*["']?\\s*${UNIT}?`
/** A control file is a few lines; anything larger is an extract that happens to lie beside. */
const CONTROL_BYTES = 65_536
const CONTROL_LINES = 20

/**
 * Totals that a text declares by the layout's labels (`JLS=100`, `记录数：100，合计金额：12,345.00 元`, `共 100 条`); undefined where it declares none.
 * Without a unit of its own the amount stands in that of the extract.
 */
export function declaredIn(
  of: { readonly layout: Layout; readonly header: HeaderMatch },
  written: string,
  where: string,
): DeclaredTotals | undefined {
  const text = fold(written).text
  const { control, money } = of.layout.spec
  const rows = after(text, control.rows)?.number ?? /共\s*(\d+)\s*[条笔行]/.exec(text)?.[1]
  const amount = after(text, control.amount)
  const scale = MONEY_SCALES[moneyUnit(amount?.unit ?? '') ?? unitAbove(of.header) ?? of.header.units.get('amount') ?? money]
  const fen = amount === undefined ? NaN : Math.round(Number(amount.number.replaceAll(',', '')) * 10 ** scale)
  const count = rows === undefined ? NaN : Number(rows.replaceAll(',', ''))
  if (!Number.isSafeInteger(count) && !Number.isSafeInteger(fen)) return undefined
  return { ...(Number.isSafeInteger(count) ? { rows: count } : {}), ...(Number.isSafeInteger(fen) ? { amount: fen } : {}), where }
}

/** The number after one of the labels, and the unit that stands in brackets before it or behind it. */
function after(text: string, labels: readonly string[]): { readonly number: string; readonly unit: string | undefined } | undefined {
  const alternatives = labels
    .toSorted((a, b) => b.length - a.length)
    .map(l => l.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')
  const m = new RegExp(`(?:${alternatives})${BETWEEN}${NUMBER}${BEHIND}`, 'i').exec(text)
  return m === null ? undefined : { number: m[2]!, unit: m[3] ?? m[1] }
}

/** Totals in the lines above the header. */
export function declaredAbove(of: { readonly layout: Layout; readonly header: HeaderMatch }): readonly DeclaredTotals[] {
  return of.header.above.flatMap(row => declaredIn(of, row.cells.join(' '), `#${row.line}`) ?? [])
}

/**
 * Totals in a control file beside the extract: its name with one of the layout's suffixes, after or in place of its own (`a.csv` ->
 * `a.csv.ctl`, `a.ctl`). A `.txt` of more than a few lines, or that declares nothing, is no control file; another that declares nothing is
 * a Problem.
 */
export function declaredBeside(of: { readonly layout: Layout; readonly header: HeaderMatch }, path: string): readonly DeclaredTotals[] {
  const stem = path.slice(0, path.length - extname(path).length)
  const candidates = of.layout.spec.control.suffixes.flatMap(suffix => [path + suffix, stem + suffix])
  const beside = [...new Set(candidates)].filter(
    c => c !== path && existsSync(c) && statSync(c).isFile() && statSync(c).size <= CONTROL_BYTES,
  )
  return beside.flatMap(file => {
    const text = decode(readFileSync(file))
    const isText = extname(file) === '.txt'
    if (isText && text.split(/\r\n?|\n/).length > CONTROL_LINES) return []
    const declared = declaredIn(of, text, file)
    if (declared === undefined && !isText) throw problem('layout.control_file', { file, found: text.slice(0, 80).trim() })
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
