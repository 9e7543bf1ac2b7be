import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matchRun } from '../../../src/flow/match.js'
import { Problem } from '../../../src/kernel/index.js'
import { readRules } from '../../../src/match/index.js'
import { openDb, openStore } from '../../../src/store/index.js'
import { openWorkspace } from '../../../src/workspace/index.js'
import { idOf, quiet, TestCity } from './workspace.js'

const AS_OF = '2025-10-20'
const END = '    severity: low\n    who_acts: [owner]\n    title: {zh: "甲", en: "A"}\n    do: {zh: "乙", en: "B"}\n'
const head = (kind: string): string => `rule: own\nkind: ${kind}\ntitle: {zh: "自定", en: "Own"}\n`

/** A city whose only rule is one of its own. */
class OwnCity extends TestCity {
  rule(rule: string): void {
    for (const f of readdirSync(this.ws.rules)) if (f.endsWith('.yaml')) rmSync(join(this.ws.rules, f))
    writeFileSync(join(this.ws.rules, 'own.yaml'), rule)
  }

  /** Rules are read once a workspace is open. */
  run(asOf: string, exact = true): ReturnType<typeof matchRun> {
    return matchRun(openWorkspace(this.ws.dir), { asOf, rules: [], exact }, quiet)
  }

  /** Rows of the last run by class, and the keys that it left undecided. */
  counted(): { classes: Record<string, number>; undecided: string[] } {
    const store = openStore(this.ws.data)
    const db = openDb(store.runs().at(-1)!.path, { readonly: true })
    try {
      const lines = db.prepare('select class, sum(rows) as n from balance group by class').all() as { class: string; n: number }[]
      return { classes: Object.fromEntries(lines.map(l => [l.class, l.n])), undecided: db.prepare('select identity from undecided order by 1').pluck().all() as string[] }
    } finally {
      db.close()
      store.close()
    }
  }
}

describe('a rule over single rows', () => {
  const city = new OwnCity()
  afterAll(() => city.remove())
  const levies = [
    { no: 'A1', id: idOf(1), sent: '20251001' },
    { no: 'A2', id: idOf(2), sent: '20251017' },
    { no: 'A3', id: idOf(3), sent: '20251012' },
    { no: 'A4', id: idOf(4), sent: '20251001', unit: '1.00', person: '0.00' },
  ]
  const ruled = (where: string): string => `${head('check')}by: owner\nrecord: levy\nfrom: owner\nwhere: ${where}\nlookups: {seen: {record: levy, from: tax, key: [id_number]}}\noutcomes:\n  - code: X01\n    when: amount > 1000 and not_exists(seen)\n`
    + `    in_transit: workdays(sent_date, grace(levy_sent))\n    undecided: known(seen) < sent_date\n    due: sent_date\n    amount: amount\n    key: [id_number, insurance, period]\n${END}`

  beforeAll(async () => {
    await city.deliver({ 'tax-levy-ss': [{ no: 'A9', id: idOf(9) }] }, '20251010')
    await city.deliver({ 'ss-levy': levies }, '20251020')
  }, 60_000)

  it('is in transit, undecided or stands, as one that compares', () => {
    city.rule(ruled('id_number is not null'))
    expect(city.run(AS_OF).waits).toEqual([{ rule: 'own', owner: 'ss', rows: 1, known: [{ agency: 'tax', kind: 'levy', day: '2025-10-10' }, { agency: 'ss', kind: 'levy', day: '2025-10-20' }] }])
    expect(city.found().map(f => [f.identity.split('|')[1], f.class])).toEqual([[`id_number=${idOf(1)}`, 'discrepancy'], [`id_number=${idOf(2)}`, 'in_transit']].toSorted())
    expect(city.objects().map(o => [o['id_number'], o['state'], o['due'], o['until']])).toEqual([[idOf(1), 'new', '2025-10-01', undefined], [idOf(2), 'in_transit', '2025-10-17', '2025-10-22']].toSorted())
    expect(city.counted()).toEqual({ classes: { X01: 1, in_transit: 1, matched: 1, undecided: 1 }, undecided: [expect.stringContaining(idOf(3))] })
  })

  it('keeps what stood while it is undecided', async () => {
    await city.deliver({ 'ss-levy': [{ ...levies[0]!, sent: '20251012' }, ...levies.slice(1)] }, '20251021')
    city.run('2025-10-23')
    expect(city.objects().map(o => [o['id_number'], o['state']])).toEqual([[idOf(1), 'open'], [idOf(2), 'in_transit']].toSorted())
  })

  it('may ask for graces in its filter; one that there is not is told', () => {
    city.rule(ruled('workdays(sent_date, grace(levy_sent)) < asof()'))
    city.run('2025-10-21')
    expect(city.counted().classes).toEqual({ filtered: 1, matched: 1, undecided: 2 })
    city.rule(ruled('workdays(sent_date, grace(levy_lost)) < asof()'))
    expect(() => city.run('2025-10-23')).toThrow(expect.objectContaining({ code: 'match.no_grace' }))
  })
})

