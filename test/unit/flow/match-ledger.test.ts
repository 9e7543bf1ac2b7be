import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taxPaid, type Given } from './extracts.js'
import { batchDrop, batchList } from '../../../src/flow/batch.js'
import { openDb } from '../../../src/store/index.js'
import { idOf, lineOf, quiet, TestCity } from './workspace.js'

const [a, b, c, d] = [1, 2, 3, 4].map(idOf) as [string, string, string, string]
const own = (id: string, no: string, more: Given = {}): Given => ({ id, no, person_no: `P${no}`, ...more })
const tax = (id: string, no: string, more: Given = {}): Given => ({ id, no, ...more })

/** 期初 + 新增 + 复现 − 解决 = 期末. */
function balances(moves: Readonly<Record<string, number>> | null): boolean {
  const m = moves!
  return m['before']! + m['opened']! + m['reopened']! - m['closed']! === m['after']!
}

describe('the ledger over runs', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const lines = (filter: Parameters<typeof city.objects>[0] = {}): readonly string[] => city.objects(filter).map(o => `${lineOf(o, '').replace(/id_number=\d+X?\|insurance=pension\|/, '')} ${String(o['opened'])}`)
  /** Extracts of a later day take the place of the earlier ones: one month, one window. */
  const next = async (date: string, ss: readonly Given[], copy: readonly Given[]): Promise<void> => {
    city.extract('ss-levy', ss, date)
    city.extract('tax-levy-ss', copy, date)
    const report = await city.load()
    expect(report.extracts.filter(x => x.state === 'problem')).toEqual([])
  }

  it('opens what it finds, and in transit apart', async () => {
    await next('20250901', [own(a, 'A'), own(b, 'B', { sent: '20250829' }), own(c, 'C', { unit: '160.01' }), own(d, 'D')], [tax(c, 'C'), tax(d, 'D')])
    expect(city.match('2025-09-01', ['levy-copy']).moves).toEqual({ before: 0, opened: 2, reopened: 0, closed: 0, after: 2, in_transit: 1, note: 0, undecided: 0 })
    expect(lines()).toEqual(['L01|levy_no=A|period=202508 owner_only new 24000 2025-09-01', 'L01|levy_no=B|period=202508 owner_only in_transit 24000 2025-09-01', 'L02|levy_no=C|period=202508 cent new 1 2025-09-01'])
  })

  it('opens nothing of the same data', () => {
    expect(city.match('2025-09-01', ['levy-copy']).moves).toMatchObject({ before: 2, opened: 0, closed: 0, after: 2, in_transit: 1 })
    expect(lines({ states: ['open'] })).toHaveLength(2)
  })

  it('turns what outlived its grace into a discrepancy, opened that day', () => {
    expect(city.match('2025-09-05', ['levy-copy']).moves).toMatchObject({ before: 2, opened: 1, closed: 0, after: 3, in_transit: 0 })
    expect(lines({ states: ['new'] })).toEqual(['L01|levy_no=B|period=202508 owner_only new 24000 2025-09-05'])
  })

  it('closes what was corrected; another variant and amount keep the entry', async () => {
    await next('20250910', [own(a, 'A'), own(b, 'B', { sent: '20250829' }), own(c, 'C', { unit: '165.00' }), own(d, 'D')], [tax(a, 'A'), tax(b, 'B'), tax(c, 'C'), tax(d, 'D')])
    const { moves } = city.match('2025-09-10', ['levy-copy'])
    expect(moves).toMatchObject({ before: 3, opened: 0, closed: 2, after: 1 })
    expect(balances(moves)).toBe(true)
    expect(lines({ states: ['open'] })).toEqual(['L02|levy_no=C|period=202508 other open 500 2025-09-01'])
    expect(city.objects({ states: ['fixed'] }).map(o => o['closed'])).toEqual(['2025-09-10', '2025-09-10'])
  })

  it('reopens a relapse', async () => {
    await next('20250915', [own(a, 'A'), own(b, 'B', { sent: '20250829' }), own(c, 'C'), own(d, 'D')], [tax(b, 'B'), tax(c, 'C'), tax(d, 'D')])
    const { moves } = city.match('2025-09-15', ['levy-copy'])
    expect(moves).toMatchObject({ before: 1, opened: 0, reopened: 1, closed: 1, after: 1 })
    expect(balances(moves)).toBe(true)
    expect(lines({ states: ['reopened'] })).toEqual(['L01|levy_no=A|period=202508 owner_only reopened 24000 2025-09-15'])
    city.match('2025-09-16', ['levy-copy'])
    expect(lines({ states: ['open'] })).toEqual(['L01|levy_no=A|period=202508 owner_only open 24000 2025-09-15'])
  })

  it('shows the ledger as an earlier day left it, with the values of that day', () => {
    expect(lines({ at: '2025-09-04' })).toEqual([
      'L01|levy_no=A|period=202508 owner_only open 24000 2025-09-01', 'L01|levy_no=B|period=202508 owner_only in_transit 24000 2025-09-01', 'L02|levy_no=C|period=202508 cent open 1 2025-09-01',
    ])
    expect(lines({ at: '2025-09-12' })).toEqual([
      'L01|levy_no=A|period=202508 owner_only fixed 24000 2025-09-01', 'L01|levy_no=B|period=202508 owner_only fixed 24000 2025-09-05', 'L02|levy_no=C|period=202508 other open 500 2025-09-01',
    ])
    expect(lines({ at: '2025-08-31' })).toEqual([])
  })

  it('shows a day before the last run and leaves the ledger alone', () => {
    const before = city.objects()
    expect(city.match('2025-09-10', ['levy-copy'])).toMatchObject({ state: 'shown', moves: null, lastAsOf: '2025-09-16' })
    expect(city.objects()).toEqual(before)
  })

  it('does not go to a day of another century', () => {
    const before = city.objects()
    expect(() => city.match('2052-09-16')).toThrow(expect.objectContaining({ code: 'match.far_day' }))
    expect(city.objects()).toEqual(before)
  })

  it('closes nothing of a rule that was not asked, or of a side that nobody delivered', () => {
    expect(city.match('2025-09-16', ['T01']).moves).toMatchObject({ before: 1, closed: 0, after: 1 })
    expect(city.match('2025-09-16', ['L01']).moves).toMatchObject({ before: 1, closed: 0, after: 1 })
  })

  it('reads and closes entries that hold the whole finding as JSON, as earlier versions wrote them', async () => {
    const before = city.objects()
    const catalog = openDb(join(city.ws.data, 'catalog.db'))
    catalog.exec(`update entry set finding = json_set(finding, '$.id', seen_finding, '$.identity', identity, '$.class', class, '$.outcome', outcome, '$.variant', variant, '$.rule', rule, '$.amount_fen', amount_fen)`)
    catalog.close()
    expect(city.objects()).toEqual(before)
    // The first versions did not keep what stood behind an entry.
    const older = openDb(join(city.ws.data, 'catalog.db'))
    older.exec("update entry set finding = json_remove(finding, '$.kinds')")
    older.close()
    await next('20250920', [own(a, 'A')], [tax(a, 'A')])
    expect(city.match('2025-09-20', ['levy-copy']).moves).toMatchObject({ before: 1, closed: 1, after: 0 })
  })
})

