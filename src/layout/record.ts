import type { CodeColumn, Constants } from '../cleanse/index.js'
import {
  BLOCK_ROWS,
  FIELDS,
  fieldsOf,
  isNumeric,
  numberColumn,
  textColumn,
  type Block,
  type Column,
  type Field,
  type Kind,
} from '../records/index.js'
import { LevyAmount, PaymentAmounts, type Money, type Split } from './amounts.js'
import { predicateOf, type Predicate } from './condition.js'
import type { Inputs } from './inputs.js'
import type { Periods } from './periods.js'
import { byEntry, constant, fixedNumber, type ColumnFill } from './fill.js'
import { liveOf, ownerOf, postedOf, statusOf } from './states.js'
import type { Codes, Layout } from './types.js'
import type { PlannedRecord } from './planned.js'
import { recordPredicate } from './unpivot.js'

/** What the records of an extract are made with. */
export interface RecordContext {
  readonly layout: Layout
  readonly inputs: Inputs
  readonly codes: Codes
  readonly periods: Periods
  readonly sheet: string | null
}

type Repeat7<T> = [T, T, T, T, T, T, T]

/** One record that a row may give: its columns by field, and when. */
export class RecordPlan {
  readonly kind: Kind
  readonly spec: PlannedRecord
  readonly fills = new Map<string, ColumnFill>()
  readonly emit = new Uint8Array(BLOCK_ROWS)
  readonly holds: Predicate
  /** Signed money of the row and as it stands in the extract; null for kinds without money. */
  money: { readonly signed: Float64Array; readonly written: Float64Array } | null = null
  /** Names of the input columns that the amount is read from. */
  amountNames: readonly string[] = []
  private readonly context: RecordContext
  private readonly steps: ((block: Block) => void)[] = []

  constructor(context: RecordContext, spec: PlannedRecord) {
    this.context = context
    this.spec = spec
    this.kind = spec.kind
    this.holds = recordPredicate(context.inputs, spec)
    this.fillProvenance()
    this.fillStates()
    this.fillPeriods()
    this.fillAmounts()
    for (const field of FIELDS[spec.kind]) {
      const fill = this.fills.has(field.name) ? undefined : this.direct(field)
      if (fill !== undefined) this.fills.set(field.name, fill)
    }
  }

  /** Points the record's columns at a new block. */
  attach(block: Block, constants: Constants): void {
    for (const fill of this.fills.values()) fill.attach?.(block, constants)
  }

  /** Fills the record's columns, and says in `emit` which rows become one. */
  run(block: Block): void {
    const { emit, holds } = this
    for (let r = 0; r < block.rows; r++) emit[r] = block.state[r] === 0 && holds(r) ? 1 : 0
    for (const step of this.steps) step(block)
    for (const fill of this.fills.values()) fill.run?.(block)
  }

  /** Names of fields in table order. */
  get fields(): readonly string[] {
    return fieldsOf(this.kind)
      .map(f => f.name)
      .filter(name => this.fills.has(name))
  }

  /** Input columns of a field or of a sum, those that the extract has. */
  sourcesOf(target: string): readonly string[] {
    const from = this.spec.fields?.[target] ?? target
    return [from].flat().filter(name => this.context.inputs.has(name))
  }

  private fillProvenance(): void {
    const { layout, inputs, codes, sheet } = this.context
    const line = numberColumn()
    this.fills.set('line', {
      column: line,
      attach: block => {
        line.num = block.line
      },
    })
    if (sheet !== null) this.fills.set('sheet', constant(sheet))
    const agency = this.spec.agency ?? layout.agency
    this.fills.set('agency', constant(agency))
    const fallback = layout.sender ?? (agency === 'ss' || agency === 'mi' ? agency : '')
    const insurance = this.spec.constants?.['insurance']
    const hasInsurance = FIELDS[this.kind].some(f => f.name === 'insurance')
    this.fills.set(
      'owner',
      insurance !== undefined
        ? constant(codes.ownerOf(insurance) ?? fallback)
        : hasInsurance
          ? ownerOf(inputs, codes, fallback)
          : constant(fallback),
    )
    if (this.spec.level !== undefined) this.fills.set('level', constant(this.spec.level))
  }

  private fillStates(): void {
    const { inputs, codes } = this.context
    if (inputs.ids !== null && FIELDS[this.kind].some(f => f.name === 'id_number')) {
      this.fills.set('id_fault', { column: inputs.ids.faults })
      this.fills.set('id_unusable', { column: { ...numberColumn(), num: inputs.ids.unusable } })
    }
    if (this.kind === 'registration') {
      const status = statusOf(inputs)
      if (status !== undefined) this.fills.set('status', status)
    }
    if (this.kind !== 'levy' && this.kind !== 'payment') return
    this.fills.set('live', liveOf(inputs))
    const type = this.kind === 'levy' ? 'levy_type' : 'pay_type'
    const column = this.codeOf(type)
    if (column !== undefined)
      this.fills.set(
        'comparable',
        byEntry(column, value => (codes.comparable(type, value) ? 1 : 0)),
      )
    if (this.kind !== 'payment') return
    const posted = postedOf(inputs)
    if (posted !== undefined) this.fills.set('posted', posted)
  }

  private fillPeriods(): void {
    const { periods } = this.context
    if (!periods.given && !periods.hasBooked) return
    if (this.kind === 'wage_declaration') this.fills.set('period', { column: periods.start })
    if (this.kind !== 'levy' && this.kind !== 'payment') return
    if (periods.given) {
      this.fills.set('period_start', { column: periods.start })
      this.fills.set('period_end', { column: periods.end })
    }
    if (periods.hasBooked) this.fills.set('booked_period', { column: periods.booked })
  }