/** Calls that may stand in a rule, many of them in some places only. */
const CALLS = (f: (name: string) => string): readonly string[] => [
  'present(owner)', 'present(reg)', 'exists(reg)', 'not_exists(reg)', 'known(owner)', 'known(tax)', 'known(reg)', `abs(${f('amount')})`, `least(${f('amount')}, 5)`, `greatest(${f('sent_date')}, asof())`, `coalesce(${f('amount')}, 0)`,
  `round(${f('amount')}, 'up', 100)`, `month(${f('sent_date')})`, `workdays(${f('sent_date')}, grace(levy_sent))`, 'grace(levy_sent)', `differs(${f('amount')}, 5)`, `prefix(${f('name')}, '张三')`, `rare(${f('name')}, '张？')`, `folded(${f('name')})`, 'asof()',
  `sum(${f('amount')})`, `min(${f('amount')})`, `max(${f('sent_date')})`, 'count()', `count_distinct(${f('id_number')})`, `any(${f('amount')} > 5)`, `all(${f('amount')} > 5)`, `latest(${f('amount')})`, `repeated(${f('amount')}, ${f('levy_type')}, ${f('levy_no')}, ${f('levy_no')})`,
  `differs_both(${f('amount')}, 5)`, 'step(1)', `if(${f('amount')} > 5, 1, 2)`, `resolved(${f('employer')})`, `matches(${f('name')}, '^张')`, `id_birth(${f('id_number')})`, `id_gender(${f('id_number')})`, f('amount'), 'reg.ended', f('id_written'), f('who'), 'owner.made',
]
const lookups = (p: Readonly<Record<string, string>>): string => `lookups:\n  reg: {record: registration, from: owner, of: ss, optional: true, where: "${p['lookup.where'] ?? 'insurance is not null'}", key: [id_number], take: {ended: "${p['lookup.take'] ?? 'max(end_date)'}"}`
  + `${p['lookup.by'] === undefined ? '' : `, by: {id_number: "${p['lookup.by']}"}`}}\n`
