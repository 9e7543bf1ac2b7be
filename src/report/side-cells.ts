import type { Cell, Column } from './model.js'
import { keyText, rawIn, SHOWN, valueIn } from './side-values.js'
import type { Discrepancy, EvidenceRow, Found } from './types.js'
import { fieldWord, glue, isMoney, masked, shownText, told, type Voice } from './words.js'

/** Money that is not added up when a side has several rows. */
const NO_SUM = new Set(['base', 'base_employer', 'wage'])

/** A column of a side, and which of its row's values it shows. */
export interface SideColumn { readonly side: string; readonly field: string; readonly what: 'value' | 'raw' | 'rows' | 'place'; readonly column: Column }

interface Plan {
  readonly columns: readonly SideColumn[]
  /** Names of the sides, in order, and what they are called. */
  readonly sides: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  /** Fields left out because all that were looked at say the same, and what they say. */
  readonly same: ReadonlyMap<string, string>
  readonly cut: boolean
}

/** Fills the columns of the sides. Of several rows money is added up, other values are listed once each. */
export class SideCells {
  private readonly voice: Voice
  private readonly plan: Plan
  private readonly at: readonly number[]
  private readonly byName: ReadonlyMap<string, number>
  /** Fields that have a column, by side: `value field` and `raw field`. */
  private readonly covered: ReadonlyMap<string, ReadonlySet<string>>

  constructor(voice: Voice, plan: Plan) {
    this.voice = voice
    this.plan = plan
    this.byName = new Map(plan.sides.map((name, i) => [name, i]))
    this.at = plan.columns.map(c => this.byName.get(c.side)!)
    this.covered = new Map(plan.sides.map(name => [name, new Set(plan.columns.filter(c => c.side === name).map(c => `${c.what} ${c.field}`))]))
  }

  get columns(): readonly Column[] {
    const rest: readonly Column[] = this.plan.cut ? [{ title: told(this.voice, 'column.rest'), type: 'text', tint: 'plain', width: 24, wrap: true, detail: true }] : []
    return [...this.plan.columns.map(c => c.column), ...rest]
  }

  cells(d: Discrepancy): Cell[] {
    const lists: EvidenceRow[][] = this.plan.sides.map(() => [])
    for (const row of d.rows) lists[this.byName.get(row.side) ?? -1]?.push(row)
    const out: Cell[] = []
    for (const [i, { field, what }] of this.plan.columns.entries()) {
      const rows = lists[this.at[i]!]!
      out.push(rows.length === 0 ? null : this.cell(rows, field, what))
    }
    if (this.plan.cut) out.push(this.rest(d))
    return out
  }

  private cell(rows: readonly EvidenceRow[], field: string, what: SideColumn['what']): Cell {
    switch (what) {
      case 'rows': return rows.reduce((n, r) => n + Number(r.vals['rows'] ?? 1), 0)
      case 'place': return this.listed(rows, r => r.line > 0 ? placeOf(r, this.voice) : '')
      case 'raw': return this.listed(rows, r => { const raw = rawIn(r, field); return raw === undefined ? '' : masked(this.voice, field, raw) })
      case 'value': return isMoney(field) && (rows.length === 1 || !NO_SUM.has(field)) ? sum(rows, field) : this.listed(rows, r => shownText(this.voice, field, valueIn(r, field)))
    }
  }

  private listed(rows: readonly EvidenceRow[], text: (row: EvidenceRow) => string): string {
    if (rows.length === 1) return text(rows[0]!)
    const texts = rows.map(text)
    return texts.every(t => t === texts[0]) ? texts[0]! : [...new Set(texts)].filter(t => t !== '').join(glue(this.voice))
  }

  /** What rows say beyond key and columns; there is something only where the first discrepancies did not say it. */
  private rest(d: Discrepancy): string | null {
    const out = new Set<string>()
    for (const row of d.rows) {
      const label = this.plan.labels.get(row.side) ?? row.side
      const has = this.covered.get(row.side)
      for (const field of row.kind === '' ? [] : SHOWN[row.kind]) {
        if (has?.has(`value ${field}`) !== true && this.isNews(d.finding, row, field)) out.add(`${label} ${fieldWord(this.voice, field, row.kind)} ${shownText(this.voice, field, valueIn(row, field))}`)
      }
      for (const field in row.raw) {
        if (has?.has(`raw ${field.startsWith('period') ? 'period' : field}`) !== true) out.add(`${label} ${told(this.voice, 'column.raw', { field: fieldWord(this.voice, field, row.kind) })} ${masked(this.voice, field, row.raw[field]!)}`)
      }
    }
    return out.size === 0 ? null : [...out].join(glue(this.voice))
  }

  private isNews(f: Found, row: EvidenceRow, field: string): boolean {
    const value = valueIn(row, field)
    if (value === null || String(value) === keyText(f, field)) return false
    return this.plan.same.get(field) !== String(value)
  }
}

function sum(rows: readonly EvidenceRow[], field: string): number | null {
  let total: number | null = null
  for (const row of rows) {
    const v = row.vals[field]
    if (typeof v === 'number') total = (total ?? 0) + v
  }
  return total
}

/** Where a row stood in its extract. */
export function placeOf(row: EvidenceRow, voice: Voice): string {
  return told(voice, 'column.place', { file: row.sheet === null ? row.file : `${row.file}[${row.sheet}]`, line: row.line })
}
