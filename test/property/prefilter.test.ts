import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { runRules, sideJob, type Second } from '../../src/engine/index.js'
import { TEMPLATES } from '../../src/flow/init.js'
import { readParams, readRules, type Rule } from '../../src/match/index.js'
import { fieldsOf, isNumeric, type Kind } from '../../src/records/index.js'
import { openDb, type Batch, type Db, type Fill, type Segment } from '../../src/store/index.js'
import { ROOT } from '../helpers/binary.js'

/**
 * The prefilter changes nothing: with and without it a run holds the same findings, rows, undecided keys and balance. Rows are drawn from so few values that keys
 * repeat, levels mix, levies cancel and spans overlap all the time.
 */
const dir = mkdtempSync(join(tmpdir(), 'hedui-prefilter-'))
afterAll(() => rmSync(dir, { recursive: true }))

const params = readParams(join(TEMPLATES, 'params'))
const shipped = readRules(join(TEMPLATES, 'rules'))
/** What the shipped rules leave out by their filters: blank names, and blank numbers under a key. */
const loose = shipped.flatMap((r): readonly Rule[] => r.kind === 'unique' && r.differ !== undefined ? [{ ...r, rule: `${r.rule}-loose`, feeds: r.feeds.map(f => ({ ...f, where: null })) }] : [])
const rules = [...shipped, ...loose]
type Row = Readonly<Record<string, string | number | null>>
const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

const person = { id_number: one('110101199003070011', '110101199003070038', '11010119900307000', '110101199003070000', null), id_unusable: one(0, 0, 0, 0, 0, 1), person_no: one('P1', 'P2', null), name: one('张三', '张三', '李四', '李四', null) }
const unit = { employer: one('91110000000000001A', null), employer_no: one('D1', 'D2', null) }
const common = { owner: one('ss', 'ss', 'ss', 'mi'), insurance: one('pension', 'pension', 'unemployment'), ...person, ...unit }
const span = fc.constantFrom([202508, 202508], [202508, null], [202509, 202509], [202508, 202509]).map(([from, to]) => ({ period_start: from ?? null, period_end: to ?? null }))
const levy = fc.tuple(span, fc.record({
  ...common, level: one('person', 'person', 'person', 'person', 'unit'), levy_no: one('Z1', 'Z2', 'Z3', 'Z4', 'Z5', 'Z6', null), levy_line: one('1', '2', '1', null), levy_type: one('10', '10', '31', null),
  amount_employer: one(100, 200, null), amount_person: one(50, null), amount: one(100, 100, 100, 150, -100, 0), sent_date: one('2025-08-18', '2025-09-30'), due_date: one('2025-09-15', '2025-12-31', null),
  live: one(1, 1, 1, 1, 1, 0, 2), comparable: one(1, 1, 1, 1, 0, null),
})).map(([s, r]): Row => ({ ...r, ...s }))
const payment = (levels: readonly string[]): fc.Arbitrary<Row> => fc.tuple(span, fc.record({
  ...common, level: one(...levels), voucher: one('V1', 'V1', 'V2', 'V3', 'V4', null), levy_no: one('Z1', 'Z2', null), pay_type: one('10', '20', null), refund: one(0, 0, 0, 1, null),
  principal_employer: one(100, null), principal_person: one(50, null), principal: one(100, 100, 150, -100, null), late_fee: one(null, null, 5), interest: one(null, null, null, 3), headcount: one(1, 1, 2, null), amount: one(100, 100, 150, -100),
  voucher_line: one('1', null, null), posted: one(1, 1, 1, 0, null), failure: one(null, null, null, '单位编号不存在'), paid_date: one('2025-08-25', '2025-08-25', null), treasury_date: one('2025-08-27', '2025-08-27', '2025-09-30', null), original_voucher: one('V1', null), live: one(1, 1, 1, 1, 0), comparable: one(1, 1, 1, 0),
})).map(([s, r]): Row => ({ ...r, ...s }))
const registration = fc.record({ ...common, status: one('active', 'ended', 'none', null), begin_date: one('2020-01-01', '2021-01-01', null), end_date: one('2025-06-30', null), area: one('220100') }) as fc.Arbitrary<Row>

interface Extract { readonly kind: Kind; readonly agency: 'ss' | 'mi' | 'tax'; readonly rows: readonly Row[]; readonly rounded: boolean; readonly without: readonly string[] }
const without = fc.subarray(['levy_line', 'levy_no', 'employer', 'amount_person', 'due_date', 'end_date', 'pay_type', 'period_end'], { maxLength: 2 })
const rounded = one(false, false, false, true)

