import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/flow/doctor.js'
import { PackageWriter } from '../../../src/flow/export-job.js'
import { ruleWords } from '../../../src/flow/rules.js'
import { csvPieces } from '../../../src/report/csv.js'
import { exportRun, type ExportReport, type ExportRequest } from '../../../src/flow/export.js'
import { HEADER_LINE } from '../../../src/report/model.js'
import { openStore } from '../../../src/store/index.js'
import { openSource } from '../../../src/source/index.js'
import { openWorkspace } from '../../../src/workspace/index.js'
import { BINARY, refuseStale } from '../../helpers/binary.js'
import { idOf, quiet, TestCity } from './workspace.js'

type Lines = readonly Readonly<Record<string, string>>[]

/** A CSV of a package, by its header. */
function csv(report: ExportReport, file: string): Lines {
  return parse(readFileSync(join(report.dir, file)), { columns: true, bom: true }) as Lines
}

/** All files of a package, by name, with their bytes. */
function filesOf(dir: string): ReadonlyMap<string, Buffer> {
  return new Map(readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(f => statSync(join(dir, f)).isFile()).toSorted().map(f => [f, readFileSync(join(dir, f))]))
}

function sheet(report: ExportReport, file: string, name: string): readonly Readonly<Record<string, unknown>>[] {
  return utils.sheet_to_json(read(readFileSync(join(report.dir, file))).Sheets[name]!, { range: HEADER_LINE - 1, defval: '' })
}

const LEVY = { tax: 'tax-levy-ss', own: 'ss-levy' } as const

