import type { Day } from '../kernel/index.js'
import {
  BLOCK_ROWS,
  RowState,
  absentColumn,
  emptyNotes,
  fieldsOf,
  type Block,
  type Column,
  type Issue,
  type Kind,
  type Notes,
  type RecordColumns,
} from '../records/index.js'
import { declaredAbove, declaredBeside } from './control.js'
import { Inputs } from './inputs.js'
import { Periods, farMonth } from './periods.js'
import { RecordPlan } from './record.js'
import { RowSorter } from './rows.js'
import type { Binder, BindResult, BoundTable, Codes, HeaderMatch, Layout } from './types.js'
import { plannedRecords } from './planned.js'
import { canBe } from './unpivot.js'

/** Everything a layout needs to turn one reader's blocks into records. */
export interface BindSpec {
  readonly layout: Layout
  readonly header: HeaderMatch
  readonly codes: Codes
  /** Day of the batch: no birth lies after it, and periods that start more than 15 months later are an issue. */
  readonly dataDate: Day
  /** What messages call the extract. */
  readonly file: string
  readonly sheet: string | null
  /** The reader's `rawOf`: totals in foot lines of another width are found in it. */
  readonly rawOf?: (block: Block, r: number) => string
  /**
   * Path of the extract (or several that it goes by), to look for a control file beside it; leave it out for all but one reader of a file.
   */
  readonly path?: string | readonly string[]
  /** Told of each block when its values are cleansed, and when what comes before that is done. */
  readonly lap?: (stage: LayoutStage) => void
}

/** Stages of a block: its rows are sorted and made records; its values are cleansed. */
export type LayoutStage = 'layout' | 'cleanse'

/** Binds a layout to a header (see `Binder`). Throws `layout.unit`, and `layout.header_twice` from `apply`. */
export function bindLayout(spec: BindSpec): Binder {
  return new Binding(spec)
}

/** Why a row without a mandatory value is set aside; a date for all that stand here not. */
const MISSING: Readonly<Record<string, string>> = { amount: 'reason.no_amount', period: 'reason.no_period' }

/** One kind's table: the union of its records' fields, and each record's columns in that order. */
interface Table extends BoundTable {
  readonly plans: readonly { readonly plan: RecordPlan; readonly columns: readonly Column[] }[]
}

class Binding implements Binder {
  readonly tables: readonly Table[]
  private readonly spec: BindSpec
  private readonly inputs: Inputs
  private readonly sorter: RowSorter
  private readonly periods: Periods
  private readonly plans: readonly RecordPlan[]
  private attached: Block | null = null
  private readonly doubt = new Uint8Array(BLOCK_ROWS)
  private readonly taken = new Uint8Array(BLOCK_ROWS)
  /** Rows of the block that were read whole and then set aside: their money may still be readable. */
  private readonly readAside = new Set<number>()
  private readonly count = {
    read: 0,
    blank: 0,
    total: 0,
    setAside: 0,
    amount: 0,
    amountSetAside: 0,
    withoutAmount: 0,
    negative: 0,
    written: 0,
  }

  constructor(spec: BindSpec) {
    this.spec = spec
    const { layout, header, codes, file, sheet } = spec
    this.inputs = new Inputs({ layout, header, codes, notAfter: Number(spec.dataDate.replaceAll('-', '')), file })
    this.sorter = new RowSorter({ layout, header, file, rawOf: spec.rawOf })
    this.periods = new Periods(this.inputs, farMonth(spec.dataDate))
    this.plans = plannedRecords(layout.spec)
      .filter(record => canBe(this.inputs, record))
      .map(record => new RecordPlan({ layout, inputs: this.inputs, codes, periods: this.periods, sheet }, record))
    this.tables = [...new Set(this.plans.map(plan => plan.kind))].map(kind =>
      tableOf(
        kind,
        this.plans.filter(plan => plan.kind === kind),
      ),
    )
  }

  apply(block: Block): { readonly records: readonly RecordColumns[]; readonly notes: Notes } {
    const notes = emptyNotes()
    const { inputs } = this
    inputs.attach(block)
    if (this.attached !== block) {
      for (const plan of this.plans) plan.attach(block, inputs.constants!)
      this.attached = block
    }
    this.sorter.sort(block)
    this.sorter.emptyOut(block, inputs.plain)
    this.spec.lap?.('layout')
    inputs.run(block, notes)
    this.periods.run(block, notes)
    this.spec.lap?.('cleanse')
    for (const plan of this.plans) plan.run(block)
    this.setAside(block, notes)
    this.tally(block)
    const records = this.tables.flatMap(({ kind, fields, plans }) =>
      plans.map(({ plan, columns }) => ({ kind, fields, columns, emit: plan.emit })),
    )
    return { records, notes: block.reasons.size === 0 ? notes : kept(block, notes) }
  }

