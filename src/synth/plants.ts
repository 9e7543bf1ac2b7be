import { hash } from './dice.js'
import type { Facts, InsuranceName, Levy, Payment } from './facts.js'
import { MORE_PLANTS } from './more-plants.js'
import { PERSON_PLANTS } from './person-plants.js'
import { AUGUST, SEPTEMBER, base, found, levyOf, paidOf, residentOf, span, unpaid, without, type Plant, type Planted } from './plot.js'

const levyPlants: readonly Plant[] = [
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const l = levyOf(f.levies, ins, AUGUST)
      f.taxLevies = without(f.taxLevies, ins, AUGUST)
      unpaid(f, ins, AUGUST)
      return found({ outcome: 'L01', variant: 'owner_only', ...base(f, ins), ...span(l), levy_no: l.no })
    },
  },
  {
    on: 'resident',
    plant: (f, { ins }) => {
      const name = residentOf(ins)
      const l = f.levies.find(x => x.insurance === name)!
      f.taxLevies = f.taxLevies.filter(x => x.insurance !== name)
      unpaid(f, name, l.from)
      return found({ outcome: 'L01', variant: 'owner_only', ...base(f, name), ...span(l), levy_no: l.no })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const l = levyOf(f.levies, ins, AUGUST)
      f.levies = without(f.levies, ins, AUGUST)
      return found({ outcome: 'L01', variant: 'tax_only', ...base(f, ins), ...span(l), levy_no: l.no })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const l = levyOf(f.levies, ins, SEPTEMBER)
      l.sent = '2025-09-30'
      f.taxLevies = without(f.taxLevies, ins, SEPTEMBER)
      unpaid(f, ins, SEPTEMBER)
      return {
        truth: [
          { type: 'in_transit', outcome: 'L01', variant: 'owner_only', ...base(f, ins), ...span(l), levy_no: l.no },
          { type: 'decoy', outcome: 'L01', ...base(f, ins), ...span(l), levy_no: l.no },
        ],
      }
    },
  },
  { on: 'staff', plant: (f, { ins }) => amountDiffers(f, ins, 1, 'cent') },
  { on: 'staff', plant: (f, { ins }) => amountDiffers(f, ins, -5000, 'other') },
  {
    on: 'staff',
    plant: (f, { ins, n }) => {
      const l = levyOf(f.levies, ins, AUGUST)
      const again = { ...l, no: `${l.no}R` }
      f.levies.push(again)
      if (n % 2 === 0) {
        f.taxLevies.push({ ...again })
        const p = paidOf(f.received, ins, AUGUST)
        const twice = { ...p, voucher: `${p.voucher}R${f.person.i}`, levyNo: again.no }
        f.received.push(twice)
        f.fed.push({ ...twice })
      }
      return found({ outcome: 'L03', ...base(f, ins), ...span(l) })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const l = levyOf(f.levies, ins, AUGUST)
      const part = Math.floor(l.person / 3)
      const a: Levy = { ...l, no: `${l.no}A`, type: '34', employer: 0, person: part }
      const b: Levy = { ...l, no: `${l.no}B`, type: '34', person: l.person - part }
      f.levies = [...without(f.levies, ins, AUGUST), a, b]
      f.taxLevies = [...without(f.taxLevies, ins, AUGUST), { ...a, no: `T${a.no}` }, { ...b, no: `T${b.no}` }]
      return found({ outcome: 'A01', ...base(f, ins), ...span(l) }, 'ambiguous')
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const l = levyOf(f.levies, ins, AUGUST)
      f.levies.push({ ...l, no: `${l.no}X`, live: false, from: 202507, to: 202507 })
      return found({ outcome: 'L01', ...base(f, ins), period: 202507, levy_no: `${l.no}X` }, 'decoy')
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const l = levyOf(f.levies, ins, AUGUST)
      const wrong = { ...l, no: `${l.no}C`, from: 202507, to: 202507 }
      f.levies.push(wrong, { ...wrong, employer: -wrong.employer, person: -wrong.person, line: '2' })
      return found({ outcome: 'L01', ...base(f, ins), period: 202507, levy_no: wrong.no }, 'decoy')
    },
  },
]

/** The levy differs between owner and tax; it is paid as tax holds it. */
function amountDiffers(f: Facts, ins: InsuranceName, by: number, variant: string): Planted {
  const l = levyOf(f.taxLevies, ins, AUGUST)
  for (const x of [l, paidOf(f.fed, ins, AUGUST), paidOf(f.received, ins, AUGUST)]) x.person += by
  return found({ outcome: 'L02', variant, ...base(f, ins), ...span(l), levy_no: l.no })
}

