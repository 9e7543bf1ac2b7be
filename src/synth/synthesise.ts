import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { UnitSum } from './extract-rows.js'
import { Extracts } from './extracts.js'
import { DATA_DATE, factsOf, INSURANCES, isShared, type Facts, type InsuranceName, type Payment } from './facts.js'
import { TextFile } from './files.js'
import { employerOf, GROUP, livingOf, personOf, type Employer, type Living } from './people.js'
import { orderIn, PLANTS } from './plants.js'
import type { Dirt } from './plot.js'
import { TRUTH_COLUMNS, truthRow, type Truth } from './truth.js'

/** How large a city is wanted, and where. The same seed gives the same bytes. */
export interface SynthRequest {
  readonly dir: string
  readonly people: number
  readonly seed: number
}
/** What was written; `planted`: how many of each outcome. */
export interface SynthSummary {
  readonly dir: string
  readonly people: number
  readonly files: number
  readonly planted: Readonly<Record<string, number>>
}

/** Each thing is planted once in as many persons. */
const BLOCK = 1000

/**
 * Writes a synthetic city: extracts in the agencies' own forms and encodings, the same bytes for the same seed, and truth.csv with what was
 * planted and what follows from it. Groups of 50 persons are made one after the other: memory does not grow with the city.
 */
export function synthesise({ dir, people, seed }: SynthRequest): SynthSummary {
  mkdirSync(dir, { recursive: true })
  const truth = new TextFile(join(dir, 'truth.csv'), { encoding: 'utf-8-bom', delimiter: ',' })
  truth.row(TRUTH_COLUMNS)
  const planted: Record<string, number> = {}
  const tell = (t: Truth): void => {
    truth.row(truthRow(t))
    const name = t.outcome === undefined ? t.type : `${t.type} ${t.outcome}`
    planted[name] = (planted[name] ?? 0) + 1
  }
  const extracts = new Extracts(dir, tell)
  const totals = new Totals()
  for (let first = 0; first < people; first += GROUP) group({ seed, people, first }, { extracts, totals, tell })
  totals.write(extracts, tell)
  const files = extracts.close()
  truth.close()
  copyFileSync(join(dir, `tax-employer_${DATA_DATE}.csv`), join(dir, `tax-employer_${DATA_DATE}_2.csv`))
  return { dir, people, files: files + 1, planted }
}

interface City {
  readonly seed: number
  readonly people: number
  readonly first: number
}
interface Out {
  readonly extracts: Extracts
  readonly totals: Totals
  readonly tell: (truth: Truth) => void
}

function group({ seed, people, first }: City, { extracts, totals, tell }: Out): void {
  const employer = employerOf(seed, first / GROUP)
  extracts.employer(employer)
  const units = new Units()
  for (let i = first; i < Math.min(first + GROUP, people); i++) {
    const facts = factsOf(personOf(seed, i))
    const dirt = plant(facts, { seed, people, first: i }, tell)
    extracts.person(facts, dirt)
    if (facts.person.employer !== null) units.add(facts)
    totals.add(facts)
  }
  units.write(extracts, employer, tell)
  if (first % BLOCK === 0 && first > 0) extracts.broken()
}

/** Which plant a person takes: within a block the persons of a kind stand in an order of the seed's, and plants take the first of them. */
function plant(facts: Facts, { seed, people, first: i }: City, tell: (truth: Truth) => void): readonly Dirt[] {
  const block = Math.floor(i / BLOCK)
  const plants = taken(seed, block, Math.min(BLOCK, people - block * BLOCK)).get(i % BLOCK)
  if (plants === undefined) return []
  const ins: InsuranceName = (block + plants) % 2 === 0 ? 'pension' : 'medical'
  const done = PLANTS[plants]!.plant(facts, { seed, ins, n: block })
  for (const t of done.truth) tell(t)
  return done.dirt ?? []
}

let known: { key: string; map: ReadonlyMap<number, number> } | undefined

/** Plants of a block by the person's place in it. */
function taken(seed: number, block: number, size: number): ReadonlyMap<number, number> {
  const key = `${seed}/${block}/${size}`
  if (known?.key === key) return known.map
  const waiting: Record<Living, number[]> = { staff: [], resident: [], flexible: [] }
  const places = Array.from({ length: size }, (_, at) => at).toSorted((a, b) => orderIn(seed, block, a) - orderIn(seed, block, b))
  for (const at of places) if ((block * BLOCK + at) % 25 !== 0) waiting[livingOf(block * BLOCK + at)].push(at)
  const map = new Map<number, number>()
  for (const [n, { on }] of PLANTS.entries()) {
    const at = waiting[on].shift()
    if (at !== undefined) map.set(at, n)
  }
  known = { key, map }
  return map
}