/** The same things on two sides: mostly equal, some twice, some gone, some with one value of another row. */
function twoSides(kind: Kind, owner: 'ss' | 'mi', [ours, theirs]: readonly [fc.Arbitrary<Row>, fc.Arbitrary<Row>], same: boolean): fc.Arbitrary<readonly Extract[]> {
  const copies = one(1, 1, 1, 1, 1, 0, 2)
  const thing = fc.record({ ours, theirs, a: copies, b: copies, change: one(null, null, null, 'amount', 'principal', 'status', 'levy_no', 'insurance', 'live', 'level', 'period_end') })
  return fc.tuple(fc.array(thing, { maxLength: 10 }), without, rounded).map(([things, absent, r]) => {
    const left = things.flatMap(t => Array.from({ length: t.a }, () => t.ours))
    const right = things.flatMap(t => Array.from({ length: t.b }, () => {
      const row = same ? t.ours : t.theirs
      return t.change === null ? row : { ...row, [t.change]: t.theirs[t.change] ?? null }
    }))
    return [{ kind, agency: owner, rows: left, rounded: r, without: absent }, { kind, agency: 'tax', rows: right, rounded: r, without: absent }]
  })
}

/** Vouchers with unit rows beside their details: mostly as many heads and as much money as those, some in two unit rows. */
const details = fc.record({ id_number: one('110101199003070011', '110101199003070038', '110101199003070054', null), principal: one(100, 100, 150, null), late_fee: one(null, null, 5) })
const summed = fc.array(fc.record({ persons: fc.array(details, { maxLength: 4 }), more: one(0, 0, 0, 50), heads: one(0, 0, 0, 1, null), parts: one(1, 1, 2), fee: one(0, 0, 1) }), { maxLength: 6 }).map((vouchers): Extract => ({
  kind: 'payment', agency: 'ss', rounded: false, without: [], rows: vouchers.flatMap(({ persons, more, heads, parts, fee }, v) => {
    const row: Row = { owner: 'ss', insurance: 'pension', voucher: `W${v}`, employer: '91110000000000001A', period_start: 202508, period_end: 202508, refund: 0, live: 1, comparable: 1, id_unusable: 0 }
    const sum = (of: 'principal' | 'late_fee'): number => persons.reduce((n, p) => n + (p[of] ?? 0), 0)
    const headcount = heads === null ? null : new Set(persons.map((p, i) => p.id_number ?? i)).size + heads
    const units = Array.from({ length: parts }, (_, i): Row => ({ ...row, level: 'unit', headcount, principal: i === 0 ? sum('principal') + more : 0, late_fee: i === 0 && sum('late_fee') + fee > 0 ? sum('late_fee') + fee : null, amount: i === 0 ? sum('principal') + more : 0 }))
    return [...units, ...persons.map((p): Row => ({ ...row, ...p, level: 'person', amount: p.principal ?? 0 }))]
  }),
}))

/** Months of a unit as tax has them: levies of persons, paid by a voucher of the unit, by persons, or by both; mostly as much as is levied. */
const unitMonths = fc.array(fc.record({
  unit: one('91110000000000001A', '91110000000000002B'), months: fc.constantFrom([202508, 202508], [202509, 202509], [202510, 202510], [202508, 202509], [202509, 202510]),
  persons: fc.array(fc.record({ id_number: one('110101199003070011', '110101199003070038', '110101199003070054', null), amount: one(100, 150) }), { minLength: 1, maxLength: 3 }),
  paid: one('unit', 'unit', 'unit', 'persons', 'both', 'refund', 'fee', 'not'), undone: fc.constantFrom(null, null, null, [202508, 202508], [202508, 202509], [202509, 202510]), more: one(0, 0, 0, 50), levied: one('persons', 'persons', 'persons', 'unit', 'both'), names: one(true, true, true, true, false), numbered: one('all', 'all', 'all', 'units', 'none'),
}), { maxLength: 5 }).map((list): readonly Extract[] => {
  const rows = list.map(({ unit, months: [from, to], persons, paid, more, levied, names, undone, numbered }, i) => {
    const row: Row = { owner: 'ss', insurance: 'pension', employer: unit, period_start: from!, period_end: to!, live: 1, comparable: 1, id_unusable: 0 }
    const whole = persons.reduce((n, p) => n + p.amount, 0)
    const of = (what: string, made: (p: Row, amount: number) => Row): readonly Row[] => [
      ...what === 'unit' || what === 'both' || what === 'refund' || what === 'fee' ? [made({ ...row, level: 'unit', ...!names && { employer: null } }, whole + more)] : [],
      ...what === 'persons' || what === 'both' ? persons.map(p => made({ ...row, level: 'person', id_number: p.id_number }, p.amount)) : [],
    ]
    return {
      levies: [
        ...of(levied, (p, amount) => ({ ...p, levy_no: `U${i}`, amount, due_date: '2025-09-15' })),
        ...undone === null ? [] : [100, -100].map((amount): Row => ({ ...row, level: 'person', id_number: '110101199003070054', levy_no: `N${i}`, period_start: undone[0]!, period_end: undone[1]!, amount, due_date: '2025-09-15' })),
      ],
      payments: of(paid, (p, amount) => ({ ...p, voucher: numbered === 'none' || (numbered === 'units' && p['level'] === 'person') ? null : `U${i}`, refund: paid === 'refund' ? 1 : 0, principal: paid === 'fee' ? null : paid === 'refund' ? -amount : amount, late_fee: paid === 'fee' ? amount : null, amount: paid === 'refund' ? -amount : amount, paid_date: '2025-09-01', treasury_date: '2025-09-02' })),
    }
  })
  const extract = { agency: 'tax', rounded: false, without: [] } as const
  return [{ ...extract, kind: 'levy', rows: rows.flatMap(r => r.levies) }, { ...extract, kind: 'payment', rows: rows.flatMap(r => r.payments) }]
})