describe('a package', () => {
  const city = new TestCity()
  const ask = (request: ExportRequest = {}): Promise<ExportReport> => exportRun(city.ws, request, quiet)
  let report: ExportReport
  afterAll(() => city.remove())

  beforeAll(async () => {
    await city.deliver({
      [LEVY.own]: [
        { no: 'A1', id: idOf(1), name: '张三' }, { no: 'B1', id: idOf(2).replace(/^(\d{6})(\d{2})(\d{9}).$/, '$1$3'), name: '=王五' }, { no: 'C1', id: idOf(3), name: '李四', unit: '160.01' }, { no: 'D1', id: idOf(4), sent: '20250930' }, { no: 'T1', id: idOf(6), name: '赵 六' },
      ],
      [LEVY.tax]: [{ no: 'A1', id: idOf(1), name: '张三' }, { no: 'C1', id: idOf(3), name: '李四' }, { no: 'E1', id: idOf(5), name: '钱七' }, { no: 'T1', id: idOf(6), name: '赵六' }],
      'mi-clct-staff': [{ no: 'M1', id: idOf(7) }], 'tax-levy-mi': [{ no: 'M2', id: idOf(8) }],
    })
    city.match('2025-10-11', ['levy-copy'])
    report = await ask()
  })

  it.each([false, true])('is written as its tables\' cells say, line by line (masked: %s)', async mask => {
    const run = openStore(city.ws.data).runs().at(-1)!
    const writer = new PackageWriter({ data: city.ws.data, codes: city.ws.codes, dir: '', run, city: '某市', lang: 'zh-CN', packageId: 'x', mask, encoding: 'utf-8', formats: ['csv'], words: ruleWords(city.ws) })
    const books = await Promise.all((['ss', 'mi', 'tax'] as const).map(agency => writer['bureau']({ agency, city: '某市', asOf: run.asOf, packageId: 'x', voice: writer['voice'] })))
    const tables = books.flatMap(b => b.tables)
    expect(tables.some(t => t.drafts !== undefined && t.count > 1)).toBe(true)
    for (const t of tables) expect([...csvPieces(t)].join(''), t.name).toBe([...csvPieces({ columns: t.columns, lines: () => t.lines() })].join(''))
    writer.close()
  })

  it('lies in a folder of its own, private to its owner, and nothing is left beside it', () => {
    expect(readdirSync(city.ws.outbox)).toEqual(['2025-10-11-1'])
    for (const [file] of filesOf(report.dir)) expect(statSync(join(report.dir, file)).mode & 0o077, file).toBe(0)
    expect(existsSync(join(report.dir, 'ss/社保-差异清单.xlsx'))).toBe(true)
  })

  it('says in its manifest what is true of every file, and names every file', () => {
    const manifest = JSON.parse(readFileSync(join(report.dir, 'manifest.json'), 'utf8')) as ExportReport['manifest']
    expect(manifest).toEqual(report.manifest)
    const files = filesOf(report.dir)
    expect(manifest.files.map(f => f.file).toSorted()).toEqual([...files.keys()].filter(f => f !== 'manifest.json').toSorted())
    for (const f of manifest.files) {
      const bytes = files.get(f.file)!
      expect([f.bytes, f.sha256]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')])
      expect(f.rows).toBe(f.tables.reduce((n, t) => n + t.rows, 0))
      if (f.format === 'xlsx') {
        const book = read(bytes)
        for (const t of f.tables) expect(utils.sheet_to_json(book.Sheets[t.table]!, { range: HEADER_LINE - 1 })).toHaveLength(t.rows)
      } else {
        const lines = csv(report, f.file)
        expect(lines).toHaveLength(f.rows)
        if (f.amount_fen !== undefined) expect(lines.reduce((n, l) => n + Math.round(Number(l['涉及金额 （元）']) * 100), 0)).toBe(f.amount_fen)
      }
    }
  })

  it('gives each bureau its own rows and no others: to act on, or for information', () => {
    const tasks = (agency: string, word: string): unknown[] => csv(report, `${agency}/${word}-差异清单-L01.csv`).map(l => [l['征集通知流水号'], l['办理']])
    expect(tasks('ss', '社保').toSorted()).toEqual([['B1', '须处理'], ['E1', '知会']])
    expect(tasks('mi', '医保').toSorted()).toEqual([['M1', '须处理'], ['M2', '知会']])
    expect(tasks('tax', '税务').toSorted()).toEqual([['B1', '知会'], ['E1', '须处理'], ['M1', '知会'], ['M2', '须处理']])
    const bank = report.manifest.files.find(f => f.agency === 'bank')!
    expect(bank.counts).toEqual({ acts: 0, informed: 0, in_transit: 0, notes: 0 })
    for (const [file, bytes] of filesOf(join(report.dir, 'mi'))) if (file.endsWith('.csv')) expect(bytes.toString(), file).not.toContain(idOf(5))
  })

  it('tells why, who must act and what to do, with both sides beside each other and the text as received', () => {
    const [lone] = csv(report, 'ss/社保-差异清单-L01.csv').filter(l => l['征集通知流水号'] === 'B1')
    expect(lone).toMatchObject({ 证件号码: idOf(2), '社保 证件号码（原文）': idOf(2).slice(0, 6) + idOf(2).slice(8, 17), 应处理单位: '社保', 状态: '新增', 发现日期: '2025-10-11', '涉及金额 （元）': '240.00', '社保 应缴金额': '240.00', '社保 出处': 'ss-levy_20251010.csv 第 3 行' })
    expect(lone!['情况说明']).toBe('社保的征集（应征）里有，税务的征集（应征）里没有。税务没有接近的记录。\n处理方：社保。请重新发送该笔征集。')
    const [pair] = csv(report, 'tax/税务-差异清单-L02.csv')
    expect(pair).toMatchObject({ 差异: '应征金额差一分', '社保 应缴金额': '240.01', '税务 应缴金额': '240.00', '涉及金额 （元）': '0.01' })
    expect(pair!['情况说明']).toContain('社保为 240.01 元，税务为 240.00 元，相差 0.01 元')
  })

  it('keeps a formula from being one in CSV, and as text in the workbook', () => {
    expect(csv(report, 'ss/社保-差异清单-L01.csv').find(l => l['征集通知流水号'] === 'B1')!['姓名']).toBe("'=王五")
    expect(sheet(report, 'ss/社保-差异清单.xlsx', 'L01 应征未接收').find(l => l['征集通知流水号'] === 'B1')!['姓名']).toBe('=王五')
  })

  it('shows what is in transit apart, with its own count', () => {
    expect(csv(report, 'ss/社保-差异清单-在途.csv').map(l => [l['类型'], l['证件号码'], l['宽限至']])).toEqual([['L01', idOf(4), '2025-10-11']])
    expect(report.manifest.files.find(f => f.file === 'ss/社保-差异清单.xlsx')!.counts).toEqual({ acts: 2, informed: 1, in_transit: 1, notes: 0 })
  })

  it('sums up on the first sheet: counts, money, how the ledger moved, and that every row is in one class', () => {
    const rows = utils.sheet_to_json<unknown[]>(read(readFileSync(join(report.dir, 'ss/社保-差异清单.xlsx'))).Sheets['汇总']!, { header: 1, blankrows: false })
    expect(rows.map(r => r[0]).filter(title => /^[一二三四]、/.test(String(title)))).toEqual(['一、差异汇总', '二、在途与备注（不算差异）', '三、收支平衡（行数）'])
    expect(rows.find(r => r[0] === 'L01')).toEqual(['L01', '应征未接收', 1, 240, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0])
    expect(rows.find(r => r[0] === '合计')).toEqual(['合计', '', 2, 240.01, 1, 0, 2, 0, 0, 2, 2, 0, 0, 0].map((v, i) => i === 1 ? undefined : v))
    expect(rows.filter(r => r[0] === '应征核对').map(r => r.slice(1, 7))).toEqual([['社保征集（应征）', 5, 2, 2, 0, 1], ['税务征集（应征）', 4, 2, 2, 0, 0]])
  })

  it('reports cleansing to who sent the extracts: changes, by reason and one by one', () => {
    const changes = csv(report, 'ss/社保-清洗报告-清洗记录.csv')
    expect(changes.map(c => [c['文件'], c['行号'], c['字段'], c['改为'], c['原因']])).toEqual([['ss-levy_20251010.csv', '3', '证件号码', idOf(2), '15 位证件号码升为 18 位'], ['ss-levy_20251010.csv', '6', '姓名', '赵六', '去掉多余空白或不可见字符']])
    expect(report.manifest.files.find(f => f.file === 'ss/社保-清洗报告.xlsx')!.counts).toMatchObject({ changes: 2, set_aside: 0 })
    expect(existsSync(join(report.dir, 'bank/银行-清洗报告.xlsx'))).toBe(false)
  })

  it('is the same bytes when it is written again, and never overwrites', async () => {
    const again = await ask({ jobs: 2 })
    expect(again.folder).toBe('2025-10-11-2')
    const [a, b] = [filesOf(report.dir), filesOf(again.dir)]
    expect([...b.keys()]).toEqual([...a.keys()])
    for (const [file, bytes] of a) expect(b.get(file)!.equals(bytes), file).toBe(true)
  })

  it('comes back through our own reader cell by cell: load, export, load', async () => {
    for (const f of report.manifest.files.filter(x => x.rows > 0)) {
      const source = await openSource(join(report.dir, f.file), f.format === 'xlsx' ? { sheet: f.tables[0]!.table } : {})
      try {
        const rows: (readonly string[])[] = []
        for await (const row of source.readers[0]!.rows()) rows.push(row.cells)
        const table = report.manifest.files.find(x => x.file.endsWith('.csv') && x.tables[0]!.table === f.tables[0]!.table && x.agency === f.agency && x.what === f.what)!
        const plain = parse(readFileSync(join(report.dir, table.file)), { bom: true }) as string[][]
        const header = rows.findIndex(r => r[0]?.replace('\n', ' ') === plain[0]![0])
        const got = rows.slice(header).map(r => plain[0]!.map((_, i) => (r[i] ?? '').replaceAll('\r\n', '\n')))
        const same = (x: string, y: string): boolean => x === y || `'${x}` === y || (y !== '' && Number(x) === Number(y)) || x.replace('\n', ' ') === y
        expect(got.filter((r, n) => r.some((x, i) => !same(x, plain[n]![i]!))), f.file).toEqual([])
        expect(got).toHaveLength(plain.length)
      } finally {
        await source.close()
      }
    }
  })

  it('masks persons everywhere when asked', async () => {
    const masked = await ask({ mask: true })
    expect(masked.manifest).toMatchObject({ masked: true, package: report.manifest.package })
    const secrets = [2, 3, 4, 5].map(idOf).concat('李四', '钱七', '=王五')
    for (const [file, bytes] of filesOf(masked.dir)) {
      const text = file.endsWith('.xlsx') ? JSON.stringify(Object.values(read(bytes).Sheets).map(s => utils.sheet_to_json(s, { header: 1 }))) : bytes.toString()
      expect(secrets.filter(s => text.includes(s)), file).toEqual([])
    }
    expect(csv(masked, 'tax/税务-差异清单-L02.csv')[0]).toMatchObject({ 证件号码: `${idOf(3).slice(0, 6)}********${idOf(3).slice(14)}`, 姓名: '李*' })
  })

  it('writes GB18030 when asked, and splits where a sheet is full', async () => {
    const other = await ask({ encoding: 'gb18030', sheetLimit: HEADER_LINE + 1 })
    const bytes = readFileSync(join(other.dir, 'tax/税务-差异清单-L01.csv'))
    expect(new TextDecoder('gb18030', { fatal: true }).decode(bytes).split('\r\n')[0]).toContain('证件号码')
    const names = read(readFileSync(join(other.dir, 'tax/税务-差异清单.xlsx'))).SheetNames
    expect(names.filter(n => n.startsWith('L01'))).toEqual(['L01 应征未接收', 'L01 应征未接收 (2)', 'L01 应征未接收 (3)', 'L01 应征未接收 (4)'])
  })

  it('speaks English too', async () => {
    const english = await exportRun(city.ws, {}, { ...quiet, lang: 'en' })
    expect(readdirSync(join(english.dir, 'ss'))).toContain('ss-discrepancies-L01.csv')
    expect(csv(english, 'ss/ss-discrepancies-L01.csv')[0]!['why']).toBe('It stands in the levy of ss and not in the levy of tax. tax holds nothing near.\nWho must act: ss. Send this levy again.')
  })

  it('is refused for a run that there is not', async () => {
    await expect(ask({ run: 99 })).rejects.toMatchObject({ code: 'export.run_unknown', params: { found: 99, known: '1' } })
    const empty = new TestCity()
    await expect(exportRun(empty.ws, {}, quiet)).rejects.toMatchObject({ code: 'export.no_run' })
    empty.remove()
  })
})

describe('a discrepancy of many rows', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('names some of them in a cell, says how many there are, and has them row by row on a sheet of their own', async () => {
    const persons = Array.from({ length: 25 }, (_, n) => ({ no: `N${n}`, id: idOf(n + 1), employer_no: 'E1' }))
    await city.deliver({ 'tax-levy-ss': persons, 'tax-receipts': [{ voucher: 'V1', employer_no: 'E1', amount: '5999.00' }] })
    city.match('2025-10-11', ['levy-payment'])
    const report = await exportRun(city.ws, {}, quiet)
    const [line, ...more] = csv(report, 'tax/税务-差异清单-P06.csv')
    expect(more).toEqual([])
    expect(line!['税务征集（应征） 征集通知流水号']).toBe(`${persons.slice(0, 20).map(p => p.no).join('；')}……共 25 项，逐行见“多笔明细”`)
    expect(csv(report, 'tax/税务-差异清单-多笔明细.csv')).toHaveLength(26)
  })
})