const paymentPlants: readonly Plant[] = [
  {
    on: 'staff',
    plant: (f, { ins }) => {
      unpaid(f, ins, AUGUST)
      return found({ outcome: 'L06', ...base(f, ins), period: AUGUST })
    },
  },
  {
    on: 'resident',
    plant: (f, { ins }) => {
      const name = residentOf(ins)
      const l = f.levies.find(x => x.insurance === name)!
      unpaid(f, name, l.from)
      return found({ outcome: 'L06', ...base(f, name), ...span(l) }, 'decoy')
    },
  },
  { on: 'staff', plant: (f, { ins }) => paidOtherwise(f, ins, 1000, 'over') },
  { on: 'staff', plant: (f, { ins }) => paidOtherwise(f, ins, -1000, 'under') },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, AUGUST)
      const twice = { ...p, voucher: `${p.voucher}D${f.person.i}` }
      f.received.push(twice)
      f.fed.push({ ...twice })
      return found({ outcome: 'P04', ...base(f, ins), period: AUGUST })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, AUGUST)
      const twice = { ...p, voucher: `${p.voucher}E${f.person.i}` }
      const back: Payment = {
        ...twice,
        voucher: `${p.voucher}F${f.person.i}`,
        original: twice.voucher,
        refund: true,
        paid: '2025-09-10',
        treasury: '2025-09-11',
      }
      f.received.push(twice, back)
      f.fed.push({ ...twice }, { ...back })
      return { truth: (['P04', 'P06'] as const).map(outcome => ({ type: 'decoy', outcome, ...base(f, ins), period: AUGUST })) }
    },
  },
  { on: 'staff', plant: (f, { ins }) => notFedBack(f, ins, AUGUST) },
  { on: 'resident', plant: (f, { ins }) => notFedBack(f, residentOf(ins), 202601) },
  { on: 'flexible', plant: (f, { ins }) => notFedBack(f, ins, AUGUST) },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const p = paidOf(f.fed, ins, AUGUST)
      f.received = without(f.received, ins, AUGUST)
      return {
        truth: [
          { type: 'discrepancy', outcome: 'P02', variant: 'agency_only', ...base(f, ins), ...span(p), voucher: p.voucher },
          { type: 'discrepancy', outcome: 'L06', ...base(f, ins), ...span(p) },
        ],
      }
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const p = paidOf(f.fed, ins, AUGUST)
      p.person += 500
      return found({ outcome: 'P02', variant: 'amount', ...base(f, ins), ...span(p), voucher: p.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      const p = paidOf(f.received, ins, SEPTEMBER)
      p.paid = '2025-09-29'
      p.treasury = '2025-09-30'
      f.fed = without(f.fed, ins, SEPTEMBER)
      const key = { ...base(f, ins), ...span(p), voucher: p.voucher }
      return {
        truth: [
          { type: 'in_transit', outcome: 'P02', variant: 'tax_only', ...key },
          { type: 'decoy', outcome: 'P02', ...key },
        ],
      }
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const p = paidOf(f.fed, ins, AUGUST)
      p.insurance = ins === 'pension' ? 'unemployment' : 'care'
      return found({ outcome: 'L07', id_number: base(f, ins).id_number!, period: AUGUST, voucher: p.voucher })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const p = paidOf(f.fed, ins, AUGUST)
      p.from = p.to = 202507
      return found({ outcome: 'L08', ...base(f, ins), voucher: p.voucher })
    },
  },
  {
    on: 'flexible',
    plant: (f, { ins }) => {
      for (const list of [f.fed, f.received]) {
        const p = paidOf(list, ins, AUGUST)
        const q = paidOf(list, ins, SEPTEMBER)
        p.to = SEPTEMBER
        p.person += q.person
        list.splice(list.indexOf(q), 1)
      }
      return { truth: (['P06', 'L06'] as const).map(outcome => ({ type: 'decoy', outcome, ...base(f, ins), period: AUGUST })) }
    },
  },
]

function paidOtherwise(f: Facts, ins: InsuranceName, by: number, variant: string): Planted {
  for (const list of [f.fed, f.received]) paidOf(list, ins, AUGUST).person += by
  return found({ outcome: 'P06', variant, ...base(f, ins), period: AUGUST })
}

function notFedBack(f: Facts, ins: InsuranceName, from: number): Planted {
  const p = paidOf(f.received, ins, from)
  f.fed = without(f.fed, ins, from)
  return found({ outcome: 'P02', variant: 'tax_only', ...base(f, ins), ...span(p), voucher: p.voucher })
}

/** All that is planted in a city. */
export const PLANTS: readonly Plant[] = [...levyPlants, ...paymentPlants, ...PERSON_PLANTS, ...MORE_PLANTS]

/** Persons of a block in the order in which plants take them. */
export function orderIn(seed: number, block: number, i: number): number {
  return hash(seed, block, i, 9)
}