  finish(): BindResult {
    const { count, spec, inputs } = this
    return {
      totals: [...declaredAbove(spec), ...this.sorter.declared, ...[spec.path ?? []].flat().flatMap(path => declaredBeside(spec, path))],
      rowsRead: count.read,
      rowsBlank: count.blank,
      rowsTotal: count.total,
      headersAgain: this.sorter.headersAgain,
      rowsSetAside: count.setAside,
      amountRead: count.amount,
      amountSetAside: count.amountSetAside,
      amountWritten: count.written,
      rowsWithoutAmount: count.withoutAmount,
      rowsNegative: count.negative,
      unknownCodes: inputs.unknownCodes(),
      idEndings: inputs.ids === null ? [] : [inputs.ids.endings],
    }
  }

  /** Sets aside rows whose mandatory amount, period or date cannot be read, and rows that give no record. */
  private setAside(block: Block, notes: Notes): void {
    const doubtful = this.doubtful(block)
    this.readAside.clear()
    if (doubtful.length === 0 && block.reasons.size === 0) return
    const unread = new Map<number, Issue[]>()
    for (const issue of notes.issues)
      if (/unreadable$|period_order$/.test(issue.reason)) unread.set(issue.row, [...(unread.get(issue.row) ?? []), issue])
    for (const r of doubtful) {
      const emitting = this.plans.filter(p => p.emit[r] === 1)
      if (emitting.length === 0) this.refuseUnread(block, r, unread.get(r) ?? [])
      for (const plan of emitting) if (block.state[r] === RowState.row) this.check(block, r, plan, unread.get(r) ?? [])
      if (block.state[r] === RowState.setAside) this.readAside.add(r)
    }
    for (const plan of this.plans) for (const r of block.reasons.keys()) plan.emit[r] = 0
  }

  /** A row that no record takes: where a value that must be readable is not, that is why. */
  private refuseUnread(block: Block, r: number, unread: readonly Issue[]): void {
    const name = this.spec.layout.spec.readable.find(n => this.inputs.bads.get(n)?.[r] === 1)
    if (name === undefined) block.setAside(r, 'reason.no_record', '')
    else this.refuse(block, r, { name, names: [name], unread })
  }

  /** Rows that lack something mandatory or hold something that must be readable and is not, or that no record takes. */
  private doubtful(block: Block): readonly number[] {
    const { must, readable } = this.spec.layout.spec
    const doubt = this.doubt.fill(0, 0, block.rows)
    const taken = this.taken.fill(0, 0, block.rows)
    for (const plan of this.plans) {
      const { emit } = plan
      for (let r = 0; r < block.rows; r++) taken[r] = taken[r]! | emit[r]!
      for (const name of must) this.markMissing(block, plan, name)
    }
    for (const name of readable) {
      const bad = this.inputs.bads.get(name)
      if (bad !== undefined) for (let r = 0; r < block.rows; r++) doubt[r] = doubt[r]! | bad[r]!
    }
    const rows: number[] = []
    for (let r = 0; r < block.rows; r++) if (block.state[r] === RowState.row && (doubt[r] !== 0 || taken[r] === 0)) rows.push(r)
    return rows
  }

  private markMissing(block: Block, plan: RecordPlan, name: string): void {
    const column = this.mustColumn(plan, name)
    if (column === undefined) return
    const { num, start, end } = column
    const { emit } = plan
    const { doubt } = this
    if (num === null) for (let r = 0; r < block.rows; r++) doubt[r] = doubt[r]! | (emit[r] === 1 && start[r] === end[r] ? 1 : 0)
    else for (let r = 0; r < block.rows; r++) doubt[r] = doubt[r]! | (emit[r] === 1 && Number.isNaN(num[r]!) ? 1 : 0)
  }

  /** The column of a record that holds a mandatory value; undefined where the extract cannot have it. */
  private mustColumn(plan: RecordPlan, name: string): Pick<Column, 'start' | 'end' | 'num'> | undefined {
    if (name === 'period') return this.periods.start
    if (name === 'amount') return plan.money === null ? undefined : { ...this.periods.start, num: plan.money.signed }
    return plan.fills.get(name)?.column
  }

