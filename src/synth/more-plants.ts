import { INSURANCES, type BankTxn, type Facts, type InsuranceName, type Payment } from './facts.js'
import { employerOf } from './people.js'
import { AUGUST, SEPTEMBER, base, found, levyOf, paidOf, span, without, type Plant, type Planted } from './plot.js'

const registrationPlants: readonly Plant[] = [
  {
    on: 'staff',
    plant: f => {
      f.own.find(r => r.insurance === 'unemployment')!.no = `${f.person.ssNo}9`
      return found({ outcome: 'R04', variant: 'many_numbers', id_number: f.person.id })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins, seed }) => {
      f.copy.find(r => r.insurance === ins)!.employer = employerOf(seed, f.person.employer!.e + 1)
      return found({ outcome: 'R07', id_number: f.person.id })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      f.own = f.own.filter(r => r.insurance !== ins)
      f.copy = f.copy.filter(r => r.insurance !== ins)
      return found({ outcome: 'R08', variant: ins === 'medical' ? 'no_medical' : 'no_pension', id_number: f.person.id, insurance: ins })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      for (const list of [f.own, f.copy])
        Object.assign(
          list.find(r => r.insurance === ins)!,
          { status: 'ended', end: '2025-08-31' },
        )
      return found({ outcome: 'R09', ...base(f, ins), period: SEPTEMBER })
    },
  },
]

/** Levied and paid by another base, everywhere. */
function basedOn(f: Facts, ins: InsuranceName, fen: number, variant: string): Planted {
  const { employer, person } = INSURANCES[ins]
  const parts = { employer: Math.round((fen * employer) / 10_000), person: Math.round((fen * person) / 10_000) }
  for (const list of [f.levies, f.taxLevies]) Object.assign(levyOf(list, ins, AUGUST), { ...parts, base: fen })
  for (const list of [f.fed, f.received]) Object.assign(paidOf(list, ins, AUGUST), parts)
  return found({ outcome: 'L04', variant, ...base(f, ins), period: AUGUST })
}

/** Levied and paid with another amount than base times rate, everywhere. */
function miscomputed(f: Facts, ins: InsuranceName, by: number, variant: string): Planted {
  for (const list of [f.levies, f.taxLevies]) levyOf(list, ins, AUGUST).person += by
  for (const list of [f.fed, f.received]) paidOf(list, ins, AUGUST).person += by
  return found({ outcome: 'L05', variant, ...base(f, ins), period: AUGUST })
}

/** A second payment on both sides, to be refunded. */
function paidAgain(f: Facts, ins: InsuranceName, mark: string): { readonly again: Payment; readonly back: Payment } {
  const p = paidOf(f.received, ins, AUGUST)
  const again = { ...p, voucher: `${p.voucher}${mark}${f.person.i}` }
  f.received.push(again)
  f.fed.push({ ...again })
  return {
    again,
    back: { ...again, voucher: `${again.voucher}B`, original: again.voucher, refund: true, paid: '2025-09-10', treasury: '2025-09-11' },
  }
}

