import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { ZipFile } from 'yazl'
import { init } from '../../../src/flow/init.js'
import { inboxFiles } from '../../../src/flow/inbox.js'
import { load, type LoadReport, type LoadRequest } from '../../../src/flow/load.js'
import { peek, type PeekHead } from '../../../src/flow/peek.js'
import type { Effects } from '../../../src/kernel/index.js'
import { DEFAULT_LIMITS } from '../../../src/source/index.js'
import { openDb, openStore } from '../../../src/store/index.js'
import { openWorkspace, type Workspace } from '../../../src/workspace/index.js'
import { quiet } from './workspace.js'

const FIXTURES = join(import.meta.dirname, '../../../fixtures/formats')
const PASSWORD = '机密2025'
const fx: Effects = { ...quiet, env: name => name === 'HEDUI_PASSWORD' ? PASSWORD : undefined }
const fixture = (name: string): string => join(FIXTURES, name)

/** A workspace with a layout for fixed width beside the shipped ones. */
class City {
  readonly dir = mkdtempSync(join(tmpdir(), 'hedui-formats-'))
  ws: Workspace

  constructor(yaml = '') {
    init(this.dir, false)
    if (yaml !== '') writeFileSync(join(this.dir, 'hedui.yaml'), yaml)
    const levy = readFileSync(join(this.dir, 'layouts/ss-levy.yaml'), 'utf8')
    let at = 1
    const columns = ([['征集通知流水号', 12], ['个人编号', 10], ['证件号码', 18], ['姓名', 20], ['单位编号', 12], ['险种', 3], ['对应费款所属期', 6], ['缴费基数', 12], ['应缴金额', 12], ['发送日期', 8]] as const)
      .map(([header, length]) => `    - { header: ${header}, start: ${(at += length) - length}, length: ${length} }`).join('\n')
    writeFileSync(join(this.dir, 'layouts/levy-fixed.yaml'), levy.replace('name: ss-levy', 'name: levy-fixed').replace('agency: ss\n', `agency: ss\nformat:\n  fixed:\n    columns:\n${columns.replaceAll('    -', '      -')}\n`))
    this.ws = openWorkspace(this.dir)
  }

  load(files: readonly string[], more: Partial<LoadRequest> = {}): Promise<LoadReport> {
    return load(this.ws, { files, jobs: 1, settle: 0, ...more }, fx)
  }

  /** Rows of a kind of a batch, as objects without what is absent. */
  rows(batch: number, kind: string): readonly Readonly<Record<string, unknown>>[] {
    const store = openStore(this.ws.data)
    try {
      return store.batches().find(b => b.id === batch)!.segments.flatMap(s => {
        const db = openDb(s.path, { readonly: true })
        try {
          const all = db.prepare(`select * from "${kind}"`).all() as Record<string, unknown>[]
          return all.map(row => Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)))
        } finally {
          db.close()
        }
      })
    } finally {
      store.close()
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true })
  }
}

