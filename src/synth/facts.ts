import type { Person } from './people.js'

/** Whose insurance, and each agency's codes for it. */
export interface Insurance {
  readonly name: string
  readonly owner: 'ss' | 'mi'
  readonly own: string
  readonly tax: string
  readonly words: string
  /** Shares of the base, in ten-thousandths; or a yearly amount in 分. */
  readonly employer: number
  readonly person: number
  readonly yearly: number
}

const ins = (
  name: string,
  owner: 'ss' | 'mi',
  codes: readonly [string, string, string],
  shares: readonly [number, number, number],
): Insurance => ({ name, owner, own: codes[0], tax: codes[1], words: codes[2], employer: shares[0], person: shares[1], yearly: shares[2] })

/** Insurances of a synthetic city. */
export const INSURANCES = {
  pension: ins('pension', 'ss', ['110', '10201', '企业职工基本养老保险费'], [1600, 800, 0]),
  unemployment: ins('unemployment', 'ss', ['210', '10202', '失业保险费'], [50, 50, 0]),
  injury: ins('injury', 'ss', ['410', '10204', '工伤保险费'], [40, 0, 0]),
  medical: ins('medical', 'mi', ['310', '10203', '职工基本医疗保险费'], [800, 200, 0]),
  care: ins('care', 'mi', ['410', '10299', '长期照护保险费'], [0, 30, 0]),
  pension_resident: ins('pension_resident', 'ss', ['170', '10210', '城乡居民基本养老保险费'], [0, 0, 30_000]),
  medical_resident: ins('medical_resident', 'mi', ['390', '10212', '城乡居民基本医疗保险费'], [0, 0, 40_000]),
} as const
/** Name of one of them. */
export type InsuranceName = keyof typeof INSURANCES

/** The day that the demo asks about: inside the graces of what was sent and paid just before 国庆. */
export const DEFAULT_AS_OF = '2025-10-10'
/** The day of its extracts, as in their names. */
export const DATA_DATE = '20251010'
/** Months of staff and flexible workers: sent, due, paid, in the treasury. */
const MONTHS = [
  { month: 202508, sent: '2025-08-18', due: '2025-09-15', paid: '2025-08-25', treasury: '2025-08-27' },
  { month: 202509, sent: '2025-09-16', due: '2025-09-30', paid: '2025-09-22', treasury: '2025-09-24' },
] as const
const YEAR = { month: 202601, end: 202612, sent: '2025-09-10', due: '2026-02-28', paid: '2025-09-18', treasury: '2025-09-22' }

/** A spell of a person in an insurance. Days are ISO. */
export interface Registration {
  insurance: InsuranceName
  status: 'active' | 'ended'
  begin: string
  end: string
  area: string
  employer: Person['employer']
  name: string
  id: string
  /** Another person number than the person's own. */
  no?: string
}
/** What a person owes; months yyyymm, amounts in 分, days ISO. */
export interface Levy {
  insurance: InsuranceName
  no: string
  line: string
  from: number
  to: number
  employer: number
  person: number
  sent: string
  due: string
  live: boolean
  type: string
  /** Another base than the person's. */
  base?: number
}
/** What was paid, or given back; months yyyymm, amounts in 分, days ISO. */
export interface Payment {
  insurance: InsuranceName
  voucher: string
  from: number
  to: number
  employer: number
  person: number
  paid: string
  treasury: string
  refund: boolean
  original: string
  levyNo: string
  area: string
  posted?: '0'
  payee?: string
  adjust?: string
}
/** A line of the bank's journal. */
export interface BankTxn {
  voucher: string
  txn: string
  amount: number
  status: '0' | '1' | '2' | '9'
  day: string
}

/** Everything that the agencies hold of a person, before and after plants. */
export interface Facts {
  readonly person: Person
  /** Registrations at the owner, and in tax's copy. */
  own: Registration[]
  copy: Registration[]
  levies: Levy[]
  taxLevies: Levy[]
  /** At the agency that owns the insurance, and at tax. */
  fed: Payment[]
  received: Payment[]
  /** What the bank's journal holds of a voucher beside what it should; null: no line at all. */
  readonly bank: Map<string, Partial<BankTxn> | null>
  /** Lines of vouchers that tax knows nothing of. */
  readonly bankOnly: BankTxn[]
}

function insurancesOf(person: Person): readonly InsuranceName[] {
  if (person.living === 'resident') return ['pension_resident', 'medical_resident']
  if (person.living === 'flexible') return ['pension', 'medical']
  return person.i % 25 === 0 ? ['pension', 'unemployment', 'injury', 'medical', 'care'] : ['pension', 'unemployment', 'injury', 'medical']
}

function partsOf(person: Person, name: InsuranceName): { employer: number; person: number } {
  const { employer, person: own, yearly } = INSURANCES[name]
  if (yearly > 0) return { employer: 0, person: yearly }
  const part = (share: number): number => Math.round((person.base * share) / 10_000)
  return person.living === 'flexible' ? { employer: 0, person: part(employer + own) } : { employer: part(employer), person: part(own) }
}

/** A person whose papers are all in order. */
export function factsOf(person: Person): Facts {
  const names = insurancesOf(person)
  const own = names.map((insurance): Registration => ({
    insurance,
    status: 'active',
    begin: '2020-01-01',
    end: '',
    area: person.area,
    employer: person.employer,
    name: person.name,
    id: person.id,
  }))
  const levies: Levy[] = []
  const fed: Payment[] = []
  for (const insurance of names) {
    const parts = partsOf(person, insurance)
    const spans =
      INSURANCES[insurance].yearly > 0
        ? [{ ...YEAR, from: YEAR.month, to: YEAR.end }]
        : MONTHS.map(m => ({ ...m, from: m.month, to: m.month }))
    for (const s of spans) {
      const code = INSURANCES[insurance].tax.slice(-2)
      const no = `Z${s.from}${code}${String(person.i).padStart(8, '0')}`
      const voucher =
        person.employer === null
          ? `3${s.from}${code}${String(person.i).padStart(9, '0')}`
          : `4${s.from}${code}${String(person.employer.e).padStart(9, '0')}`
      levies.push({ insurance, no, line: '1', from: s.from, to: s.to, ...parts, sent: s.sent, due: s.due, live: true, type: '10' })
      fed.push({
        insurance,
        voucher,
        from: s.from,
        to: s.to,
        ...parts,
        paid: s.paid,
        treasury: s.treasury,
        refund: false,
        original: '',
        levyNo: no,
        area: person.area,
      })
    }
  }
  const copies = <T extends object>(list: readonly T[]): T[] => list.map(x => ({ ...x }))
  return { person, own, copy: copies(own), levies, taxLevies: copies(levies), fed, received: copies(fed), bank: new Map(), bankOnly: [] }
}

/** True of the voucher by which an employer pays for its staff. */
export function isShared({ voucher }: Pick<Payment, 'voucher'>): boolean {
  return voucher.startsWith('4') && !/[A-Z]/.test(voucher)
}
