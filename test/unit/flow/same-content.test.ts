import { afterAll, describe, expect, it } from 'vitest'
import { batchDrop, batchList } from '../../../src/flow/batch.js'
import { taxPaid, type Given } from './extracts.js'
import { idOf, lineOf, quiet, TestCity } from './workspace.js'

const [a, b] = [idOf(1), idOf(2)]
const own = (id: string, no: string, more: Given = {}): Given => ({ id, no, person_no: `P${no}`, ...more })

describe('content delivered again', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const whole = [own(a, 'A'), own(b, 'B')]
  const states = async (): Promise<readonly string[]> => (await city.load()).extracts.filter(x => x.state !== 'known' || x.batch === null).map(x => `${x.file} ${x.state}`)

  it('is known under the same day, and under a later one while it is in force', async () => {
    await city.deliver({ 'ss-levy': whole, 'tax-levy-ss': [{ id: a, no: 'A' }] }, '20250901')
    city.match('2025-09-01', ['levy-copy'])
    expect(city.objects().map(o => [o['levy_no'], o['state']])).toEqual([['B', 'new']])
    expect(await states()).toEqual([])
  })

  it('is a relapse where something else took its place', async () => {
    city.extract('tax-levy-ss', [{ id: a, no: 'A' }, { id: b, no: 'B' }], '20250905')
    expect(await states()).toEqual(['tax-levy-ss_20250905.csv loaded'])
    city.match('2025-09-05', ['levy-copy'])
    expect(city.objects().map(o => o['state'])).toEqual(['fixed'])
    city.extract('tax-levy-ss', [{ id: a, no: 'A' }], '20250909')
    expect(await states()).toEqual(['tax-levy-ss_20250909.csv loaded'])
    city.match('2025-09-09', ['levy-copy'])
    expect(city.objects().map(o => o['state'])).toEqual(['reopened'])
  })

  it('is a relapse too where all three come in one load', async () => {
    const other = new TestCity()
    for (const [date, rows] of [['20250901', [{ id: a, no: 'A' }]], ['20250905', [{ id: a, no: 'A' }, { id: b, no: 'B' }]], ['20250909', [{ id: a, no: 'A' }]]] as const) other.extract('tax-levy-ss', rows, date)
    expect((await other.load()).extracts.map(x => x.state)).toEqual(['loaded', 'loaded', 'loaded'])
    other.remove()
  })
})

describe('content that is delivered again as of a later day', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is known up to that day, and not before it', async () => {
    const paid = taxPaid({ voucher: 'V', id: b })
    await city.deliver({ 'tax-levy-ss': [{ id: a, no: 'A', due: '2025-09-15' }], 'tax-receipts-person': paid }, '20250910')
    city.match('2025-09-20', ['L06'])
    expect(city.objects()).toEqual([])
    city.extract('tax-receipts-person', paid, '20250920')
    expect((await city.load()).extracts.map(x => x.state)).toEqual(['known', 'known', 'known'])
    expect(city.match('2025-09-19', ['L06']).state).toBe('shown')
    expect(city.found()).toEqual([])
    city.match('2025-09-20', ['L06'])
    expect(city.objects().map(o => lineOf(o, a))).toEqual(['L06|insurance=pension|period=202508 - new 24000'])
  })
})

describe('equal content of two senders', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is two deliveries: totals that agree to the byte', async () => {
    const rows = [['AAE310', 'AAE311', 'AAA027', 'AAB034', 'AAE140', 'AAE080', 'AAE082'], ['20250801', '20250831', '220101', '01', '110', '160.00', '80.00']]
    city.write('ss-summary_20250901.csv', rows)
    city.write('tax-summary_20250901.csv', rows)
    expect((await city.load()).extracts.map(x => x.state)).toEqual(['loaded', 'loaded'])
    expect(city.match('2025-09-01', ['T01']).rules[0]).toMatchObject({ owner: 'ss', state: 'ran' })
  })
})

describe('a snapshot in slices', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('keeps the slices that did not change', async () => {
    const slice = (date: string, n: string, rows: readonly (readonly string[])[]): string => city.write(`ss-employer_${date}${n}.csv`, [['单位编号', '统一社会信用代码', '单位名称'], ...rows])
    slice('20250901', '-1', [['S1', '91110000MA0000001L', '甲']])
    slice('20250901', '-2', [['S2', '91110000MA0000002P', '乙']])
    await city.load()
    slice('20250902', '-1', [['S1', '91110000MA0000001L', '甲']])
    slice('20250902', '-2', [['S2', '91110000MA0000002P', '丙']])
    await city.load()
    expect(batchList(city.ws, quiet).filter(l => l.inForce).flatMap(l => l.batch.segments.map(s => s.file))).toEqual(['ss-employer_20250902-1.csv', 'ss-employer_20250902-2.csv'])
  })
})

describe('an extract that is not delivered', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('closes and opens nothing, though its agency delivers others', async () => {
    await city.deliver({
      'ss-registration': [{ id: a, person_no: 'P1', name: '王小明' }], 'tax-registration-ss': [{ id: a, name: '王小明' }], 'mi-registration': [{ id: a, person_no: 'M1', name: '李四' }, { id: b, person_no: 'M2' }],
      'tax-registration-mi': [{ id: b }], 'mi-clct-staff': [{ id: a, person_no: 'M1', name: '王小明' }],
    }, '20250901')
    city.match('2025-09-01', ['R02', 'R08'])
    expect(city.objects().map(o => o['outcome'])).toEqual(['R02', 'R08'])
    batchDrop(city.ws, String(batchList(city.ws, quiet).find(l => l.batch.layout === 'mi-registration')!.batch.id), quiet)
    const { moves, rules } = city.match('2025-09-02', ['R02', 'R08'])
    expect(moves).toMatchObject({ opened: 0, closed: 0, undecided: 2 })
    expect(rules).toContainEqual({ rule: 'companions', owner: null, state: 'not_run', missing: ['mi:registration'], incomplete: [] })
  })
})
