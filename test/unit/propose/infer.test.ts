import iconv from 'iconv-lite'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { infer, type InferReport } from '../../../src/flow/infer.js'
import { load } from '../../../src/flow/load.js'
import { TestCity, quiet } from '../flow/workspace.js'
import { name, personId } from './dialects.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-infer-'))
afterAll(() => rmSync(dir, { recursive: true }))

const ASK = { layouts: null, codes: null, today: '2025-10-20' } as const
const HEADER = '征集单编号,参保人姓名,参保人证件号码,参保险种,对应缴费所属期,单位部分应缴（元）,个人部分应缴（元）,经办人'
const rows = (n: number): readonly string[] => Array.from({ length: n }, (_, r) => `ZJ${r},${name(r)},${personId(r)},110,2025/${String(1 + r % 9).padStart(2, '0')},"1,600.00",800.00,${name(r + 3)}`)

function write(file: string, lines: readonly string[], encoding = 'utf8'): string {
  const path = join(dir, file)
  writeFileSync(path, iconv.encode(lines.join('\r\n') + '\r\n', encoding))
  return path
}

function fieldsOf({ proposal }: InferReport): Readonly<Record<string, string>> {
  return Object.fromEntries(proposal.placed.map(p => [p.header, p.field]))
}

describe('layout infer', () => {
  test('a GB18030 file with a title, total rows and a foot line, without a workspace', async () => {
    const lines = ['某市征集明细表,,,,,,,', HEADER, ...rows(200), '本车间合计,,,,,"320,000.00",160000.00,', '记录数：200']
    const report = await infer(write('征集.csv', lines, 'gb18030'), ASK)
    expect(report).toMatchObject({ encoding: 'gb18030', delimiter: ',', headerLines: [2], rows: 200, whole: true })
    expect(fieldsOf(report)).toEqual({ 征集单编号: 'levy_no', 参保人姓名: 'name', 参保人证件号码: 'id_number', 参保险种: 'insurance', 对应缴费所属期: 'period', '单位部分应缴（元）': 'amount_employer', '个人部分应缴（元）': 'amount_person' })
    expect(report.proposal.unplaced.map(u => [u.header, u.why])).toEqual([['经办人', 'known_useless']])
    expect(report.proposal.draft.head['totals']).toContain('本车间合计')
    expect(report.trial).toMatchObject({ rows: 200, setAside: 0, problem: null })
    expect(report.text).toContain('periods: [ yyyy/mm ]')
    expect(report.text).toMatch(/# .*校验位正确/)
  })

  test('what it writes loads as it is', async () => {
    const city = new TestCity()
    const path = write('levy.csv', [HEADER, ...rows(60)])
    const out = join(dir, 'levy.yaml')
    const report = await infer(path, { ...ASK, out, name: 'our-levy' })
    expect(readFileSync(out, 'utf8')).toBe(report.text)
    const loaded = await load(city.ws, { files: [path], layout: out, jobs: 1 }, quiet)
    expect(loaded.extracts[0]).toMatchObject({ state: 'loaded', layout: 'our-levy', counts: { rowsRead: 60, rowsLoaded: 60, rowsSetAside: 0, amountRead: 60 * 240000 } })
    city.remove()
    await expect(infer(path, { ...ASK, out })).rejects.toMatchObject({ code: 'workspace.file_exists' })
  })

  test.each([['no header', ['1,2,3', '4,5,6'], 'propose.no_header'], ['no rows', [HEADER], 'propose.no_rows']])('%s is a Problem', async (what, lines, code) => {
    await expect(infer(write(`${what}.csv`, lines), ASK)).rejects.toMatchObject({ code, exit: 2 })
  })

  test('a name that no layout can have is a Problem', async () => {
    await expect(infer(write('n.csv', [HEADER, ...rows(3)]), { ...ASK, name: '我的' })).rejects.toMatchObject({ code: 'propose.name' })
  })

  test('two columns of one name are left out and named', async () => {
    const report = await infer(write('twice.csv', [HEADER.replace('经办人', '参保险种'), ...rows(20)]), ASK)
    expect(report.proposal.unplaced).toEqual(expect.arrayContaining([expect.objectContaining({ header: '参保险种', why: 'twice' })]))
    expect(report.trial.problem).toBeNull()
  })

  test('a header that YAML would misread comes through', async () => {
    const report = await infer(write('odd.csv', [HEADER.replace('征集单编号', '"征集单号: #1, [必填]"'), ...rows(20)]), ASK)
    expect(fieldsOf(report)['征集单号: #1, [必填]']).toBe('levy_no')
    expect(report.trial).toMatchObject({ rows: 20, problem: null })
  })
})