describe('what stands over runs', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('holds what a run did not decide, and shows earlier runs as they were', async () => {
    await city.deliver({ 'ss-levy': [{ no: 'A1', id: idOf(1) }, { no: 'B1', id: idOf(2) }], 'tax-levy-ss': [{ no: 'X1', id: idOf(3) }], 'ss-registration': [{ id: idOf(4) }], 'tax-registration-ss': [{ id: idOf(5) }] })
    city.match('2025-10-20', ['levy-copy', 'registration-copy'])
    const first = await exportRun(city.ws, {}, quiet)
    const states = (r: ExportReport, file: string): unknown[] => csv(r, file).map(l => [l['证件号码'], l['状态'], l['发现日期']])
    expect(states(first, 'ss/社保-差异清单-L01.csv')).toEqual([[idOf(1), '新增', '2025-10-20'], [idOf(2), '新增', '2025-10-20'], [idOf(3), '新增', '2025-10-20']].toSorted())
    await city.deliver({ 'tax-levy-ss': [{ no: 'B1', id: idOf(2) }, { no: 'X1', id: idOf(3) }] }, '20251031')
    city.match('2025-10-31', ['levy-copy'])
    const second = await exportRun(city.ws, {}, quiet)
    expect(states(second, 'ss/社保-差异清单-L01.csv')).toEqual([[idOf(1), '未解决', '2025-10-20'], [idOf(3), '未解决', '2025-10-20']].toSorted())
    // New is what the last run opened.
    expect(states(second, 'ss/社保-差异清单-R01.csv')).toEqual([[idOf(4), '未解决', '2025-10-20'], [idOf(5), '未解决', '2025-10-20']].toSorted())
    const summary = utils.sheet_to_json<unknown[]>(read(readFileSync(join(second.dir, 'ss/社保-差异清单.xlsx'))).Sheets['汇总']!, { header: 1, blankrows: false })
    expect(summary.find(r => r[0] === 'L01')!.slice(5, 10)).toEqual([2, 0, 0, 1, 1])
    const before = await exportRun(city.ws, { run: 1 }, quiet)
    for (const file of ['ss/社保-差异清单-L01.csv', 'ss/社保-差异清单-R01.csv', 'ss/社保-差异清单.xlsx']) expect(readFileSync(join(before.dir, file)).equals(readFileSync(join(first.dir, file))), file).toBe(true)
    expect(city.match('2025-10-15', ['levy-copy']).state).toBe('shown')
    const shown = await exportRun(city.ws, {}, quiet)
    expect(csv(shown, 'ss/社保-差异清单-L01.csv').map(l => [l['编号'], l['状态']])).toEqual([['', '差异'], ['', '差异'], ['', '差异']])
    expect(shown.folder).toBe('2025-10-15-1')
  })

  it('leaves a batch out of the cleansing report that was taken out since', async () => {
    const store = openStore(city.ws.data)
    const batch = store.batches().find(b => b.agency === 'ss' && b.layout === 'ss-registration')!
    store.drop(batch.id, '2025-10-20T00:00:00Z')
    store.close()
    const report = await exportRun(city.ws, { run: 1 }, quiet)
    expect(report.gone).toEqual([batch.id])
  })
})