  private fillAmounts(): void {
    if (this.kind === 'levy') this.fillLevy()
    if (this.kind === 'payment') this.fillPayment()
    if (this.kind === 'bank_txn') this.setMoney('amount', this.moneyOf('amount'))
    if (this.kind === 'summary') {
      const names = ['amount_employer', 'amount_person', 'late_fee', 'interest']
      this.setMoney(
        names.join(),
        names.flatMap(name => this.moneyOf(name)),
      )
    }
  }

  /** Money of a record that is a plain sum of columns. */
  private setMoney(names: string, sources: readonly Money[]): void {
    this.amountNames = names.split(',').flatMap(name => this.sourcesOf(name))
    const total = new LevyAmount([], sources)
    this.steps.push(block => total.run(block))
    this.money = { signed: total.amount.num!, written: total.amount.num! }
  }

  private fillLevy(): void {
    const targets = ['amount', 'amount_employer', 'amount_person', 'amount_other']
    const [total, employer, person, other] = targets.map(t => this.moneyOf(t))
    const levy = new LevyAmount(total!, [...employer!, ...person!, ...other!])
    this.amountNames = targets.flatMap(t => this.sourcesOf(t))
    this.steps.push(block => levy.run(block))
    this.fills.set('amount', { column: levy.amount })
    this.money = { signed: levy.amount.num!, written: levy.amount.num! }
  }

  private fillPayment(): void {
    const { inputs } = this.context
    const targets = ['amount', 'principal', 'principal_employer', 'principal_person', 'principal_other', 'late_fee', 'interest']
    const { split } = this.spec
    const [amount, principal, employer, person, other, lateFee, interest] = targets.map(t => this.moneyOf(t)) as Repeat7<Money[]>
    const rules: Split | null =
      split === undefined ? null : { rules: split.rules.map(rule => ({ to: rule.to, holds: predicateOf(inputs, rule.when) })) }
    const sources = {
      amount: split === undefined ? amount : this.moneyOf(split.amount),
      principal,
      employer,
      person,
      other,
      lateFee,
      interest,
    }
    const signs = {
      always: this.spec.constants?.['refund'] === '1',
      flag: inputs.codes.get('refund'),
      type: this.codeOf('pay_type'),
      adjustment: inputs.texts.get('adjustment'),
    }
    const made = new PaymentAmounts(sources, signs, rules)
    const live = this.fills.get('live')!
    this.steps.push(block => {
      live.run?.(block)
      made.run(block, live.column.num)
    })
    this.amountNames = split === undefined ? targets.flatMap(t => this.sourcesOf(t)) : this.sourcesOf(split.amount)
    this.money = { signed: made.amount.num!, written: made.written }
    const always: readonly (readonly [string, Column])[] = [
      ['refund', made.refund],
      ['principal', made.principal],
      ['amount', made.amount],
    ]
    const given: readonly (readonly [string, Column, readonly Money[]])[] = [
      ['principal_employer', made.employer, employer],
      ['principal_person', made.person, person],
      ['late_fee', made.lateFee, lateFee],
      ['interest', made.interest, interest],
    ]
    for (const [name, column] of always) this.fills.set(name, { column })
    for (const [name, column, from] of given) if (split !== undefined || from.length > 0) this.fills.set(name, { column })
  }

  private moneyOf(target: string): Money[] {
    const { inputs } = this.context
    return this.sourcesOf(target).flatMap(name => {
      const num = inputs.nums.get(name)?.num
      return num === undefined || num === null ? [] : [{ num, bad: inputs.bads.get(name)! }]
    })
  }

  private codeOf(target: string): CodeColumn | undefined {
    return this.sourcesOf(target)
      .map(name => this.context.inputs.codes.get(name))
      .find(c => c !== undefined)
  }

  /** A field taken from its column as it is, or from a constant. */
  private direct(field: Field): ColumnFill | undefined {
    const { inputs } = this.context
    const fixed = this.spec.constants?.[field.name]
    if (fixed !== undefined) return isNumeric(field.type) ? fixedNumber(Number(fixed)) : constant(fixed)
    if (field.derived === true) return undefined
    const names = this.sourcesOf(field.name)
    const name = names[0]
    if (field.name === 'insurance' && inputs.codes.has('insurance_item')) return refinedInsurance(inputs)
    if (name === undefined) return undefined
    if (names.length > 1 && isNumeric(field.type)) {
      const total = new LevyAmount([], this.moneyOf(field.name))
      return { column: total.amount, run: block => total.run(block) }
    }
    const code = inputs.codes.get(name)
    if (code !== undefined)
      return isNumeric(field.type) ? byEntry(code, value => (value === '' ? NaN : Number(value))) : { column: code.out }
    const column = isNumeric(field.type) ? (inputs.nums.get(name) ?? fromPeriod(inputs, name)) : inputs.texts.get(name)
    return column === undefined ? undefined : { column }
  }
}

function fromPeriod(inputs: Inputs, name: string): Column | undefined {
  const period = inputs.periods.get(name)
  return period === undefined ? undefined : { ...numberColumn(), num: period.from }
}

/** The tax item where it tells the insurance, else the tax itself. */
function refinedInsurance(inputs: Inputs): ColumnFill {
  const item = inputs.codes.get('insurance_item')!
  const tax = inputs.codes.get('insurance')
  if (tax === undefined) return { column: item.out }
  const column = textColumn()
  return {
    column,
    run: block => {
      for (let r = 0; r < block.rows; r++) {
        const from = item.index[r] !== 0 && item.knows(item.index[r]!) ? item.out : tax.out
        column.start[r] = from.start[r]!
        column.end[r] = from.end[r]!
      }
    },
  }
}