/** Sums of the vouchers of one employer, on both sides. */
class Units {
  private readonly sums = { agency: new Map<string, UnitSum>(), tax: new Map<string, UnitSum>() }

  add(facts: Facts): void {
    for (const [at, list] of [
      ['agency', facts.fed],
      ['tax', facts.received],
    ] as const) {
      for (const p of list) {
        if (!isShared(p)) continue
        const key = `${p.voucher}/${p.insurance}/${p.from}/${p.to}`
        const sum = this.sums[at].get(key) ?? { p, employer: 0, person: 0, heads: 0 }
        sum.employer += p.employer
        sum.person += p.person
        sum.heads++
        this.sums[at].set(key, sum)
      }
    }
  }

  /** Some employers' rows at 社保 do not add up with their details, in money or in heads. */
  write(extracts: Extracts, employer: Employer, tell: (truth: Truth) => void): void {
    const sum = [...this.sums.agency.values()].find(s => s.p.insurance === 'pension' && s.p.from === REPORTED && s.p.to === REPORTED)
    const variant = sum === undefined ? undefined : employer.e % 20 === 7 ? 'amount' : employer.e % 20 === 11 ? 'headcount' : undefined
    if (sum !== undefined && variant !== undefined) {
      if (variant === 'amount') sum.employer += 10_000
      else sum.heads++
      tell({
        type: 'discrepancy',
        outcome: 'P08',
        variant,
        agency: 'ss',
        employer: employer.credit,
        insurance: 'pension',
        period: REPORTED,
        voucher: sum.p.voucher,
      })
    }
    for (const at of ['agency', 'tax'] as const) for (const s of this.sums[at].values()) extracts.unit(employer, at, s)
    const vouchers = new Map<string, { fen: number; day: string }>()
    for (const s of this.sums.tax.values())
      vouchers.set(s.p.voucher, { fen: (vouchers.get(s.p.voucher)?.fen ?? 0) + s.employer + s.person, day: s.p.paid })
    for (const [voucher, { fen, day }] of vouchers) extracts.bank({ voucher, txn: `T${voucher}`, amount: fen, status: '1', day })
  }
}

/** The month whose totals 社保 and 税务 report; other months are left to the details. */
const REPORTED = 202508

interface Sum {
  employer: number
  person: number
}

/** Treasury receipts by area, insurance and month on both sides: they say which totals differ, and are reported for one month. */
class Totals {
  private readonly sums = new Map<string, { agency: Sum; tax: Sum }>()

  add(facts: Facts): void {
    for (const [at, list] of [
      ['agency', facts.fed],
      ['tax', facts.received],
    ] as const)
      for (const p of list) this.one(at, p)
  }

  private one(at: 'agency' | 'tax', p: Payment): void {
    if (p.treasury === '') return
    const key = `${p.area}/${p.insurance}/${p.treasury.slice(0, 7).replace('-', '')}`
    const both = this.sums.get(key) ?? { agency: { employer: 0, person: 0 }, tax: { employer: 0, person: 0 } }
    const sign = p.refund ? -1 : 1
    both[at].employer += sign * p.employer
    both[at].person += sign * p.person
    this.sums.set(key, both)
  }

  write(extracts: Extracts, tell: (truth: Truth) => void): void {
    for (const [key, { agency, tax }] of this.sums) {
      const [area = '', name = '', month = ''] = key.split('/')
      const insurance = name as InsuranceName
      const { owner } = INSURANCES[insurance]
      if (owner === 'ss' && Number(month) === REPORTED) {
        if (insurance === 'injury' && area.endsWith('1')) agency.employer += 10_000
        extracts.summary('ss', { area, insurance, month: Number(month), ...agency })
        extracts.summary('tax', { area, insurance, month: Number(month), ...tax })
      }
      if (agency.employer !== tax.employer || agency.person !== tax.person)
        tell({ type: 'discrepancy', outcome: 'T01', agency: owner, insurance, period: Number(month), area, office: `${area}01` })
    }
  }
}