describe('what was only in transit, went and comes again', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const [late, back] = [{ sent: '20250829' }, { sent: '20250905' }]
  const night = async (date: string, ss: readonly Given[], copy: readonly Given[]): Promise<unknown> => {
    city.extract('ss-levy', ss, date.replaceAll('-', ''))
    city.extract('tax-levy-ss', copy, date.replaceAll('-', ''))
    await city.load()
    const { moves } = city.match(date, ['levy-copy'])
    expect(balances(moves)).toBe(true)
    return [moves!.opened, moves!.reopened, ...city.objects({ states: ['new', 'reopened', 'in_transit', 'fixed'] }).map(o => `${String(o['levy_no'])} ${String(o['state'])}`)]
  }

  it('is new where it never stood, and comes back where it did', async () => {
    // A is in transit and received; B stands and is received.
    expect(await night('2025-09-01', [own(a, 'A', late), own(b, 'B'), own(c, 'C')], [tax(c, 'C')])).toEqual([1, 0, 'A in_transit', 'B new'])
    expect(await night('2025-09-02', [own(a, 'A', late), own(b, 'B'), own(c, 'C')], [tax(a, 'A'), tax(b, 'B'), tax(c, 'C')])).toEqual([0, 0, 'A fixed', 'B fixed'])
    // Both go again: A past its grace, B sent anew and within it.
    expect(await night('2025-09-08', [own(a, 'A', late), own(b, 'B', back), own(c, 'C')], [tax(c, 'C')])).toEqual([1, 0, 'A new', 'B in_transit'])
    expect(await night('2025-09-12', [own(a, 'A', late), own(b, 'B', back), own(c, 'C')], [tax(c, 'C')])).toEqual([0, 1, 'B reopened'])
  })
})

