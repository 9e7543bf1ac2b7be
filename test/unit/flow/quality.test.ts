import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRun } from '../../../src/flow/export.js'
import { load } from '../../../src/flow/load.js'
import { qualityOf, type QualityReport } from '../../../src/flow/quality.js'
import { Problem } from '../../../src/kernel/index.js'
import { nameOf, readQuality, readRules } from '../../../src/match/index.js'
import { openStore } from '../../../src/store/index.js'
import { idOf, quiet, TestCity } from './workspace.js'

const AS_OF = '2025-10-10'

/** A row of an extract, what it is about, and the rules that find it wrong: none for a near miss. */
interface Given { readonly says: string; readonly wrong: readonly string[]; readonly row: Readonly<Record<string, string>> }

/** Born on a day of 1990, by its number; a man where digit 17 is odd. */
const birth = (id: string): string => id.slice(6, 14)
const gender = (id: string): string => Number(id[16]) % 2 === 1 ? '1' : '2'
const other = (id: string): string => gender(id) === '1' ? '2' : '1'
/** The same number with a wrong check digit. */
const broken = (id: string): string => id.slice(0, 17) + (id[17] === '0' ? '1' : '0')
const PASSPORT = { 证件类型: '14', 证件号码: 'E12345678' }

function person(n: number, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const id = idOf(n)
  return { 个人编号: `P${n}`, 证件类型: '01', 证件号码: id, 姓名: '某甲', 性别: gender(id), 出生日期: birth(id), 单位编号: 'S1', 险种: '110', 个人参保状态: '1', 参保开始日期: '20200101', 参保终止日期: '', ...more }
}

const REGISTRATION: readonly Given[] = [
  { says: 'as it should be', wrong: [], row: person(1) },
  { says: 'born a day later than the number says', wrong: ['Q014'], row: person(2, { 出生日期: '19900104' }) },
  { says: 'a number that fails its check digit tells no date and no gender', wrong: [], row: person(3, { 证件号码: broken(idOf(3)), 出生日期: '19910101', 性别: other(idOf(3)) }) },
  { says: 'no name', wrong: ['Q015/register'], row: person(4, { 姓名: '' }) },
  { says: 'a name of one character', wrong: [], row: person(5, { 姓名: '某' }) },
  { says: 'no number', wrong: ['Q016/register'], row: person(6, { 证件号码: '' }) },
  { says: 'gender not written', wrong: ['Q017/unknown'], row: person(7, { 性别: '' }) },
  { says: 'gender of no list', wrong: ['Q017/unknown'], row: person(8, { 性别: '7' }) },
  { says: 'gender not stated is a code', wrong: [], row: person(9, { 性别: '9' }) },
  { says: 'the other gender than the number says', wrong: ['Q017/number'], row: person(10, { 性别: other(idOf(10)) }) },
  { says: 'no birth date', wrong: ['Q018/blank'], row: person(11, { 出生日期: '' }) },
  { says: 'born tomorrow', wrong: ['Q018/later'], row: person(12, { ...PASSPORT, 出生日期: '20251011' }) },
  { says: 'born today', wrong: [], row: person(13, { ...PASSPORT, 证件号码: 'E12345679', 出生日期: '20251010' }) },
  { says: 'active with an end', wrong: ['Q045'], row: person(14, { 参保终止日期: '20250831' }) },
  { says: 'active with an open end', wrong: [], row: person(15, { 参保终止日期: '99991231' }) },
  { says: 'ended with an end', wrong: [], row: person(16, { 个人参保状态: '4', 参保终止日期: '20250831' }) },
]

const unit = (name: string, n: number): Readonly<Record<string, string>> => ({ 单位编号: `S${n}`, 统一社会信用代码: '', 单位名称: name })
const EMPLOYER: readonly Given[] = [
  { says: 'no name', wrong: ['Q010/blank'], row: unit('', 1) },
  { says: 'letters and digits alone', wrong: ['Q010/characters'], row: unit('ABC 123', 2) },
  { says: 'a replacement character', wrong: ['Q010/characters'], row: unit('某\uFFFD公司', 3) },
  { says: 'letters in a name', wrong: [], row: unit('ABC公司', 4) },
]