  private check(block: Block, r: number, plan: RecordPlan, unread: readonly Issue[]): void {
    const { must, readable } = this.spec.layout.spec
    for (const name of must) {
      const column = this.mustColumn(plan, name)
      const missing = column !== undefined && (column.num === null ? column.start[r] === column.end[r] : Number.isNaN(column.num[r]!))
      if (missing) return this.refuse(block, r, { name, names: this.namesOf(plan, name), unread })
    }
    for (const name of readable) {
      if (this.inputs.bads.get(name)?.[r] === 1) return this.refuse(block, r, { name, names: [name], unread })
    }
  }

  /** Input columns behind a mandatory value. */
  private namesOf(plan: RecordPlan, name: string): readonly string[] {
    if (name === 'period') return [...this.periods.names, 'period_to']
    return name === 'amount' ? plan.amountNames : plan.sourcesOf(name)
  }

  private refuse(block: Block, r: number, why: { name: string; names: readonly string[]; unread: readonly Issue[] }): void {
    const { name, names, unread } = why
    const bad = names.find(n => this.inputs.bads.get(n)?.[r] === 1)
    if (bad !== undefined) {
      const issue = unread.find(i => i.field === this.inputs.notedField(bad))
      return block.setAside(r, issue?.reason ?? MISSING[name] ?? 'reason.no_date', `${this.inputs.headerOf(bad)}: ${issue?.value ?? ''}`)
    }
    const unordered = name === 'period' ? unread.find(i => i.reason === 'reason.period_order') : undefined
    if (unordered !== undefined) return block.setAside(r, unordered.reason, unordered.value)
    block.setAside(
      r,
      MISSING[name] ?? 'reason.no_date',
      names
        .filter(n => this.inputs.has(n))
        .map(n => this.inputs.headerOf(n))
        .join(' / '),
    )
  }

  private tally(block: Block): void {
    const { count } = this
    const hasMoney = this.plans.some(plan => plan.money !== null)
    for (let r = 0; r < block.rows; r++) {
      const state = block.state[r]
      if (state === RowState.blank) count.blank++
      else if (state === RowState.total) count.total++
      else {
        count.read++
        if (state === RowState.setAside) count.setAside++
        if (hasMoney) this.tallyMoney(r, state === RowState.setAside)
      }
    }
  }

  /**
   * Money of the row's first record, and of those of its kind beside it (a wide row); of a row set aside after it was read, of the records
   * that it would have been. Another kind's money is the same row told again (levy and payment in one row) and is not added.
   */
  private tallyMoney(r: number, aside: boolean): void {
    const { count } = this
    let kind: Kind | null = null
    let any = false
    let signed = 0
    let written = 0
    if (!aside || this.readAside.has(r))
      for (const plan of this.plans) {
        if (aside ? !plan.holds(r) : plan.emit[r] !== 1) continue
        kind ??= plan.kind
        if (plan.kind !== kind || plan.money === null) continue
        any = true
        signed += plan.money.signed[r]!
        written += plan.money.written[r]!
      }
    if (!any || Number.isNaN(signed)) {
      count.withoutAmount++
      return
    }
    count.amount += signed
    count.written += written
    if (signed < 0 || written < 0) count.negative++
    if (aside) count.amountSetAside += signed
  }
}

/** Notes of rows that became records: a row set aside keeps its raw text instead. */
function kept(block: Block, notes: Notes): Notes {
  const isRow = ({ row }: { row: number }): boolean => block.state[row] === RowState.row
  return { changes: notes.changes.filter(isRow), issues: notes.issues.filter(isRow) }
}

function tableOf(kind: Kind, plans: readonly RecordPlan[]): Table {
  const all = new Set(plans.flatMap(plan => plan.fields))
  const fields = fieldsOf(kind)
    .map(f => f.name)
    .filter(name => all.has(name))
  const columnsOf = (plan: RecordPlan): readonly Column[] => fields.map(name => plan.fills.get(name)?.column ?? absentColumn(kind, name))
  const isRefunds = kind === 'payment' && plans.every(plan => plan.spec.constants?.['refund'] === '1')
  return { kind, fields, ...(isRefunds && { refunds: true }), plans: plans.map(plan => ({ plan, columns: columnsOf(plan) })) }
}
