import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readCodes } from '../../../src/layout/index.js'
import { CODE_LISTS } from '../../../src/records/index.js'
import { codes } from './extract.js'

/** Lists that only decide whether a row counts; no field shows them. */
const FLAGS = new Set<string>(['transfer', 'reversal', 'validity', 'refund', 'posted'])

describe('shipped codes', () => {
  test.each([
    ['pension', 'ss', '110', '10201'], ['pension_gov', 'ss', '120', '10211'], ['pension_resident', 'ss', '170', '10210'], ['unemployment', 'ss', '210', '10202'], ['injury', 'ss', '410', '10204'],
    ['medical', 'mi', '310', '10203'], ['medical_civil', 'mi', '320', '10298'], ['medical_large', 'mi', '330', '330'], ['medical_resident', 'mi', '390', '10212'], ['maternity', 'mi', '510', '10205'],
    ['care', 'mi', '410', '10299'],
  ])('%s belongs to %s: %s there, %s at tax', (insurance, owner, own, tax) => {
    expect(codes.ownerOf(insurance)).toBe(owner)
    expect(codes.canonical(owner, 'insurance', own)).toBe(insurance)
    expect(codes.canonical('tax', 'insurance', tax)).toBe(insurance)
    expect(codes.canonical('tax', 'insurance', insurance)).toBe(insurance)
    expect(codes.label('insurance', insurance, 'zh')).toMatch(/[一-龥]/)
    expect(codes.label('insurance', insurance, 'en')).toMatch(/^[a-z -]+$/)
  })

  test('annuity, and 150 where a city has it', () => {
    expect(codes.ownerOf('annuity')).toBe('ss')
    expect(codes.canonical('ss', 'insurance', '150')).toBe('pension_resident')
  })

  test.each([
    ['企业职工基本养老保险费', 'pension'], ['职工基本养老保险(单位缴纳)', 'pension'], ['职工基本养老保险（个人缴纳）', 'pension'], ['机关事业单位基本养老保险费', 'pension_gov'],
    ['城乡居民基本养老保险费', 'pension_resident'], ['失业保险费', 'unemployment'], ['失业保险(单位)', 'unemployment'], ['工伤保险费', 'injury'], ['工伤保险', 'injury'], ['基本医疗保险费', 'medical'],
    ['职工基本医疗保险(个人)', 'medical'], ['职工大额医疗互助保险(单位)', 'medical_large'], ['公务员医疗补助', 'medical_civil'], ['城乡居民基本医疗保险费', 'medical_resident'],
    ['生育保险(单位缴纳)', 'maternity'], ['生育保险费', 'maternity'], ['长期护理保险', 'care'], ['102030200', 'medical'], ['职业年金', 'annuity'],
  ])('tax says %s: %s', (name, insurance) => {
    expect(codes.canonical('tax', 'insurance', name)).toBe(insurance)
  })

  test('a code of one agency is none of another', () => {
    expect(codes.canonical('tax', 'insurance', '410')).toBeUndefined()
    expect(codes.canonical('ss', 'insurance', '10201')).toBeUndefined()
    expect(codes.canonical('bank', 'insurance', '110')).toBeUndefined()
  })

  test.each([
    ['ss', '10', '10'], ['ss', '31', '31'], ['ss', '35', '35'], ['ss', '40', '40'], ['ss', '60', '60'], ['mi', '10', '10'], ['mi', '36', 'account_pool'], ['mi', '40', 'account_inject'],
    ['mi', '41', 'account_advance'], ['mi', '60', 'prepaid'], ['mi', '991', '20'], ['mi', '992', 'deferred'], ['mi', 'Z', '10'], ['mi', '8', '40'], ['tax', '00', '10'], ['tax', '02', '34'],
  ])('%s type %s is %s, due and paid', (agency, code, canonical) => {
    expect(codes.canonical(agency, 'levy_type', code)).toBe(canonical)
    expect(codes.canonical(agency, 'pay_type', code)).toBe(canonical)
    expect(codes.comparable('levy_type', canonical)).toBe(!canonical.startsWith('account_'))
    expect(codes.comparable('pay_type', canonical)).toBe(!canonical.startsWith('account_'))
  })

  test('every list has labels in both languages for every canonical code it gives', () => {
    for (const list of CODE_LISTS) {
      if (!FLAGS.has(list)) expect(codes.canonicalCodes(list).length, list).toBeGreaterThan(1)
      for (const code of codes.canonicalCodes(list)) {
        expect(codes.label(list, code, 'zh'), `${list} ${code}`).toMatch(/[一-龥]/)
        expect(codes.label(list, code, 'en'), `${list} ${code}`).toMatch(/^[ -~]+$/)
        for (const agency of ['ss', 'mi', 'tax']) expect(codes.canonical(agency, list, codes.label(list, code, 'zh')), `${list} ${code}`).toBe(code)
      }
    }
  })

  test('an unknown label is the code itself', () => {
    expect(codes.label('insurance', '777', 'zh')).toBe('777')
  })
})

