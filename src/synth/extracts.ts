import { join } from 'node:path'
import { FORMS, RECEIPTS, type ExtractForm, type ExtractName } from './extract-forms.js'
import {
  copyRow,
  fedBackRow,
  firstDay,
  lastDay,
  levyRow,
  packed,
  receiptCells,
  receivedRows,
  registrationRow,
  taxLevyRow,
  unitRow,
  yuan,
  type ExtractRow,
  type UnitSum,
} from './extract-rows.js'
import { DATA_DATE, INSURANCES, isShared, type BankTxn, type Facts } from './facts.js'
import { TextFile, WorkbookFile } from './files.js'
import type { Employer } from './people.js'
import type { Dirt } from './plot.js'
import type { Truth } from './truth.js'

/** All extracts of the city, in each agency's own form. Rows go out as they are made; what is dirty is told with file and line. */
export class Extracts {
  private readonly dir: string
  private readonly tell: (truth: Truth) => void
  private readonly open = new Map<string, TextFile>()
  private readonly receipts: WorkbookFile
  private readonly counted = { rows: 0, fen: 0 }
  private ragged = 0

  constructor(dir: string, tell: (truth: Truth) => void) {
    this.dir = dir
    this.tell = tell
    this.receipts = new WorkbookFile(join(dir, `tax-receipts_${DATA_DATE}.xlsx`), '入库明细')
    this.receipts.row(['税费入库明细查询'])
    this.receipts.row(RECEIPTS)
  }

  employer(e: Employer): void {
    this.put({ to: 'ss-employer', cells: [e.ssNo, e.credit, e.name, e.area] })
    this.put({ to: 'mi-employer', cells: [e.miNo, e.credit, e.name, e.area] })
    this.put({ to: 'tax-employer', cells: [e.taxNo, e.credit, e.name, e.area] })
  }

  person(facts: Facts, dirt: readonly Dirt[]): void {
    const dirty = (extract: Dirt['extract'], insurance: Dirt['insurance']): readonly Dirt[] =>
      dirt.filter(d => d.extract === extract && d.insurance === insurance)
    for (const r of facts.own) this.put(registrationRow(facts, r), dirty('registration', r.insurance))
    for (const r of facts.copy) this.put(copyRow(r), dirty('copy', r.insurance))
    for (const l of facts.levies) this.put(levyRow(facts, l))
    for (const l of facts.taxLevies) this.put(taxLevyRow(facts, l))
    for (const p of facts.fed) this.put(fedBackRow(facts, p))
    for (const p of facts.received) for (const row of receivedRows(facts, p)) this.put(row)
    this.banked(facts)
  }

  /** The bank's lines of the vouchers that the person pays by himself: one transaction each, on the day of the payment. */
  private banked({ received, bank, bankOnly }: Facts): void {
    const sums = new Map<string, { fen: number; day: string }>()
    for (const p of received) {
      if (p.refund || isShared(p)) continue
      sums.set(p.voucher, { fen: (sums.get(p.voucher)?.fen ?? 0) + p.employer + p.person, day: p.paid })
    }
    for (const [voucher, { fen, day }] of sums) {
      const change = bank.get(voucher)
      if (change !== null && fen > 0) this.bank({ voucher, txn: `T${voucher}`, amount: fen, status: '1', day, ...change })
    }
    for (const txn of bankOnly) this.bank(txn)
  }

  bank(txn: BankTxn): void {
    this.put({ to: 'bank-tips', cells: [txn.voucher, txn.txn, yuan(txn.amount), txn.status, packed(txn.day)] })
  }

  /** The unit's row of a voucher, at the agency or at tax. */
  unit(e: Employer, at: 'agency' | 'tax', sum: UnitSum): void {
    if (at === 'agency') {
      this.put(unitRow(e, sum))
      return
    }
    for (const [part, fen] of [['单位缴纳', sum.employer] as const, ['个人缴纳', sum.person] as const]) {
      if (fen === 0) continue
      this.receipts.row(receiptCells(e, sum, part, fen))
      this.counted.rows++
      this.counted.fen += fen
    }
  }

  summary(
    at: 'ss' | 'tax',
    row: { area: string; insurance: keyof typeof INSURANCES; month: number; employer: number; person: number },
  ): void {
    const { own, tax } = INSURANCES[row.insurance]
    const span = [packed(firstDay(row.month)), packed(lastDay(row.month))]
    const cells = [...span, row.area, `${row.area}01`, at === 'ss' ? own : tax, yuan(row.employer), yuan(row.person)]
    this.put({ to: `${at}-summary`, cells })
  }

  /** Puts the dirty cells in, writes the row, and tells of each with its line. */
  private put({ to, slice, cells }: ExtractRow, dirt: readonly Dirt[] = []): void {
    const form: ExtractForm = FORMS[to]
    const line = this.file(to, slice).row(cells.map((c, i) => dirt.find(d => d.field === form.fields?.[i])?.raw ?? c))
    for (const d of dirt) {
      this.tell({ type: 'change', file: nameOf(to, slice), line, field: d.field, before: d.raw, after: d.after, reason: d.reason })
    }
  }

  private file(to: ExtractName, slice?: number): TextFile {
    const name = nameOf(to, slice)
    const known = this.open.get(name)
    if (known !== undefined) return known
    const form: ExtractForm = FORMS[to]
    const made = new TextFile(join(this.dir, name), form)
    for (const line of form.above ?? []) made.line(line)
    made.row(form.head)
    this.open.set(name, made)
    return made
  }

  /** A row that cannot be read, in the middle of tax's levy: too few cells, or an amount that is none. */
  broken(): void {
    const name = nameOf('tax-levy-ss')
    const to = this.open.get(name)
    if (to === undefined) return
    const isShort = this.ragged++ % 2 === 0
    const line = to.line(isShort ? 'Z0,1,201' : 'Z0,1,201,110000195001011015,某,,,110,2025-08-01,2025-08-31,10,八百,80.00,,2025-09-15')
    this.tell({ type: 'set_aside', file: name, line, reason: isShort ? 'cell_count' : 'amount_unreadable' })
  }

  /** Foot lines, and a file that was delivered twice. Returns how many files there are. */
  close(): number {
    const foot = this.open.get(nameOf('ss-payment-person'))
    if (foot !== undefined) foot.line(`记录数：${foot.lines - 1}`)
    this.receipts.row(['合计', '', '', '', '', '', '', '', '', yuan(this.counted.fen)])
    this.receipts.close()
    for (const file of this.open.values()) file.close()
    return this.open.size + 1
  }
}

/** Name of an extract's file, as truth.csv says it too. */
function nameOf(to: ExtractName, slice?: number): string {
  return `${to}_${DATA_DATE}${slice === undefined ? '' : `_${slice}`}.${FORMS[to].delimiter === ',' ? 'csv' : 'txt'}`
}