function levy(n: number, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { 征集通知流水号: `L${n}`, 应征明细序号: '1', 个人编号: `P${n}`, 证件类型: '01', 证件号码: idOf(n), 姓名: '某甲', 险种: '110', 费款所属期: '202508', 应缴类型: '10', 缴费基数: '1000.00', 单位缴费比例: '0.16', 个人缴费比例: '0.08', 单位应缴: '160.00', 个人应缴: '80.00', 应缴总金额: '240.00', 传输类型: '1', ...more }
}
const LEVY: readonly Given[] = [
  { says: 'as it should be', wrong: [], row: levy(1) },
  { says: 'no name', wrong: ['Q015/money'], row: levy(2, { 姓名: '' }) },
  { says: 'no number', wrong: ['Q016/money'], row: levy(3, { 证件号码: '' }) },
  { says: 'base of nothing', wrong: ['Q046'], row: levy(4, { 缴费基数: '0.00' }) },
  { says: 'base of a cent', wrong: [], row: levy(5, { 缴费基数: '0.01' }) },
  { says: 'base of nothing in a supplement', wrong: [], row: levy(6, { 缴费基数: '0.00', 应缴类型: '34' }) },
  { says: 'a base of nothing that was revoked', wrong: [], row: levy(7, { 缴费基数: '0.00', 传输类型: '3' }) },
  { says: 'rate in per cent', wrong: ['Q048'], row: levy(8, { 个人缴费比例: '8' }) },
  { says: 'rate just below one', wrong: [], row: levy(9, { 个人缴费比例: '0.99' }) },
  { says: 'total a cent beside its parts', wrong: ['Q060/levy'], row: levy(10, { 应缴总金额: '240.01' }) },
]

function paid(n: number, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { 电子税票号码: `V${n}`, 个人编号: `P${n}`, 证件类型: '01', 证件号码: idOf(n), 姓名: '某甲', 单位编号: 'S1', 险种: '110', 费款所属期: '202508', 缴费类型: '10', 单位实缴: '160.00', 个人实缴: '80.00', 滞纳金: '1.00', 实缴总金额: '241.00', 入国库日期: '20250827', ...more }
}
const PAYMENT: readonly Given[] = [
  { says: 'total with the late fee', wrong: [], row: paid(1) },
  { says: 'total without the late fee', wrong: ['Q060/payment'], row: paid(2, { 实缴总金额: '240.00' }) },
]