describe('what a run does not decide', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  beforeAll(async () => {
    await city.deliver({
      'ss-registration': [{ id: a, person_no: 'P1' }, { id: a, person_no: 'P1', employer_no: 'S2' }], 'mi-registration': [{ id: b, person_no: 'M1' }, { id: b, person_no: 'M1', employer_no: 'M2' }],
      'tax-levy-ss': [tax(c, 'C', { due: '2025-09-15' })], 'tax-receipts-person': taxPaid({ voucher: 'V', id: d }),
    }, '20250920')
  })

  it('stands: an agency of several that delivered nothing', () => {
    expect(city.match('2025-09-20', ['R05']).moves).toMatchObject({ opened: 2, after: 2 })
    batchDrop(city.ws, String(batchList(city.ws, quiet).find(l => l.batch.layout === 'mi-registration')!.batch.id), quiet)
    expect(city.match('2025-09-21', ['R05']).moves).toMatchObject({ before: 2, closed: 0, after: 2, undecided: 1 })
    expect(city.objects().map(o => [o['state'], o['opened']])).toEqual([['open', '2025-09-20'], ['open', '2025-09-20']])
  })

  it('stands: a key whose answer may still arrive', async () => {
    expect(city.match('2025-09-21', ['L06']).moves).toMatchObject({ opened: 1 })
    city.extract('tax-levy-ss', [tax(c, 'C', { due: '2025-09-25' })], '20250922')
    await city.load()
    expect(city.match('2025-09-28', ['L06']).moves).toMatchObject({ opened: 0, closed: 0, after: 3, undecided: 3 })
  })
})

describe('an outcome that several rules give', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const RULES = ['feedback', 'levy-payment', 'refund-payee']

  it('is closed by none but the rule that found it', async () => {
    await city.deliver({
      'tax-levy-ss': [tax(a, 'A')], 'tax-receipts-person': [...taxPaid({ voucher: 'V', id: a }), ...taxPaid({ voucher: 'W', id: a })], 'tax-refunds': taxPaid({ voucher: 'R', original: 'W', id: a }),
      'ss-payment-person': [{ voucher: 'V', id: a }, { voucher: 'W', id: a }],
    }, '20250930')
    expect(city.match('2025-10-10', RULES).moves).toMatchObject({ opened: 1, after: 1 })
    expect(city.objects().map(o => [o['outcome'], o['variant'], o['rule']])).toEqual([['P07', 'one_side', 'feedback']])
    for (const rule of ['refund-payee', 'levy-payment', 'P02']) expect([rule, city.match('2025-10-10', [rule]).moves]).toEqual([rule, expect.objectContaining({ before: 1, closed: 0, after: 1, undecided: 1 })])
  })

  it('stands where that rule lacks a side', () => {
    batchDrop(city.ws, String(batchList(city.ws, quiet).find(l => l.batch.layout === 'ss-payment-person')!.batch.id), quiet)
    const { rules, moves } = city.match('2025-10-11', RULES)
    expect(rules.filter(r => r.owner === 'ss').map(r => r.state)).toEqual(['not_run', 'ran', 'ran'])
    expect(moves).toMatchObject({ before: 1, closed: 0, after: 1, undecided: 1 })
  })

  it('is closed once that rule ran and found it no more', async () => {
    city.extract('ss-payment-person', [{ voucher: 'V', id: a }, { voucher: 'W', id: a }, { voucher: 'R', id: a, refund: '1' }], '20251011')
    await city.load()
    expect(city.match('2025-10-12', ['P07']).moves).toMatchObject({ before: 1, closed: 1, after: 0 })
  })
})