const outcome = (p: Readonly<Record<string, string>>, when: string): string => `outcomes:\n  - code: X01\n    when: "${p['when'] ?? when}"\n${['amount', 'in_transit', 'undecided', 'due'].map(k => p[k] === undefined ? '' : `    ${k}: "${p[k]}"\n`).join('')}    key: [id_number, insurance, period]\n${END}`
const KINDS: Readonly<Record<string, { readonly side: (place: string) => string; readonly places: readonly string[]; readonly rule: (p: Readonly<Record<string, string>>) => string }>> = {
  compare: {
    side: place => ['when', 'amount', 'in_transit', 'undecided', 'due'].includes(place) ? 'owner' : '',
    places: ['where', 'field', 'order', 'take', 'when', 'amount', 'in_transit', 'undecided', 'due', 'lookup.where', 'lookup.take', 'lookup.by'],
    rule: p => `${head('compare')}sides:\n  owner: {record: levy, from: owner, where: "${p['where'] ?? 'id_number is not null'}", fields: {made: "${p['field'] ?? 'amount'}"}}\n  tax: {record: levy, from: tax}\n`
      + `${p['take'] === undefined ? '' : `grain: [id_number, insurance, period_start]\ntake: {amount: "${p['take']}"}\n`}ladder:\n  - {key: [id_number, insurance, period_start]}\n${p['order'] === undefined ? '' : `order: ["${p['order']}"]\n`}near: [id_number]\nshows: [amount]\n`
      + lookups(p) + outcome(p, 'not present(tax)'),
  },
  check: {
    side: () => '', places: ['where', 'when', 'amount', 'in_transit', 'undecided', 'due', 'lookup.where', 'lookup.take', 'lookup.by'],
    rule: p => `${head('check')}record: levy\nfrom: owner\nwhere: "${p['where'] ?? 'id_number is not null'}"\n${lookups(p)}${outcome(p, 'amount > 0')}`,
  },
  unique: {
    side: place => place === 'when' ? 'x' : '', places: ['where', 'when', 'lookup.where', 'lookup.by'],
    rule: p => `${head('unique')}by: all\nrecord: levy\nfrom: any\nwhere: "${p['where'] ?? 'id_number is not null'}"\nkey: [id_number]\n${lookups(p)}${outcome(p, 'x.amount < y.amount')}`,
  },
}
/** Conditions as values, for places that take a number or a day. */
const NUMBERS = new Set(['field', 'order', 'take', 'amount', 'lookup.take', 'lookup.by'])
const DAYS = new Set(['in_transit', 'due'])
const said = (place: string, calls: readonly string[]): string => {
  const [yes, no] = DAYS.has(place) ? ['asof()', 'asof()'] : ['1', '2']
  return NUMBERS.has(place) || DAYS.has(place) ? calls.reduce((rest, call) => `if(${call}, ${yes}, ${rest})`, no) : calls.join(' or ')
}

describe('a rule of any kind', () => {
  const city = new OwnCity()
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.deliver({
      'ss-levy': [1, 2, 3].map(n => ({ no: `A${n}`, id: idOf(n) })), 'tax-levy-ss': [2, 3, 4].map(n => ({ no: `A${n}`, id: idOf(n), ...(n === 3 ? { unit: '2.00' } : {}) })), 'ss-registration': [{ id: idOf(1) }, { id: idOf(2), status: '4', end: '20250731' }],
    })
  }, 60_000)

  /** What `rules check` lets stand there, each by itself. */
  function accepted(kind: string, place: string): readonly string[] {
    const { side, rule } = KINDS[kind]!
    const of = side(place)
    return CALLS(name => of === '' ? name : `${of}.${name}`).map(call => `(${call}) is not null`).filter(text => {
      city.rule(rule({ [place]: said(place, [text]) }))
      try {
        readRules(city.ws.rules)
        return true
      } catch (error) {
        if (error instanceof Problem) return false
        throw error
      }
    })
  }

  it.each(Object.entries(KINDS).flatMap(([kind, { places }]) => places.map(place => [kind, place] as const)))('runs with whatever is let stand in its items: %s, %s', (kind, place) => {
    const calls = accepted(kind, place)
    expect(calls.length).toBeGreaterThan(5)
    // All of them at one time: what SQL refuses, or asks for and is not given, it does not get by with.
    city.rule(KINDS[kind]!.rule({ [place]: said(place, calls) }))
    expect(city.run(AS_OF).rules.map(r => r.rule)).toContain('own')
    const found = city.found()
    city.run(AS_OF, false)
    expect(city.found()).toEqual(found)
  }, 60_000)
})