async function zip(entries: Readonly<Record<string, string>>): Promise<Buffer> {
  const out = new ZipFile()
  for (const [name, content] of Object.entries(entries)) out.addBuffer(Buffer.from(content), name)
  out.end()
  const chunks: Buffer[] = []
  for await (const chunk of out.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const problemOf = (report: LoadReport): string | undefined => report.extracts.find(x => x.problem !== null)?.problem?.code

describe('one extract in every format gives the same records', () => {
  const city = new City()
  afterAll(() => city.remove())

  const LEVY = { agency: 'ss', owner: 'ss', level: 'person', levy_no: 'ZJ000002', person_no: '0000000002', id_number: '110000199001030022', id_unusable: 0, name: '测试乙', employer_no: '0000012345', insurance: 'pension', period_start: 202509, period_end: 202509, base: 500_200, amount: 120_048, sent_date: '2025-09-22', live: 1 }

  test.each([
    ['levy.xls', 'ss-levy', 4], ['levy.xlsx', 'ss-levy', 4], ['levy.dbf', 'ss-levy', 3], ['levy-zh.dbf', 'ss-levy', 4], ['levy-fixed.txt', 'levy-fixed', 4], ['levy.jsonl', 'ss-levy', 4], ['package.xml', 'ss-levy', 3],
    ['slices.zip', 'ss-levy', 4], ['levy-aes.zip', 'ss-levy', 4], ['levy.csv.gz', 'ss-levy', 4],
  ])('%s', async (file, layout, rows) => {
    const report = await city.load([fixture(file)], { layout })
    expect(problemOf(report)).toBeUndefined()
    const records = city.rows(report.batches[0]!, 'levy')
    expect(records).toHaveLength(rows)
    const { line, sheet, ...record } = records[1]!
    expect(line).toBeGreaterThan(0)
    expect(sheet).toBe({ 'levy.xls': '征集明细', 'levy.xlsx': '征集明细', 'package.xml': 'Row' }[file])
    expect(record).toEqual(LEVY)
    expect(records.at(-1)!['name']).toBe(rows === 4 ? '测试㐀丁' : '测试·丙')
    expect(report.extracts.reduce((n, x) => n + x.counts!.rowsChanged, 0)).toBe(0)
  })

  it('the same content again is recognised, whatever it is wrapped in', async () => {
    await city.load([fixture('levy.xlsx'), fixture('slices.zip')], LAYOUT)
    expect((await city.load([fixture('levy-password.xlsx')], LAYOUT)).extracts[0]).toMatchObject({ state: 'known', file: 'levy-password.xlsx' })
    expect((await city.load([`${fixture('slices.zip')}!征集明细/第2份.csv`], LAYOUT)).extracts[0]).toMatchObject({ state: 'known' })
  })

  it('the same content from another agency is that agency’s own: totals that agree are often the same bytes', async () => {
    const totals = join(city.dir, 'totals.csv')
    writeFileSync(totals, 'AAE310,AAE311,AAA027,AAB034,AAE140,AAE080,AAE082\n20250901,20250930,220101,22010101,110,160.00,80.00\n')
    const states = async (layout: string): Promise<unknown> => (await city.load([totals], { layout })).extracts.map(x => [x.state, x.agency])
    expect(await states('ss-summary')).toEqual([['loaded', 'ss']])
    expect(await states('tax-summary')).toEqual([['loaded', 'tax']])
    expect(await states('tax-summary')).toEqual([['known', null]])
    expect(await states('ss-summary')).toEqual([['known', null]])
  })

  it('nothing that was unpacked is left, not even of a load that was killed', async () => {
    mkdirSync(join(city.ws.data, 'batches/99-1.tmp.unpacked'))
    writeFileSync(join(city.ws.data, 'batches/99-1.tmp.unpacked/a.csv'), 'x')
    await city.load([fixture('levy.csv.gz')], { layout: 'ss-levy' })
    expect(readdirSync(join(city.ws.data, 'batches')).filter(f => !f.endsWith('.db'))).toEqual([])
  })
})

describe('GB/T 40217', () => {
  const city = new City()
  afterAll(() => city.remove())
  const batch: Record<string, number> = {}
  const named = ['unit', 'person', 'enrolment', 'unit-contribution', 'person-contribution']

  beforeAll(async () => {
    for (const name of named) {
      const report = await city.load([fixture(`gbt40217-${name}.xml`)])
      expect([problemOf(report), report.extracts[0]!.layout, report.extracts[0]!.encoding]).toEqual([undefined, `gbt40217-${name}`, 'gb18030'])
      // The window of every file is 2025; it is known up to the day of the load.
      expect(report.extracts[0]!.dataDate).toBe('2025-10-20')
      batch[name] = report.batches[0]!
    }
  })
  const rows = (name: string, kind: string): readonly Readonly<Record<string, unknown>>[] => city.rows(batch[name]!, kind)
  const pick = (all: readonly Readonly<Record<string, unknown>>[], ...fields: string[]): unknown[] => all.map(row => fields.map(f => row[f] ?? null))

  it('table 1: the crosswalk of units', () => {
    expect(pick(rows('unit', 'employer'), 'line', 'employer_no', 'credit_code', 'name', 'area')).toEqual([[3, 'T90001', '91220100MA0000001L', '测试一厂', '220100']])
  })

  it('tables 2 and 3: persons, with the reason of their end where it is known (D11)', () => {
    expect(pick(rows('person', 'registration'), 'name', 'status', 'gender', 'birth_date', 'end_reason', 'end_reason_date', 'insurance').toSorted()).toEqual([
      ['测试·丙', 'none', '1', null, 'death', '2025-08-05', null], ['测试甲', 'none', '1', '1990-01-02', null, null, null], ['测试乙', 'none', '1', '1990-01-03', 'retired', '2025-07-01', null],
    ].toSorted())
  })

  it('table 4: the status of two elements (D6), an open end as none (D8)', () => {
    expect(pick(rows('enrolment', 'registration'), 'line', 'id_number', 'employer_no', 'insurance', 'status', 'begin_date', 'end_date')).toEqual([
      [3, '110000199001020019', 'T90001', 'pension', 'active', '2012-03-01', null], [29, '110000199001030022', 'T90001', 'pension', 'paused', '2012-03-01', null],
      [55, '110000199001040036', 'T90001', 'pension', 'ended', '2012-03-01', '2025-08-05'],
    ])
  })

  it('tables 8 and 9: due is due and paid is paid (D4), the period is 应缴年月 (D1), late fee (D5), refunds by type (D16), nothing paid is no payment', () => {
    expect(pick(rows('unit-contribution', 'levy'), 'level', 'levy_no', 'period_start', 'booked_period', 'levy_type', 'base', 'amount_employer', 'amount_person', 'amount')).toEqual([
      ['unit', 'T0000001', 202502, 202503, '10', 1_000_000, 160_000, 80_000, 240_000], ['unit', 'T0000002', 202502, 202503, '10', 1_000_000, 160_000, 80_000, 240_000],
      ['unit', 'T0000004', 202502, 202503, '31', 1_000_000, 0, 40_000, 40_000],
    ])
    expect(pick(rows('unit-contribution', 'payment'), 'levy_no', 'pay_type', 'refund', 'principal_employer', 'principal_person', 'late_fee', 'interest', 'amount', 'headcount', 'posted', 'treasury_date')).toEqual([
      ['T0000001', '10', 0, 160_000, 80_000, 1250, null, 241_250, 2, 1, null], ['T0000003', '20', 1, -16_000, -8000, 0, null, -24_000, 2, 1, null], ['T0000004', '31', 0, 0, 40_000, 0, null, 40_000, 2, 1, null],
    ])
  })

  it('tables 10, 11, 12: a year of a resident without subsidies (D17, D18), the personal part alone as paid (D13), 已核销 as not live (D10)', () => {
    expect(pick(rows('person-contribution', 'levy'), 'name', 'insurance', 'period_start', 'period_end', 'base', 'rate_employer', 'rate_person', 'amount', 'live')).toEqual([
      ['测试㐀丁', 'pension_resident', 202501, 202512, null, null, null, 30_000, 1], ['测试甲', 'pension', 202502, 202502, 500_000, 160_000, 80_000, 120_000, 1],
      ['测试乙', 'pension', 202502, 202502, 500_000, 160_000, 80_000, 120_000, 1], ['测试·丙', 'pension', 202502, 202502, 500_000, 160_000, 80_000, 120_000, 0],
    ])
    expect(pick(rows('person-contribution', 'payment'), 'name', 'principal_employer', 'principal_person', 'amount', 'posted', 'live', 'sheet')).toEqual([
      ['测试㐀丁', null, 30_000, 30_000, 1, 1, '城乡居民基本养老保险个人征缴明细表'], ['测试甲', null, 40_000, 40_000, 1, 1, '职工基本养老保险个人征缴明细表'], ['测试·丙', null, 40_000, 40_000, 1, 0, '机关事业单位养老保险个人征缴明细表'],
    ])
  })
})

const LAYOUT = { layout: 'ss-levy' }
const HEADER = '征集通知流水号,个人编号,证件号码,险种,对应费款所属期,应缴金额\n'
const levy = (n: number): string => `ZJ${n},P${n},110000199001020019,110,202509,${n}.00\n`

describe('declared totals', () => {
  const city = new City()
  afterAll(() => city.remove())
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(city.dir, name), content)
    return join(city.dir, name)
  }

  it('JLS of a packet is compared with all records of the packet', async () => {
    const packet = readFileSync(fixture('package.xml')).toString('latin1')
    const wrong = write('wrong.xml', Buffer.from(packet.replace('<JLS>3<', '<JLS>4<'), 'latin1'))
    expect((await city.load([wrong], { layout: 'ss-levy' })).extracts[0]!.problem).toMatchObject({ code: 'load.totals', params: { declared: '4', found: '3', what: 'rows' } })
    expect((await city.load([fixture('package.xml')], { layout: 'ss-levy' })).extracts[0]).toMatchObject({ state: 'loaded', dataDate: '2025-09-25' })
  })

  it('a control file beside a file, its packed form, or in the archive with it', async () => {
    write('a.csv.ctl', '记录数=3')
    expect(problemOf(await city.load([write('a.csv', HEADER + levy(1) + levy(2))], LAYOUT))).toBe('load.totals')
    expect(problemOf(await city.load([write('a.csv.gz', gzipSync(HEADER + levy(1) + levy(2)))], LAYOUT))).toBe('load.totals')
    const archive = await zip({ 'b/x.csv': HEADER + levy(3), 'b/x.csv.ctl': '记录数=2', 'b/y.csv': HEADER + levy(4), 'b/y.ctl': '记录数=1' })
    const path = write('b.zip', archive)
    const report = await city.load([`${path}!b/x.csv`, `${path}!b/y.csv`], LAYOUT)
    expect(report.extracts.map(x => [x.file, x.state, x.problem?.code])).toEqual([['b.zip!b/x.csv', 'problem', 'load.totals'], ['b.zip!b/y.csv', 'loaded', undefined]])
  })

  const row = (n: number, amount: string): string => `ZJ${n},P${n},110000199001020019,110,202509,${amount}\n`
  it.each([
    ['a footer without an amount, too little declared', 1000, row(5, '10') + '制表人：张三\n', 'load.totals'], ['more than is read: what is unread may be it', 3000, row(5, '10') + row(6, '1O'), 3000 - 1000],
    ['a footer, more declared', 3000, row(5, '10') + '制表人：张三\n', 'load.totals'], ['a footer, and all there', 1000, row(5, '10') + '制表人：张三\n', null], ['no unread row', 3000, row(5, '10'), 'load.totals'],
    ['less than is read, but negative amounts', 1000, row(5, '10') + row(6, '-5') + row(7, '20') + row(8, '-1O'), 1000 - 2500], ['less than is read, nothing negative', 1000, row(5, '10') + row(6, '20') + row(7, '1O'), 'load.totals'],
  ])('an amount beside rows whose amount cannot be read: %s', async (name, fen, rows, wanted) => {
    const declared = name.startsWith('a footer without') ? fen - 500 : fen
    const { extracts: [x] } = await city.load([write(`${name.length}-${rows.length}.csv`, `合计金额：${declared / 100}\n${HEADER}${rows}`)], LAYOUT)
    const told = x!.unproven.map(u => u.declared - u.found)
    expect([x!.problem?.code ?? null, told]).toEqual(typeof wanted === 'string' ? [wanted, []] : [null, wanted === null ? [] : [wanted]])
    if (told.length > 0) expect(x!.unproven[0]).toMatchObject({ where: '#1', declared, rows: 1 })
  })
})