const LEVELS = [['person'], ['person', 'unit'], ['unit']]
const city = fc.tuple(one(...LEVELS), one(...LEVELS), one(true, true, false)).chain(([a, b, same]) => fc.tuple(
  twoSides('levy', 'ss', [levy, levy], same), twoSides('payment', 'ss', [payment(a), payment(b)], same), twoSides('payment', 'mi', [payment(a), payment(a)], true),
  twoSides('registration', 'ss', [registration, registration], same), summed.map(x => [x]), unitMonths,
)).map((parts): readonly Extract[] => [...parts.flat(), { kind: 'employer', agency: 'ss', rounded: false, without: [], rows: [{ employer_no: 'D1', credit_code: '91110000000000001A' }] }])

let made = 0

/** Writes an extract's rows as a segment by plain INSERT. */
function batchOf({ kind, agency, rows, rounded: roundedIds, without: absent }: Extract, id: number): Batch {
  const path = join(dir, `${++made}.db`)
  const db = openDb(path)
  const fields = fieldsOf(kind).filter(f => !absent.includes(f.name))
  db.pragma('page_size = 65536')
  db.exec(`create table "${kind}" (${fields.map(f => `"${f.name}" ${isNumeric(f.type) ? 'integer' : 'text'}`).join(', ')})`)
  db.exec('create table changes ("line" integer, "sheet" text, "field" text, "before" text, "after" text, "reason" text)')
  const insert = db.prepare(`insert into "${kind}" values (${fields.map(() => '?').join(', ')})`)
  // One transaction: each row by itself would wait for the disk.
  db.transaction(() => { for (const [i, row] of rows.entries()) insert.run(fields.map(f => f.name === 'line' ? i + 2 : f.name === 'agency' ? agency : row[f.name] ?? null)) })()
  db.close()
  const counts = { rowsRead: rows.length, rowsLoaded: rows.length, rowsChanged: 0, rowsWithIssues: 0, rowsSetAside: 0, rowsBlank: 0, rowsTotal: 0, amountRead: 0, amountSetAside: 0, rowsWithoutAmount: 0 }
  const segment: Segment = { batch: id, n: 1, file: `${id}.csv`, path, digest: String(id), tables: [{ kind, fields: fields.map(f => f.name), rows: rows.length }], counts, unknownCodes: [], roundedIds, batchNumbers: [] }
  return { id, source: null, layout: 'x', fingerprint: '', agency, sender: null, kinds: [kind], delivers: 'append', dataDate: '2025-10-01', window: null, loadedAt: '', state: 'active', replacedBy: null, segments: [segment] }
}

const TABLES = ['rule_run', 'balance', 'finding', 'finding_row', 'undecided']

/** Reads sides as another thread does, in this one: what goes there and comes back is copied as between threads. */
const elsewhere = (noted: unknown[] = []): Second => ({
  worthFrom: 0,
  start: job => {
    noted.push(structuredClone(job))
    return () => structuredClone(sideJob(structuredClone(job), () => undefined, () => 0))
  },
})