describe('code lists of one’s own', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-codes-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  const write = (name: string, text: string): void => writeFileSync(join(dir, name), text)
  write('insurance.csv', 'code,owner,zh,en,ss,mi,tax,names\npension,ss,养老,pension,110;150,,10201,\n')

  test('are read by agency and code; the digest follows every change', () => {
    write('status.csv', 'agency,code,canonical,zh,en\n*,active,active,正常,active\nss,77,active,,\nmi,77,-,,\n')
    const first = readCodes(dir)
    expect(first.canonical('ss', 'status', '77')).toBe('active')
    expect(first.canonical('mi', 'status', '77')).toBe('')
    expect(first.canonical('tax', 'status', '77')).toBeUndefined()
    expect(first.canonical('ss', 'insurance', '150')).toBe('pension')
    write('status.csv', 'agency,code,canonical,zh,en\n*,active,active,正常,active\nss,78,active,,\n')
    expect(readCodes(dir).digest).not.toBe(first.digest)
  })

  test('what a line gives no name is called by its code', () => {
    write('status.csv', 'agency,code,canonical,zh,en\n*,active,active,正常,\n')
    expect((['zh', 'en'] as const).map(lang => readCodes(dir).label('status', 'active', lang))).toEqual(['正常', 'active'])
    write('insurance.csv', 'code,owner,zh,en,ss,mi,tax,names\npension,ss,养老,pension,110;150,,10201,\nlocal,ss,,,199,,,\n')
    expect(readCodes(dir).label('insurance', 'local', 'zh')).toBe('local')
  })

  test.each([
    ['agency,code,canonical,zh,en\nss,1,,,\n', 'canonical'], ['agency,code,canonical,zh,en\nxx,1,active,,\n', 'agency'],
  ])('a wrong cell is named with file, line and column', (text, column) => {
    write('status.csv', text)
    expect(() => readCodes(dir)).toThrow(expect.objectContaining({ code: 'config.csv_value', params: expect.objectContaining({ file: 'status.csv', line: 2, column }) as object }) as Error)
  })

  test.each([
    ['a later line that says otherwise', '*,1,active,正常,active\n*,2,paused,暂停,paused\nss,7,active,,\nss,7,paused,,\n', { code: 'config.csv_twice', params: { file: 'status.csv', line: 5, found: 'ss,7', meaning: 'paused', first: 4, before: 'active' } }],
    ['a canonical code that nothing names', '*,1,active,正常,active\nss,7,actvie,,\n', { code: 'config.csv_value', params: { file: 'status.csv', line: 3, column: 'canonical', found: 'actvie', expected: 'active' } }],
  ])('%s is a mistake', (_, lines, expected) => {
    write('status.csv', `agency,code,canonical,zh,en\n${lines}`)
    expect(() => readCodes(dir)).toThrow(expect.objectContaining(expected) as Error)
  })

  test('two agencies may mean different things by one code, and a line may say again what one said', () => {
    write('status.csv', 'agency,code,canonical,zh,en\n*,1,active,正常,active\n*,2,paused,暂停,paused\nss,7,active,,\nmi,7,paused,,\nss,7,active,,\n')
    expect(['ss', 'mi'].map(agency => readCodes(dir).canonical(agency, 'status', '7'))).toEqual(['active', 'paused'])
  })
})