describe('a changed identity', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is a close and an open that name each other', async () => {
    await city.deliver({ 'ss-levy': [own('', 'A'), own(b, 'B')], 'tax-levy-ss': [] }, '20250901')
    city.match('2025-09-01', ['L01'])
    city.extract('ss-levy', [own(a, 'A'), own(b, 'B')], '20250902')
    await city.load()
    expect(city.match('2025-09-02', ['L01']).moves).toMatchObject({ before: 2, opened: 1, closed: 1, after: 2 })
    const of = (state: 'fixed' | 'new'): Readonly<Record<string, unknown>> => city.objects({ states: [state] })[0]!
    expect(of('fixed')).toMatchObject({ identity: 'L01|agency=ss|insurance=pension|levy_no=A|period=202508|person_no=PA', followed_by: `L01|id_number=${a}|insurance=pension|levy_no=A|period=202508` })
    expect(of('new')).toMatchObject({ follows: 'L01|agency=ss|insurance=pension|levy_no=A|period=202508|person_no=PA' })
  })

  it('that changes back is told as it was on each day, and what stands is not called something else', async () => {
    const [with_, without] = [`L01|id_number=${a}|insurance=pension|levy_no=A|period=202508`, 'L01|agency=ss|insurance=pension|levy_no=A|period=202508|person_no=PA']
    const links = (at?: '2025-09-01' | '2025-09-02'): readonly unknown[] => city.objects(at === undefined ? {} : { at }).filter(o => String(o['identity']).includes('levy_no=A'))
      .map(o => [o['identity'], o['state'] === 'fixed' ? 'fixed' : 'stands', o['follows'] ?? null, o['followed_by'] ?? null])
    const second = links()
    expect(second).toEqual([[without, 'fixed', null, with_], [with_, 'stands', without, null]])
    city.extract('ss-levy', [own('', 'A'), own(b, 'B')], '20250903')
    await city.load()
    expect(city.match('2025-09-03', ['L01']).moves).toMatchObject({ reopened: 1, closed: 1 })
    expect(links()).toEqual([[without, 'stands', with_, null], [with_, 'fixed', without, without]])
    expect(links('2025-09-02')).toEqual(second)
    expect(links('2025-09-01')).toEqual([[without, 'stands', null, null]])
    city.extract('ss-levy', [own(b, 'B')], '20250904')
    await city.load()
    city.match('2025-09-04', ['L01'])
    expect(links()).toEqual([[without, 'fixed', with_, null], [with_, 'fixed', without, without]])
  })

  it('is none where one person of a unit was put right and another is new', async () => {
    const unit = new TestCity()
    const registered = (id: string, no: string): Given => ({ id, person_no: no, name: `测试${no}` })
    const copy = { id: c, name: '测试P3' }
    await unit.deliver({ 'ss-employer': [{ no: 'S1', code: '91110000MA00000077' }], 'ss-registration': [registered(a, 'P1'), registered(c, 'P3')], 'tax-registration-ss': [copy] }, '20250901')
    unit.match('2025-09-01', ['R01'])
    unit.extract('ss-registration', [registered(b, 'P2'), registered(c, 'P3')], '20250902')
    await unit.load()
    expect(unit.match('2025-09-02', ['R01']).moves).toMatchObject({ opened: 1, closed: 1 })
    expect(unit.objects().map(o => [o['id_number'], o['state'], o['follows'], o['followed_by']])).toEqual([[a, 'fixed', undefined, undefined], [b, 'new', undefined, undefined]])
    unit.remove()
  })

  it('is none of two agencies that number persons alike', async () => {
    const two = new TestCity()
    const numbered = (ids: readonly [string, string], no: string, second: string): readonly Given[] => [{ id: ids[0], person_no: no, name: `某${ids[0]}` }, { id: ids[1], person_no: second }]
    await two.deliver({ 'ss-registration': numbered([a, b], '7', '7'), 'mi-registration': numbered([c, d], '7', '8') }, '20250901')
    two.match('2025-09-01', ['R04'])
    two.extract('ss-registration', numbered([a, b], '7', '8'), '20250902')
    two.extract('mi-registration', numbered([c, d], '7', '7'), '20250902')
    await two.load()
    expect(two.match('2025-09-02', ['R04']).moves).toMatchObject({ opened: 1, closed: 1 })
    expect(two.objects().map(o => [o['identity'], o['state'], o['follows'], o['followed_by']])).toEqual([['R04|agency=mi|person_no=7', 'new', undefined, undefined], ['R04|agency=ss|person_no=7', 'fixed', undefined, undefined]])
    two.remove()
  })
})

describe('fields that a rule makes', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('are shown where it compares or shows them, and not where rows are found by them alone', async () => {
    const file = join(city.ws.rules, 'levy-copy.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('fields: {whom:', 'fields: {aid: levy_no, told: levy_line, whom:').replace('shows: [amount,', 'shows: [told, amount,'))
    await city.deliver({ 'ss-levy': [{ no: 'A1', line: '7', id: idOf(1), sent: '20250818' }], 'tax-levy-ss': [] })
    city.match('2025-10-10', ['levy-copy'])
    const [row] = (city.objects()[0]!['sides'] as Record<string, readonly Record<string, unknown>[]>)['ss']!
    expect(row).toMatchObject({ levy_no: 'A1', told: '7' })
    expect(Object.keys(row!).filter(name => name === 'aid' || name === 'whom')).toEqual([])
  })
})