describe('rows set aside', () => {
  const city = new City()
  afterAll(() => city.remove())

  it.each([
    ['few a sheet are many a file', [[15, 10], [15, 10]], { file: 'few.xlsx', table: 'S1', rows: 30, read: 50, limit: 20, line: 2 }], ['many of a sheet are few of a file', [[25, 5], [0, 3000]], null],
    ['one sheet', [[21, 5]], { file: 'one.xlsx[S1]', table: '', rows: 21, read: 26, limit: 20, line: 2 }],
  ] as const)('are held to the limit by file: %s', async (name, sheets, params) => {
    const book = xlsx.utils.book_new()
    for (const [i, [bad, good]] of sheets.entries()) {
      const rows = Array.from({ length: bad + good }, (_, n) => [`Z${n}`, `P${n}`, '110000199001020019', '110', '202509', n < bad ? '八百' : '1.00'])
      xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([HEADER.trim().split(','), ...rows]), `S${i + 1}`)
    }
    const path = join(city.dir, `${name.split(' ')[0]!}.xlsx`)
    writeFileSync(path, xlsx.write(book, { bookType: 'xlsx', type: 'buffer' }) as Buffer)
    const { extracts: [x] } = await city.load([path], LAYOUT)
    expect(x!.problem).toEqual(params === null ? null : expect.objectContaining({ code: 'load.set_aside', params: expect.objectContaining(params) as object }))
  })
})

