import { INSURANCES, type Facts, type InsuranceName, type Levy, type Payment } from './facts.js'
import type { Living } from './people.js'
import type { Truth } from './truth.js'

/** A cell written in another form than it should be, in one extract, on the row of that insurance. */
export interface Dirt {
  readonly extract: string
  readonly insurance: InsuranceName
  readonly field: string
  readonly raw: string
  readonly after: string
  readonly reason: string
}

/** What a plant left to be found, and cells that cleansing must notice. */
export interface Planted {
  readonly truth: readonly Truth[]
  readonly dirt?: readonly Dirt[]
}

/** `ins`: the insurance of the block (pension or medical, in turn). */
export interface Plot {
  readonly seed: number
  readonly ins: InsuranceName
  readonly n: number
}

/** Something that is wrong (or looks so) with the papers of one person of a kind. */
export interface Plant {
  readonly on: Living
  readonly plant: (facts: Facts, plot: Plot) => Planted
}

/** The months that staff and flexible workers pay for. */
export const AUGUST = 202508
export const SEPTEMBER = 202509

/** The levy of an insurance from that month on; it must be there. */
export const levyOf = (list: readonly Levy[], ins: InsuranceName, from: number): Levy =>
  list.find(l => l.insurance === ins && l.from === from)!
/** The payment of an insurance from that month on; it must be there. */
export const paidOf = (list: readonly Payment[], ins: InsuranceName, from: number): Payment =>
  list.find(p => p.insurance === ins && p.from === from)!
/** The list less what it holds of an insurance from that month on. */
export const without = <T extends { insurance: InsuranceName; from: number }>(list: readonly T[], ins: InsuranceName, from: number): T[] =>
  list.filter(x => x.insurance !== ins || x.from !== from)
/** The period of a truth: one month, or first and last. */
export const span = (x: { from: number; to: number }): Pick<Truth, 'period' | 'period_end'> =>
  x.to === x.from ? { period: x.from } : { period: x.from, period_end: x.to }

/** Who and which insurance a truth speaks of, as registration has it. */
export function base(facts: Facts, ins: InsuranceName): Pick<Truth, 'id_number' | 'insurance'> {
  return { id_number: facts.own[0]?.id ?? facts.person.id, insurance: ins }
}

/** Takes away what tax received and fed back. */
export function unpaid(facts: Facts, ins: InsuranceName, from: number): void {
  facts.fed = without(facts.fed, ins, from)
  facts.received = without(facts.received, ins, from)
}

/** A plant's only truth. */
export const found = (truth: Omit<Truth, 'type'>, type: Truth['type'] = 'discrepancy'): Planted => ({ truth: [{ type, ...truth }] })

/** A resident's insurance of the same owner. */
export const residentOf = (ins: InsuranceName): InsuranceName => (INSURANCES[ins].owner === 'ss' ? 'pension_resident' : 'medical_resident')