const bill = (no: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  ({ 行政区划代码: '220100', 结算单号: no, 单位编码: 'T1', 单位名称: '测试一厂', 应缴年月: '202508', 结算年月: '202508', 应缴类型代码: '10', 险种代码: '110', 应征人数: '2', 个人缴费基数总额: '2000.00', 应缴总金额: '480.00', 单位应缴金额: '320.00', 个人应缴金额: '160.00', 单位实缴金额: '320.00', 个人实缴金额: '160.00', ...more })
const part = (no: string, n: number, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  ({ 行政区划代码: '220100', 结算单号: no, 应缴年月: '202508', 应缴类型代码: '10', 人员编码: `T${n}`, 证件类型代码: '01', 证件号码: idOf(n), 姓名: '测试甲', 单位编码: 'T1', 险种代码: '110', 应缴总金额: '240.00', 缴费基数: '1000.00', 单位应缴金额: '160.00', 个人应缴金额: '80.00', 个人实缴金额: '80.00', ...more })
const UNITS: readonly Given[] = [
  { says: 'base is that of its persons, six digits, a headcount', wrong: [], row: bill('T01', { 应征人数: '999999' }) },
  { says: 'base is not that of its persons', wrong: ['Q062'], row: bill('T02', { 个人缴费基数总额: '2000.01' }) },
  { says: 'no persons: nothing to hold it to', wrong: [], row: bill('T03', { 个人缴费基数总额: '7.00' }) },
  { says: 'a region of five digits', wrong: ['Q002'], row: bill('T04', { 行政区划代码: '22010' }) },
  { says: 'a region of no province', wrong: ['Q002'], row: bill('T05', { 行政区划代码: '990100' }) },
  { says: 'a million heads', wrong: ['Q054'], row: bill('T06', { 应征人数: '1000000' }) },
]
const PERSONS: readonly Given[] = [
  { says: 'two of one levy', wrong: [], row: part('T01', 31) }, { says: 'two of one levy', wrong: [], row: part('T01', 32) },
  { says: 'two of another', wrong: [], row: part('T02', 33) }, { says: 'two of another', wrong: [], row: part('T02', 34) },
  { says: 'a negative part', wrong: ['Q050'], row: part('T09', 35, { 个人应缴金额: '-80.00', 应缴总金额: '80.00' }) },
  { says: 'a part of nothing', wrong: [], row: part('T10', 36, { 个人应缴金额: '0.00', 应缴总金额: '160.00' }) },
]

const EXTRACTS = { 'ss-registration': REGISTRATION, 'ss-employer': EMPLOYER, 'ss-levy': LEVY, 'ss-payment-person': PAYMENT, 'gbt40217-unit-contribution': UNITS, 'gbt40217-person-contribution': PERSONS } as const
const TABLES: Readonly<Record<string, readonly [string, string]>> = { 'gbt40217-unit-contribution': ['单位缴费', '职工基本养老保险单位征缴明细表'], 'gbt40217-person-contribution': ['人员缴费', '职工基本养老保险个人征缴明细表'] }

/** Every row's element in a line of its own, two lines below the root: row n stands in line n + 3. */
function xml([root, table]: readonly [string, string], rows: readonly Given[]): string {
  const lines = rows.map(({ row }) => `<${table}>${Object.entries(row).map(([k, v]) => `<${k}>${v}</${k}>`).join('')}</${table}>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${lines.join('\n')}\n</${root}>\n`
}

/** As files of the inbox; row n stands in the line that `lineOf` says. */
function write(city: TestCity, layout: string, rows: readonly Given[], date: string): void {
  const table = TABLES[layout]
  if (table !== undefined) writeFileSync(join(city.ws.inbox, `${layout}_${date}.xml`), xml(table, rows))
  else city.write(`${layout}_${date}.csv`, [Object.keys(rows[0]!.row), ...rows.map(r => Object.values(r.row))])
}
const lineOf = (layout: string, n: number): number => TABLES[layout] === undefined ? n + 2 : n + 3

describe('quality rules', () => {
  const city = new TestCity()
  let report: QualityReport
  const found = (layout: string, n: number): readonly string[] => report.lines.filter(l => l.layout === layout && l.examples.some(e => e.line === lineOf(layout, n))).map(l => l.rule)

  beforeAll(async () => {
    for (const [layout, rows] of Object.entries(EXTRACTS)) write(city, layout, rows, '20251010')
    // Of the month before: one base of nothing in two.
    write(city, 'ss-levy', [LEVY[3]!, LEVY[0]!], '20250910')
    const loaded = await load(city.ws, { files: [], jobs: 1, settle: 0 }, quiet)
    expect(loaded.extracts.map(x => [x.file, x.state, x.counts?.rowsSetAside])).toEqual(loaded.extracts.map(x => [x.file, 'loaded', 0]))
    report = await qualityOf(city.ws, { asOf: AS_OF, batches: [], out: join(city.ws.dir, 'reports') }, quiet)
  })
  afterAll(() => city.remove())

  describe.each(Object.entries(EXTRACTS))('%s', (layout, rows) => {
    it.each(rows.map((r, n) => [r.says, r.wrong, n] as const))('%s: %j', (_, wrong, n) => {
      expect(found(layout, n)).toEqual(wrong)
    })
  })

  it('each shipped rule has a hit here, and names standard, clause and basis', () => {
    const rules = readQuality(city.ws.rules)
    const hit = new Set(Object.values(EXTRACTS).flatMap(rows => rows.flatMap(r => r.wrong)))
    expect(rules.map(nameOf).filter(r => !hit.has(r))).toEqual([])
    expect(rules.filter(r => r.standard === '' || r.clause === '' || r.check.outcomes.length !== 1)).toEqual([])
  })

  it('writes each time into a folder of its own, over no earlier report', async () => {
    const [first = ''] = report.written
    const reports = join(city.ws.dir, 'reports')
    expect(first).toBe(join(reports, `${AS_OF}-1`, '社保-清洗报告.xlsx'))
    const bytes = readFileSync(first)
    writeFileSync(first, 'filled in by somebody')
    const again = await qualityOf(city.ws, { asOf: AS_OF, batches: [], out: reports }, quiet)
    expect(again.written).toEqual(report.written.map(path => path.replace(`${AS_OF}-1`, `${AS_OF}-2`)))
    expect([readFileSync(first, 'utf8'), readdirSync(reports), again.written.every(existsSync)]).toEqual(['filled in by somebody', [`${AS_OF}-1`, `${AS_OF}-2`], true])
    writeFileSync(first, bytes)
  })

  it('counts what it looked at, and holds the newest batch to the one before', () => {
    const line = (rule: string): unknown => report.lines.find(l => l.layout === 'ss-levy' && l.rule === rule)
    // Eight rows are live, of a person, normal and with a base; the month before there were two.
    expect(line('Q046')).toMatchObject({ looked: 8, bad: 1, before: { looked: 2, bad: 1 } })
    expect(line('Q060/levy')).toMatchObject({ looked: 9, bad: 1, before: { looked: 2, bad: 0 } })
    expect(report.lines.filter(l => l.layout === 'ss-employer').map(l => l.before)).toEqual([null, null])
    // A layout without the field is not looked at, rather than found wrong.
    expect(report.lines.filter(l => l.layout === 'ss-levy').map(l => l.rule)).not.toContain('Q018/blank')
  })

  it('takes no part in a match, opens nothing and changes nothing', () => {
    expect(readRules(city.ws.rules).some(r => r.outcomes.some(o => o.code.startsWith('Q')))).toBe(false)
    expect(city.objects()).toEqual([])
    const store = openStore(city.ws.data)
    try {
      expect(store.runs()).toEqual([])
    } finally {
      store.close()
    }
  })

  it('stands in the cleansing workbook, at once and in the next package', async () => {
    const first = (file: string): readonly string[] => {
      const book = read(readFileSync(file))
      return [...utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, { header: 1, defval: '' }), ...utils.sheet_to_json(book.Sheets['质量问题举例']!, { header: 1, defval: '' })].map(r => (r as unknown[]).join('|').replace(/\|+$/, ''))
    }
    const [file] = report.written
    expect(report.written.map(f => existsSync(f))).toEqual([true])
    expect(first(file!).find(l => l.includes('Q046'))).toBe('ss-levy_20251010.csv|Q046|正常应缴的缴费基数不大于 0|高|推断|GB/T 40217—2021 006009 no. 1|8|1|12.50%|50.00%')
    expect(first(file!).find(l => l.startsWith('ss-levy_20251010.csv') && l.includes('怎么办') === false && l.includes('请核定缴费基数'))).toContain('缴费基数 0.00')
    city.match(AS_OF)
    const { dir } = await exportRun(city.ws, {}, quiet)
    expect(first(join(dir, 'ss/社保-清洗报告.xlsx')).filter(l => l.includes('Q046'))).toHaveLength(2)
  })

  it('a pattern, a field and a rule that cannot be are named with their place', () => {
    const file = join(city.ws.rules, 'quality.yaml')
    const text = readFileSync(file, 'utf8')
    const broken_ = (from: string, to: string): string => {
      writeFileSync(file, text.replace(from, to))
      try {
        readQuality(city.ws.rules)
        return 'fine'
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return error.text('en')
      } finally {
        writeFileSync(file, text)
      }
    }
    expect(broken_("matches(name, '^[A-Za-z0-9 ]+$')", "matches(name, '[')")).toMatch(/^quality\.yaml:\d+:5: the second argument of matches .* “\[”/)
    expect(broken_('when: name is null\n    shows: [employer_no', 'when: nam is null\n    shows: [employer_no')).toMatch(/^quality\.yaml:\d+:5: there is no field “nam”. Did you mean “name”/)
    expect(broken_('part: characters', 'part: blank')).toMatch(/^quality\.yaml:\d+:5: Q010\/blank stands twice/)
    expect(broken_('basis: evidence', 'basis: guess')).toMatch(/expected evidence or inference/)
  })
})