const moneyPlants: readonly Plant[] = [
  { on: 'staff', plant: (f, { ins }) => basedOn(f, ins, 400_000, 'low') },
  { on: 'staff', plant: (f, { ins }) => basedOn(f, ins, 3_000_000, 'high') },
  { on: 'staff', plant: (f, { ins }) => miscomputed(f, ins, 1, 'cent') },
  { on: 'staff', plant: (f, { ins }) => miscomputed(f, ins, 1000, 'amount') },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, AUGUST)
      p.treasury = ''
      f.fed = without(f.fed, ins, AUGUST)
      return found({ outcome: 'P01', ...base(f, ins), ...span(p), voucher: p.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, SEPTEMBER)
      Object.assign(p, { paid: '2025-09-29', treasury: '' })
      f.fed = without(f.fed, ins, SEPTEMBER)
      const key = { outcome: 'P01', ...base(f, ins), ...span(p), voucher: p.voucher }
      return {
        truth: [
          { type: 'in_transit', ...key },
          { type: 'decoy', ...key },
        ],
      }
    },
  },
  {
    on: 'staff',
    plant: f => {
      const p = paidOf(f.fed, 'pension', AUGUST)
      p.posted = '0'
      return found({ outcome: 'P03', ...base(f, 'pension'), ...span(p), voucher: p.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const p = paidOf(f.fed, ins, AUGUST)
      f.fed.push({ ...p })
      return found({ outcome: 'P05', ...base(f, ins), ...span(p), voucher: p.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const { back } = paidAgain(f, ins, 'G')
      f.received.push(back)
      return found({ outcome: 'P07', variant: 'one_side', ...base(f, ins), ...span(back), voucher: back.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const { back } = paidAgain(f, ins, 'H')
      const much = { ...back, person: back.person * 2 + 1000 }
      f.received.push(much)
      f.fed.push({ ...much })
      return found({ outcome: 'P07', variant: 'exceeds', ...base(f, ins), ...span(back), voucher: back.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const { back } = paidAgain(f, ins, 'K')
      f.received.push({ ...back, payee: '代收人' })
      f.fed.push({ ...back })
      return found({ outcome: 'P07', variant: 'payee', ...base(f, ins), ...span(back), voucher: back.voucher })
    },
  },
  {
    on: 'flexible',
    plant: f => {
      const p = paidOf(f.received, 'pension', AUGUST)
      const out = { ...p, voucher: `${p.voucher}M${f.person.i}`, adjust: '征收项目调整' }
      const back = { ...out, voucher: `${p.voucher}N${f.person.i}`, person: -out.person }
      f.received.push(out, back)
      f.fed.push({ ...out }, { ...back })
      return { truth: [out, back].map(x => ({ type: 'note', outcome: 'P12', ...base(f, 'pension'), ...span(p), voucher: x.voucher })) }
    },
  },
]

/** The bank holds a payment otherwise than tax does. */
function banked(
  change: Partial<BankTxn> | null,
  truth: { readonly outcome: string; readonly variant?: string; readonly type?: 'note' },
): Plant {
  return {
    on: 'flexible',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, AUGUST)
      f.bank.set(
        p.voucher,
        change === null ? null : { ...change, ...(change.amount === undefined ? {} : { amount: p.person + change.amount }) },
      )
      return found(
        { outcome: truth.outcome, ...(truth.variant === undefined ? {} : { variant: truth.variant }), voucher: p.voucher },
        truth.type ?? 'discrepancy',
      )
    },
  }
}

/** The bank took money that tax knows nothing of. */
function bankAlone(day: string, type: 'discrepancy' | 'in_transit'): Plant {
  return {
    on: 'flexible',
    plant: f => {
      const voucher = `39${String(f.person.i).padStart(12, '0')}`
      f.bankOnly.push({ voucher, txn: `T${voucher}`, amount: 12_345, status: '1', day })
      return found({ outcome: 'P09', variant: 'bank_only', voucher }, type)
    },
  }
}

const bankPlants: readonly Plant[] = [
  bankAlone('2025-09-22', 'discrepancy'),
  bankAlone('2025-10-09', 'in_transit'),
  banked(null, { outcome: 'P09', variant: 'tax_only' }),
  banked({ status: '2' }, { outcome: 'P09', variant: 'status' }),
  banked({ amount: 1 }, { outcome: 'P09', variant: 'amount' }),
  banked({ status: '9' }, { outcome: 'P11' }),
  banked({ day: '2025-08-26' }, { outcome: 'P10', variant: 'day', type: 'note' }),
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, AUGUST)
      p.paid = '2025-08-29'
      f.bank.set(p.voucher, { day: '2025-09-01' })
      return found({ outcome: 'P10', variant: 'month', voucher: p.voucher }, 'note')
    },
  },
]

/** What the first months of a city may bring beside the most frequent things. */
export const MORE_PLANTS: readonly Plant[] = [...registrationPlants, ...moneyPlants, ...bankPlants]