const SOURCES = (settle: number, more = ''): string => `city: 某市\nsettle_seconds: ${settle}\nsources:\n  - {name: levy, layout: ss-levy, pattern: ['levy_{date}{slice}.*', 'levy_{period}.*'], delivers: window${more}}\n`

describe('archives as deliveries', () => {
  const city = new City(SOURCES(0))
  afterAll(() => city.remove())
  const inbox = (name: string, content: string | Uint8Array): void => writeFileSync(join(city.ws.inbox, name), content)

  it('of a source, by its own name: slices of one delivery, one batch, a segment an entry', async () => {
    inbox('levy_20250930.zip', await zip({ '1.csv': HEADER + levy(1), '2.csv': HEADER + levy(2) }))
    const report = await city.load([])
    expect(report.batches).toHaveLength(1)
    expect(report.extracts.map(x => [x.file, x.batch, x.dataDate])).toEqual([['levy_20250930.zip!1.csv', report.batches[0], '2025-09-30'], ['levy_20250930.zip!2.csv', report.batches[0], '2025-09-30']])
    expect((await city.load([])).extracts.map(x => x.state)).toEqual(['known', 'known'])
    rmSync(join(city.ws.inbox, 'levy_20250930.zip'))
  })

  it('of no source: its files are told by their own names, and those of no source are left', async () => {
    inbox('送达.zip', await zip({ 'out/levy_202507.csv': HEADER + levy(3), 'out/levy_202508.csv': HEADER + levy(4), '说明.txt': '请查收' }))
    const report = await city.load([])
    expect(report.batches).toHaveLength(2)
    expect(report.extracts.map(x => [x.file, x.dataDate])).toEqual([['送达.zip!out/levy_202507.csv', '2025-07-31'], ['送达.zip!out/levy_202508.csv', '2025-08-31']])
    rmSync(join(city.ws.inbox, '送达.zip'))
  })

  it('many, where the layout says so, and only the files that it names', async () => {
    const path = join(city.dir, 'layouts/ss-levy.yaml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('agency: ss\n', "agency: ss\nformat:\n  archive: { entries: ['*.csv'], as: many }\n"))
    writeFileSync(join(city.dir, 'x.zip'), await zip({ 'a.csv': HEADER + levy(5), 'b.csv': HEADER + levy(6), 'c.txt': 'x' }))
    const report = await city.load([join(city.dir, 'x.zip')], { layout: 'ss-levy' })
    expect(report.extracts.map(x => x.file)).toEqual(['x.zip!a.csv', 'x.zip!b.csv'])
    expect(report.batches).toHaveLength(2)
  })

  it('one that cannot be read is its own Problem', async () => {
    writeFileSync(join(city.dir, 'cut.zip'), (await zip({ 'a.csv': HEADER })).subarray(0, 40))
    writeFileSync(join(city.dir, 'good.csv'), HEADER + levy(7))
    const report = await city.load([join(city.dir, 'cut.zip'), join(city.dir, 'good.csv')], LAYOUT)
    expect(report.extracts.map(x => x.problem?.code ?? x.state)).toEqual(['source.no_zip', 'loaded'])
  })
})

describe('the inbox', () => {
  const city = new City(SOURCES(1))
  afterAll(() => city.remove())
  const old = new Date('2025-01-01')
  const put = (name: string, content = HEADER, aged = false): string => {
    const path = join(city.ws.inbox, name)
    writeFileSync(path, content)
    if (aged) utimesSync(path, old, old)
    return path
  }
  const now = (): Date => new Date()
  const names = (paths: readonly string[]): string[] => paths.map(p => p.slice(city.ws.inbox.length + 1))

  it('gives what is quiet or marked at once, waits for the rest, and leaves what grows', async () => {
    put('old.csv', HEADER, true)
    put('marked.csv')
    put('marked.csv.ok', '')
    put('done.csv')
    put('done.done', '')
    // To wait for any of these would take longer than a test may.
    expect(names((await inboxFiles(city.ws.inbox, { settle: 600, now })).ready)).toEqual(['done.csv', 'marked.csv', 'old.csv'])
    put('young.csv')
    const grows = put('grows.csv')
    const timer = setInterval(() => { writeFileSync(grows, `${readFileSync(grows, 'utf8')}x\n`) }, 100)
    const found = await inboxFiles(city.ws.inbox, { settle: 1, now })
    clearInterval(timer)
    expect([names(found.ready), names(found.growing)]).toEqual([['done.csv', 'marked.csv', 'old.csv', 'young.csv'], ['grows.csv']])
  })

  it('takes control files for no extracts, but a lone one for what it is', async () => {
    for (const name of ['old.csv.ctl', 'old.jls', 'lone.ctl']) put(name, '记录数=1', true)
    expect(names((await inboxFiles(city.ws.inbox, { settle: 0, now })).ready)).toContain('lone.ctl')
    expect(names((await inboxFiles(city.ws.inbox, { settle: 0, now })).ready)).not.toContain('old.csv.ctl')
  })

  it('says which files were left for the next time, and loads the others', async () => {
    const grows = put('levy_20250930a.csv', HEADER + levy(1))
    put('levy_20250930b.csv', HEADER + levy(2), true)
    const timer = setInterval(() => { writeFileSync(grows, `${readFileSync(grows, 'utf8')}${levy(9)}`) }, 100)
    const report = await load(city.ws, { files: [], jobs: 1 }, { ...fx, now })
    clearInterval(timer)
    expect([report.growing, report.extracts.map(x => x.file)]).toEqual([['levy_20250930a.csv'], ['levy_20250930b.csv']])
  })
})

describe('a file that stays in the inbox', () => {
  const city = new City(SOURCES(0))
  afterAll(() => city.remove())

  it('does not come back by itself once its batch was replaced by hand; named, it is meant', async () => {
    const found = join(city.ws.inbox, 'levy_20250930.csv')
    writeFileSync(found, HEADER + levy(1))
    expect((await city.load([])).batches).toEqual([1])
    const better = join(city.dir, 'better.csv')
    writeFileSync(better, HEADER + levy(2))
    expect((await city.load([better], { layout: 'ss-levy', replaces: [1] })).batches).toEqual([2])
    expect((await city.load([])).extracts.map(x => [x.state, x.batch])).toEqual([['known', 1]])
    expect((await city.load([found])).batches).toEqual([3])
  })

  it('a layout that there is not is said, known content or not', async () => {
    expect(problemOf(await city.load([join(city.dir, 'better.csv')], { layout: 'ss-lev' }))).toBe('layout.unknown')
  })
})

describe('settings', () => {
  it('a password file that others can read is not used; one of the source goes before the environment', async () => {
    const city = new City(SOURCES(0, ', password_file: secret.txt'))
    try {
      copyFileSync(fixture('levy-aes.zip'), join(city.ws.inbox, 'levy_20250930.zip'))
      writeFileSync(join(city.dir, 'secret.txt'), `${PASSWORD}\n`)
      chmodSync(join(city.dir, 'secret.txt'), 0o644)
      expect(problemOf(await city.load([]))).toBe('source.secret_open')
      chmodSync(join(city.dir, 'secret.txt'), 0o600)
      expect((await city.load([])).extracts[0]).toMatchObject({ state: 'loaded' })
      rmSync(join(city.dir, 'secret.txt'))
      expect(problemOf(await city.load([]))).toBe('source.secret_file')
    } finally {
      city.remove()
    }
  })

  it('limits are those of the workspace, and each must be a number', async () => {
    const city = new City(`${SOURCES(0)}limits: {columns: 5}\n`)
    try {
      expect(city.ws.limits).toEqual({ ...DEFAULT_LIMITS, columns: 5 })
      writeFileSync(join(city.dir, 'a.csv'), HEADER + levy(1))
      expect((await city.load([join(city.dir, 'a.csv')])).extracts[0]!.problem).toMatchObject({ code: 'source.limit', params: { setting: 'columns', limit: 5 } })
      writeFileSync(join(city.dir, 'hedui.yaml'), `${SOURCES(0)}limits: {colums: 5}\n`)
      expect(() => openWorkspace(city.dir)).toThrow(/config\./)
    } finally {
      city.remove()
    }
  })
})

describe('peek', () => {
  const look = async (name: string, layout?: string): Promise<{ head: PeekHead; rows: number }> => {
    let head: PeekHead | undefined
    let rows = 0
    await peek(fixture(name), { rows: 20, layouts: null, password: PASSWORD, ...(layout === undefined ? {} : { layout }) }, { head: h => { head = h }, table: () => undefined, row: () => { rows++ } })
    return { head: head!, rows }
  }

  test.each([['levy.xls', 'xls'], ['levy.xlsx', 'xlsx'], ['levy-password.xlsx', 'xlsx'], ['levy.dbf', 'dbf'], ['levy.jsonl', 'jsonl'], ['package.xml', 'xml'], ['gbt40217-unit.xml', 'xml'], ['levy-aes.zip', 'text'], ['levy.csv.gz', 'text']])('%s', async (name, format) => {
    const { head, rows } = await look(name)
    expect(head.format).toBe(format)
    expect(rows).toBeGreaterThan(1)
  })

  it('an archive of several: its list, and the first of them', async () => {
    const { head, rows } = await look('slices.zip')
    expect(head.entries.map(e => e.name)).toEqual(['征集明细/第1份.csv', '征集明细/第2份.csv'])
    expect([head.file.endsWith('slices.zip!征集明细/第1份.csv'), rows]).toEqual([true, 3])
  })
})