describe('a package that is broken off', () => {
  refuseStale()
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is never seen, is a stray for doctor, and goes with the next command that writes', async () => {
    await city.deliver({ 'ss-levy': Array.from({ length: 60 }, (_, i) => ({ no: `A${i}`, id: idOf(i + 1) })), 'tax-levy-ss': [{ no: 'X1', id: idOf(99) }] })
    city.match('2025-10-20', ['levy-copy'])
    mkdirSync(join(city.ws.outbox, '.tmp-2025-10-20-1/ss'), { recursive: true })
    writeFileSync(join(city.ws.outbox, '.tmp-2025-10-20-1/ss/half.xlsx'), 'half')
    expect(doctor(openWorkspace(city.ws.dir), quiet).remarks.filter(r => r.what === 'stray')).toHaveLength(1)
    city.match('2025-10-20', ['levy-copy'])
    expect(readdirSync(city.ws.outbox)).toEqual([])
  })

  it('an outbox that is none, or on a share that is away, hinders export alone, which says so', async () => {
    const { outbox } = city.ws
    rmSync(outbox, { recursive: true, force: true })
    for (const spoil of [() => writeFileSync(outbox, ''), () => symlinkSync(join(city.ws.dir, 'away', 'share'), outbox)]) {
      spoil()
      await city.deliver({ 'ss-levy': [{ no: 'A1', id: idOf(1) }], 'tax-levy-ss': [{ no: 'X1', id: idOf(99) }] })
      city.match('2025-10-20', ['levy-copy'])
      await expect(exportRun(openWorkspace(city.ws.dir), {}, quiet)).rejects.toMatchObject({ code: 'export.outbox', exit: 2 })
      rmSync(outbox, { force: true })
    }
    mkdirSync(outbox)
  })

  it('leaves whole packages or none, wherever it is killed', async () => {
    const whole = await exportRun(city.ws, {}, quiet)
    const bytes = filesOf(whole.dir)
    for (const wait of [100, 200, 300, 400, 600, 800]) {
      const child = spawn(process.execPath, [BINARY, '-C', city.ws.dir, 'export'], { stdio: 'ignore' })
      // It may have ended by then.
      const ended = new Promise(resolve => child.on('exit', resolve))
      await new Promise(resolve => setTimeout(resolve, wait))
      child.kill('SIGKILL')
      await ended
      for (const folder of readdirSync(city.ws.outbox).filter(f => !f.startsWith('.tmp-'))) {
        const files = filesOf(join(city.ws.outbox, folder))
        for (const [file, b] of bytes) expect(files.get(file)?.equals(b), `${folder}/${file}`).toBe(true)
      }
    }
    const last = await exportRun(city.ws, {}, quiet)
    expect(readdirSync(city.ws.outbox).filter(f => f.startsWith('.tmp-'))).toEqual([])
    expect(doctor(openWorkspace(city.ws.dir), quiet).wrong).toEqual([])
    for (const [file, b] of bytes) expect(filesOf(last.dir).get(file)!.equals(b), file).toBe(true)
    rmSync(last.dir, { recursive: true })
  })
})