/** Runs some of the rules as another thread does: as many as it would have taken while this one was busy. */
const taking = (tasks: number): Second => ({
  worthFrom: 0,
  start: job => {
    if (typeof job !== 'object' || job === null || !('share' in job)) return elsewhere().start(job)
    const { order, next, ...share } = job.share as { order: readonly number[]; next: Int32Array }
    const answer = sideJob(structuredClone({ share: { ...share, order: order.slice(0, tasks), next: new Int32Array(1) } }), () => undefined, () => 0)
    next[0] = Math.min(tasks, order.length)
    return () => structuredClone(answer)
  },
})

/** The plain way of what a run file does by pages. */
function inserting(db: Db): Fill {
  return (tables, rows) => {
    const inserts = new Map(tables.map(t => [t, db.prepare(`insert into ${t} values (${db.prepare(`select * from ${t}`).columns().map(() => '?').join(', ')})`)]))
    rows((table, values) => { inserts.get(table)!.run(values) })
  }
}

/** How a match is asked to go about it. */
interface Way { readonly exact?: boolean; readonly second?: Second; readonly keyBytes?: number; readonly shareFrom?: number }

function run(batches: readonly Batch[], { exact = false, ...way }: Way): Readonly<Record<string, unknown>> {
  const db: Db = openDb(':memory:')
  try {
    runRules({ db, fill: inserting(db), batches, rules, params, asOf: '2025-10-10', exact, only: [], owing: [], ...way, progress: () => undefined })
    return Object.fromEntries(TABLES.map(t => [t, db.prepare(`select * from ${t}`).raw().all()]))
  } finally {
    db.close()
  }
}

describe('the prefilter', () => {
  it('gives the same run, byte for byte, as SQL over every row', () => {
    // Room for all keys, or for so few that they are read in some two to seven ranges.
    fc.assert(fc.property(city, fc.boolean(), one(undefined, undefined, 400, 150), (extracts, apart, keyBytes) => {
      const batches = extracts.map((x, i) => batchOf(x, i + 1))
      try {
        expect(run(batches, { ...apart && { second: elsewhere(), shareFrom: Infinity }, ...keyBytes !== undefined && { keyBytes } })).toEqual(run(batches, { exact: true }))
      } finally {
        for (const b of batches) rmSync(b.segments[0]!.path)
      }
    }), { numRuns: Number(process.env['HEDUI_RUNS'] ?? 10) })
  }, 600_000)
})

describe('rules in two threads', () => {
  it('find what they find in one, whichever of them the other thread takes', () => {
    fc.assert(fc.property(city, fc.nat({ max: rules.length * 2 }), fc.boolean(), (extracts, tasks, exact) => {
      const batches = extracts.map((x, i) => batchOf(x, i + 1))
      try {
        expect(run(batches, { exact, second: taking(tasks), shareFrom: 0 })).toEqual(run(batches, { exact }))
      } finally {
        for (const b of batches) rmSync(b.segments[0]!.path)
      }
    }), { numRuns: Number(process.env['HEDUI_RUNS'] ?? 10) })
  }, 600_000)
})

interface Thread extends Second { close(): void }

describe('a second thread', () => {
  it('gives what this one finds, and nothing where it cannot', async () => {
    const { SecondThread } = await import(`${ROOT}/dist/flow/second.js`) as { SecondThread: new (file: string, ticks: () => number) => Thread }
    const jobs: unknown[] = []
    const batches = fc.sample(city, { seed: 7, numRuns: 2 }).flatMap(extracts => extracts.map((x, i) => batchOf(x, i + 1)))
    const found = run(batches, { second: elsewhere(jobs), shareFrom: Infinity })
    const thread = new SecondThread(`${ROOT}/dist/cli/match-worker.js`, () => performance.now())
    try {
      expect(jobs.length).toBeGreaterThan(3)
      for (const job of jobs) expect(thread.start(job)()).toEqual(structuredClone(sideJob(job, () => undefined, () => 0)))
      expect(thread.start({ task: null })()).toBeNull()
      for (const shareFrom of [Infinity, 0]) expect(run(batches, { second: { worthFrom: 0, start: job => thread.start(job) }, shareFrom })).toEqual(found)
    } finally {
      thread.close()
    }
    // Nobody is left to do it: it is done here.
    expect(thread.start(jobs[0])()).toBeNull()
    for (const shareFrom of [Infinity, 0]) expect(run(batches, { second: { worthFrom: 0, start: job => thread.start(job) }, shareFrom })).toEqual(found)
  }, 120_000)
})