describe('rules that did not run', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('lack records in words, each once', async () => {
    await city.deliver({ [LEVY.own]: [{ no: 'A1', id: idOf(1) }] })
    const run = city.match('2025-10-11', ['R08', 'R04', 'R07'])
    expect(run.rules.filter(r => r.rule === 'employers').map(r => r.missing)).toEqual([['ss:registration', 'tax:registration'], ['mi:registration', 'tax:registration']])
    const report = await exportRun(city.ws, {}, quiet)
    const lines = utils.sheet_to_json<string[]>(read(readFileSync(join(report.dir, 'ss/社保-差异清单.xlsx'))).Sheets['汇总']!, { header: 1 })
    expect(lines.slice(lines.findIndex(l => l[1] === '缺少') + 1).map(l => l.slice(0, 2))).toEqual([
      ['缺险种', '经办机构（社保或医保）、医保、社保的参保登记'], ['单位不一致（社保）', '社保、税务的参保登记'], ['一号多人', '各机构的参保登记'], ['一人多号', '各机构的参保登记'],
    ])
    // Nothing is in transit and nothing was compared: no number is left out for it.
    expect(lines.map(l => l[0]).filter(title => /^[一二三四]、/.test(title ?? ''))).toEqual(['一、差异汇总', '二、没有比对的规则'])
  }, 60_000)
})
