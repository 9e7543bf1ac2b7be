import { describe, expect, test } from 'vitest'
import { readCode } from '../../../src/cleanse/code.js'
import type { DateRule } from '../../../src/cleanse/day.js'
import { readDecimal } from '../../../src/cleanse/decimal.js'
import { readId } from '../../../src/cleanse/id.js'
import { creditCode, fold, hasCitizenShape, orgName, personName, readDate, readPeriod, text, type DecimalForm } from '../../../src/cleanse/index.js'
import { citizenCheck, creditCheck } from '../../../src/records/index.js'

const TODAY = 20250630
const ID = `11000019900101001${citizenCheck('11000019900101001')}`
const CREDIT = `91000000MA0TE5T00${creditCheck('91000000MA0TE5T00')!}`

describe('fold', () => {
  test.each([
    ['', '', undefined],
    ['  a  b ', 'a b', 'reason.blank'],
    ['\u3000甲\u00A0\t', '甲', 'reason.blank'],
    ['\uFEFF1\u200B2', '12', 'reason.blank'],
    ['1\u180E2\u061C', '12', 'reason.blank'],
    ['张\u3164三\u2800', '张三', 'reason.blank'],
    ['葛\u{E0100}三\uFE00', '葛三', 'reason.blank'],
    ['１２３Ａ（）', '123A()', 'reason.width'],
    ["'123", '123', 'reason.excel'],
    ['="00123"', '00123', 'reason.excel'],
    ['="甲""乙"', '甲"乙', 'reason.excel'],
    ['=1,234.5', '1,234.5', 'reason.excel'],
    ['=11010519491231002X', '11010519491231002X', 'reason.excel'],
    ['=123', '123', 'reason.excel'],
    ['‘123', '123', 'reason.excel'],
    ['＇１２３', '123', 'reason.excel'],
    [' ="0 1" ', '0 1', 'reason.excel'],
    ['"00123"', '00123', 'reason.excel'],
    ['"甲"乙', '"甲"乙', undefined],
    ['=SUM(A1)', '=SUM(A1)', undefined],
  ])('%j -> %j', (raw, value, reason) => {
    expect(fold(raw)).toEqual({ text: value, reason })
  })
})

describe('names of persons', () => {
  test.each([
    ['测试甲', '测试甲', undefined],
    ['测　甲', '测甲', 'reason.blank'],
    ['测 试 甲', '测试甲', 'reason.blank'],
    ['测试甲   ', '测试甲', 'reason.blank'],
    ...['•', '‧', '∙', '・', '．', '･', '.', '⋅'].map((dot): [string, string, string] => [`阿甲${dot}买乙`, '阿甲·买乙', 'reason.dot']),
    ['阿甲·买乙', '阿甲·买乙', undefined],
    ['阿甲 · 买乙', '阿甲·买乙', 'reason.dot'],
    ['JOHN  TEST', 'JOHN TEST', 'reason.blank'],
    ['ＪＯＨＮ ＴＥＳＴ', 'JOHN TEST', 'reason.width'],
    ['J. TEST', 'J. TEST', undefined],
    ['测\uE863', '测䶮', 'reason.pua'],
    ['测\uE816', '测𠂇', 'reason.pua'],
  ])('%j -> %j', (raw, value, reason) => {
    expect(personName.read(raw)).toEqual({ value, reason, issue: undefined, unreadable: false })
  })

  test.each([['#NAME?', 'reason.excel_error'], ['测\uE000', 'reason.rare_character'], ['测\uFFFD', 'reason.unreadable_character'], ['测€', 'reason.euro_sign'], ['=VLOOKUP(A1,B:C,2)', 'reason.formula'], ['="王"&"某"', 'reason.formula'], ['=1+1', 'reason.formula']])('%j stays and carries %s', (raw, issue) => {
    expect(personName.read(raw)).toMatchObject({ value: raw, issue })
  })

  test('variants of a character are not folded: nobody can know', () => {
    for (const name of ['测昇', '测喆', '測試', '测?', '测□']) expect(personName.read(name)).toMatchObject({ value: name, reason: undefined })
  })
})

describe('names of organisations', () => {
  test.each([
    ['测试（北）有限公司', '测试（北）有限公司', undefined],
    ['测试 有限公司', '测试有限公司', 'reason.blank'],
    ['ＡＢＣ公司', 'ABC公司', 'reason.width'],
    ['TEST TRADING CO', 'TEST TRADING CO', undefined],
  ])('%j -> %j', (raw, value, reason) => {
    expect(orgName.read(raw)).toEqual({ value, reason, issue: undefined, unreadable: false })
  })
})

describe('texts and numbers that identify something', () => {
  test.each([
    ['00012', '00012', undefined, undefined],
    ['\t12', '12', 'reason.blank', undefined],
    ["'12", '12', 'reason.excel', undefined],
    ['１２', '12', 'reason.width', undefined],
    ['2E10', '2E10', undefined, undefined],
    ['#12', '#12', undefined, undefined],
    ['"12"', '12', 'reason.excel', undefined],
  ])('%j -> %j', (raw, value, reason, issue) => {
    expect(text.read(raw)).toEqual({ value, reason, issue, unreadable: false })
  })
})

describe('what Excel destroyed', () => {
  test.each([['1.10105E+17', 'reason.number_damaged'], ['2E+11', 'reason.number_damaged'], ['=A1', 'reason.formula'], ['#REF!', 'reason.excel_error']])('%s identifies nothing', (raw, issue) => {
    for (const type of [text, creditCode]) expect(type.read(raw)).toEqual({ value: '', reason: undefined, issue, unreadable: true })
  })

  test('a number in the form 1E5 may be a code', () => {
    for (const raw of ['1E5', '2e11', '12E45']) expect(text.read(raw)).toMatchObject({ value: raw, issue: undefined })
  })
})

describe('credit codes', () => {
  test.each([
    [CREDIT, CREDIT, undefined, undefined],
    [CREDIT.toLowerCase(), CREDIT, 'reason.case', undefined],
    [`${CREDIT.slice(0, 8)} ${CREDIT.slice(8)}`, CREDIT, 'reason.blank', undefined],
    [CREDIT.slice(0, 17), CREDIT.slice(0, 17), undefined, 'reason.credit_length'],
    [CREDIT.slice(0, 16), CREDIT.slice(0, 16), undefined, 'reason.credit_length'],
    [`I${CREDIT.slice(1)}`, `I${CREDIT.slice(1)}`, undefined, 'reason.credit_characters'],
    [CREDIT.slice(0, 17) + (CREDIT[17] === '0' ? '1' : '0'), CREDIT.slice(0, 17) + (CREDIT[17] === '0' ? '1' : '0'), undefined, 'reason.credit_check_digit'],
    ['110000000000000', '110000000000000', undefined, undefined],
    ['110000MA0TE5T00', '110000MA0TE5T00', undefined, undefined],
    ['11010549123100201', '11010549123100201', undefined, undefined],
    [`${ID}01`, `${ID}01`, undefined, undefined],
    ['L00000000000001', 'L00000000000001', undefined, undefined],
    ['76967479-2', '76967479-2', undefined, 'reason.credit_length'],
    ['', '', undefined, undefined],
  ])('%j -> %j', (raw, value, reason, issue) => {
    expect(creditCode.read(raw)).toEqual({ value, reason, issue, unreadable: false })
  })
})

describe('identity numbers', () => {
  test.each([
    ['sound', ID, '01', { value: ID, reason: undefined, issue: undefined, unusable: false, faults: [] }],
    ['lower-case x', '11010519491231002x', '01', { value: '11010519491231002X', reason: 'reason.case', unusable: false, faults: [] }],
    ['blanks within', `${ID.slice(0, 6)} ${ID.slice(6)}`, '01', { value: ID, reason: 'reason.blank' }],
    ['full width', ID.replace(/\d/g, d => String.fromCharCode(d.charCodeAt(0) + 0xfee0)), '01', { value: ID, reason: 'reason.width' }],
    ['apostrophe', `'${ID}`, '01', { value: ID, reason: 'reason.excel' }],
    ['15 digits', '110105491231002', '01', { value: '11010519491231002X', reason: 'reason.id_15', issue: undefined, faults: [], unusable: false }],
    ['15 digits, no type', '110105491231002', '', { value: '11010519491231002X', reason: 'reason.id_15' }],
    ['15 digits of a passport', '110105491231002', '08', { value: '110105491231002', reason: undefined }],
    ['15 digits without a date', '110105490231002', '01', { value: '110105490231002', reason: undefined, issue: 'reason.id_date', faults: ['date'], unusable: false }],
    ['wrong check digit still serves as a key', '110105194912310021', '01', { issue: 'reason.id_check_digit', faults: ['check_digit'], unusable: false }],
    ['damaged by Excel serves as none', '1.10105E+17', '01', { value: '1.10105E+17', issue: 'reason.id_damaged', unusable: true }],
    ['masked by X serves as none', '110105XXXXXXXX002X', '01', { value: '110105XXXXXXXX002X', issue: 'reason.id_masked', unusable: true }],
    ['damaged to one digit serves as none', '3e+17', '08', { value: '3e+17', issue: 'reason.id_damaged', unusable: true }],
    ['a formula without its result serves as none', '=A2*1', '01', { value: '=A2*1', issue: 'reason.formula', unusable: true }],
    ['an error of Excel serves as none', '#REF!', '01', { value: '#REF!', issue: 'reason.excel_error', unusable: true }],
    ['signs alone serve as none', '??', '01', { value: '??', issue: 'reason.id_length', unusable: true }],
    ['in quotes', `"${ID}"`, '01', { value: ID, reason: 'reason.excel', faults: [] }],
    ['masked serves as none', '110105********002X', '01', { issue: 'reason.id_masked', unusable: true }],
    ['blank serves as none', '', '01', { value: '', faults: [], unusable: true }],
    ['blanks alone', ' \u3000', '01', { value: '', unusable: true }],
  ])('%s', (_, raw, type, expected) => {
    expect(readId(raw, type, TODAY)).toMatchObject(expected)
  })

  test.each([[ID, true], [ID.toLowerCase(), true], ['110105491231002', true], ['000123456789', false], ['', false], ['CHN000012345678901', false]])('%j has a citizen’s shape: %s', (raw, is) => {
    expect(hasCitizenShape(raw)).toBe(is)
  })
})

describe('money', () => {
  const yuan: DecimalForm = { scale: 2, issue: 'reason.amount_unreadable' }
  const fen: DecimalForm = { scale: 0, issue: 'reason.amount_unreadable' }
  const wan: DecimalForm = { scale: 6, issue: 'reason.amount_unreadable' }
  test.each([
    ['1234.56', 123456, undefined],
    ['1234.5', 123450, undefined],
    ['1234', 123400, undefined],
    ['001234.00', 123400, undefined],
    ['1234.5600', 123456, undefined],
    ['0', 0, undefined],
    ['-12.30', -1230, undefined],
    ['-0.00', 0, 'reason.negative_form'],
    ['+12', 1200, 'reason.number_form'],
    ['12.', 1200, 'reason.number_form'],
    ['.5', 50, 'reason.number_form'],
    ['1,234.56', 123456, 'reason.separator'],
    ['1,234,567', 123456700, 'reason.separator'],
    ['１，２３４．５６', 123456, 'reason.separator'],
    ['¥1,234.56', 123456, 'reason.separator'],
    ['1.5万元', 1500000, 'reason.separator'],
    ['1.5 万', 1500000, 'reason.separator'],
    ['120分', 120, 'reason.separator'],
    ['(1.20)元', -120, 'reason.negative_form'],
    ['￥12', 1200, 'reason.separator'],
    ['12元', 1200, 'reason.separator'],
    ['(12.30)', -1230, 'reason.negative_form'],
    ['（12.30）', -1230, 'reason.negative_form'],
    ['12.30-', -1230, 'reason.negative_form'],
    ['−12.30', -1230, 'reason.negative_form'],
    ['- 12', -1200, 'reason.negative_form'],
    ['1234.5600000000001', 123456, 'reason.float'],
    ['0.30000000000000004', 30, 'reason.float'],
    ['99.999999999999986', 10000, 'reason.float'],
    [' 12 ', 1200, 'reason.blank'],
    ["'12", 1200, 'reason.excel'],
    ['9999999999999.99', 999999999999999, undefined],
  ])('%j yuan -> %d fen', (raw, num, reason) => {
    expect(readDecimal(raw, yuan)).toMatchObject({ num, reason, issue: undefined, unreadable: false })
  })

  test.each([
    '12.345', '1,23.45', '1,2345', '12..3', '1.2.3', '--12', '一百', '12a', '1.5E+15', '12%', '99999999999999.99', '#REF!', '12 34', '1 2', '12，34，5', '=SUM(A1:A2)', '12:30', '(-12)', '-(12)',
  ])('%j is no amount, and never rounded to one', raw => {
    expect(readDecimal(raw, yuan)).toMatchObject({ unreadable: true, issue: 'reason.amount_unreadable', num: NaN, value: '' })
  })

  test('blank is no amount, and no fault', () => {
    expect(readDecimal('', yuan)).toMatchObject({ num: NaN, unreadable: false, issue: undefined })
  })

  test('in the unit that the layout or the header says', () => {
    expect(readDecimal('123456', fen)).toMatchObject({ num: 123456, reason: undefined })
    expect(readDecimal('1234.56', fen)).toMatchObject({ unreadable: true })
    expect(readDecimal('1.234567', wan)).toMatchObject({ num: 1234567, reason: undefined })
    expect(readDecimal('0.000001', wan)).toMatchObject({ num: 1 })
    expect(readDecimal('0.0000001', wan)).toMatchObject({ unreadable: true })
  })

  test('a change shows the amount in the unit of the column', () => {
    expect(readDecimal('1,234.5', yuan).value).toBe('1234.50')
    expect(readDecimal('1,234', fen).value).toBe('1234')
    expect(readDecimal('(1,234.5)', wan).value).toBe('-1234.500000')
  })
})

describe('rates and counts', () => {
  const fraction: DecimalForm = { scale: 6, issue: 'reason.rate_unreadable' }
  const percent: DecimalForm = { scale: 4, issue: 'reason.rate_unreadable' }
  const mille: DecimalForm = { scale: 3, issue: 'reason.rate_unreadable' }
  const count: DecimalForm = { scale: 0, issue: 'reason.count_unreadable' }
  test.each([
    ['0.16', fraction, 160000, undefined], ['16%', fraction, 160000, 'reason.percent'], ['16', percent, 160000, undefined], ['16%', percent, 160000, undefined],
    ['5‰', fraction, 5000, 'reason.percent'], ['3.5 ‰', fraction, 3500, 'reason.percent'], ['5', mille, 5000, undefined], ['5‰', mille, 5000, undefined], ['5‰', percent, 5000, 'reason.percent'], ['0.5%', mille, 5000, 'reason.percent'],
    ['0.0035', fraction, 3500, undefined], ['0.35%', fraction, 3500, 'reason.percent'], ['12', count, 12, undefined], ['12.0', count, 12, undefined], ['12人', count, 12, 'reason.separator'],
  ])('%j', (raw, form, num, reason) => {
    expect(readDecimal(raw, form)).toMatchObject({ num, reason })
  })

  test('half a person is no count', () => {
    expect(readDecimal('1.5', count)).toMatchObject({ unreadable: true, issue: 'reason.count_unreadable' })
  })
})

describe('dates', () => {
  const rule: DateRule = { declared: new Set(['yyyymmdd', 'yyyymmddhhmmss']), month: null, openEnd: false }
  test.each([
    ['20250301', '2025-03-01', undefined],
    ['20250301142530', '2025-03-01', undefined],
    ['2025-03-01', '2025-03-01', undefined],
    ['2025/3/1', '2025-03-01', 'reason.date_form'],
    ['2025/03/01', '2025-03-01', 'reason.date_form'],
    ['2025.03.01', '2025-03-01', 'reason.date_form'],
    ['2025-3-1', '2025-03-01', 'reason.date_form'],
    ['2025年3月1日', '2025-03-01', 'reason.date_form'],
    ['2025-03-01 14:25:30', '2025-03-01', 'reason.date_form'],
    ['2025-03-01T14:25:30', '2025-03-01', 'reason.date_form'],
    ['2025-03-01 00:00:00.0', '2025-03-01', 'reason.date_form'],
    ['2025/3/1 0:00', '2025-03-01', 'reason.date_form'],
    ['２０２５０３０１', '2025-03-01', 'reason.width'],
    [' 20250301', '2025-03-01', 'reason.blank'],
    ['20240229', '2024-02-29', undefined],
    ['', '', undefined],
  ])('%j -> %j', (raw, value, reason) => {
    expect(readDate(raw, rule)).toMatchObject({ value, reason, unreadable: false })
  })

  test.each(['20250229', '2025-13-01', '2025-00-10', '202503', '45717', '01/03/2025', '3/1/25', '25-03-01', '2025-03', '00000000', '2025-03-01 25:00:00', '20250301235960', '今天'])('%j names no day without doubt', raw => {
    expect(readDate(raw, rule)).toMatchObject({ unreadable: true, issue: 'reason.date_unreadable', value: '' })
  })

  test('a declared form is no change, in its padded form either', () => {
    const declared: DateRule = { declared: new Set(['yyyy/m/d hh:mm:ss', 'yyyy年m月d日']), month: null, openEnd: false }
    for (const raw of ['2025/3/1 0:00:00', '2025/03/01 00:00:00', '2025年3月1日', '2025年03月01日']) expect(readDate(raw, declared)).toMatchObject({ value: '2025-03-01', reason: undefined })
  })

  test('a day as Excel counts it is read where the layout declares it, and nowhere else', () => {
    const declared: DateRule = { declared: new Set(['serial']), month: null, openEnd: false }
    expect(readDate('45717', declared)).toMatchObject({ value: '2025-03-01', reason: undefined })
    expect(readDate('45717.5', declared)).toMatchObject({ value: '2025-03-01', reason: undefined })
    expect(readDate('60', declared)).toMatchObject({ unreadable: true })
    expect(readDate('61', declared)).toMatchObject({ value: '1900-03-01' })
    expect(readDate('99999', declared)).toMatchObject({ value: '2173-10-13' })
    expect(readDate('202503', declared)).toMatchObject({ unreadable: true })
  })

  test('an open end is blank', () => {
    const end: DateRule = { declared: new Set(['yyyymmdd']), month: 'last', openEnd: true }
    for (const raw of ['9999/12', '9999/12/31', '99991231', '9999-12-31', '999912']) expect(readDate(raw, end)).toMatchObject({ value: '', unreadable: false, issue: undefined })
  })

  test('days that programs write where there is none are blank, as far as a field can have none of them', () => {
    const zero = ['00000000', '0000-00-00', '0000/00/00 00:00:00', '0', '00:00:00', '0001-01-01', '00010101', '0001-01-01 00:00:00']
    const early = ['1900-01-01', '19000101', '1900/1/0', '1900-01-01 00:00:00', '1899-12-30', '1899/12/31']
    const far = ['9999-12-31', '20991231', '2099/12/31', '2999-12-31 00:00:00', '９９９９-12-31']
    const none = { value: '', reason: 'reason.date_none', issue: undefined, unreadable: false }
    for (const raw of [...zero, ...early, ...far]) expect([raw, readDate(raw, { ...rule, none: 'all' })]).toEqual([raw, none])
    for (const raw of [...zero, ...early]) expect([raw, readDate(raw, { ...rule, none: 'early' })]).toEqual([raw, none])
    for (const raw of far) expect(readDate(raw, { ...rule, none: 'early' }).value).toMatch(/^[29]\d99-12-31$/)
    for (const raw of zero) expect([raw, readDate(raw, { ...rule, none: 'zero' })]).toEqual([raw, none])
    expect(readDate('1900-01-01', { ...rule, none: 'zero' })).toMatchObject({ value: '1900-01-01', reason: undefined })
    const end: DateRule = { declared: new Set(['yyyymmdd']), month: 'last', openEnd: true, none: 'all' }
    for (const raw of ['209912', '2099-12-31', '00000000']) expect(readDate(raw, end)).toEqual(none)
    for (const raw of ['999912', '9999-12-31']) expect(readDate(raw, end)).toMatchObject({ value: '', reason: undefined })
    for (const raw of ['2099-12-30', '1900-01-02', '2098-12-31']) expect(readDate(raw, { ...rule, none: 'all' })).toMatchObject({ value: raw, reason: undefined })
  })

  test('a month is its first day as a begin and its last as an end', () => {
    expect(readDate('202402', { ...rule, month: 'first' })).toMatchObject({ value: '2024-02-01', reason: 'reason.date_form' })
    expect(readDate('202402', { ...rule, month: 'last' })).toMatchObject({ value: '2024-02-29', reason: 'reason.date_form' })
    expect(readDate('2023/2', { ...rule, month: 'last' })).toMatchObject({ value: '2023-02-28', reason: 'reason.date_form' })
  })
})

describe('periods', () => {
  const rule = { declared: new Set(['yyyymm']), year: false }
  test.each([
    ['202503', 202503, 202503, undefined],
    ['2025-03', 202503, 202503, 'reason.period_form'],
    ['2025/3', 202503, 202503, 'reason.period_form'],
    ['2025年3月', 202503, 202503, 'reason.period_form'],
    ['2025.03', 202503, 202503, 'reason.period_form'],
    ['2025.3', 202503, 202503, 'reason.period_form'],
    ['202503.0', 202503, 202503, 'reason.float'],
    ['2025年1-3月', 202501, 202503, 'reason.period_form'],
    ['2025年11月至12月', 202511, 202512, 'reason.period_form'],
    ['2025-03-01T00:00:00.000+08:00', 202503, 202503, 'reason.period_form'],
    ['2025-03-01', 202503, 202503, 'reason.period_form'],
    ['20250331', 202503, 202503, 'reason.period_form'],
    ['２０２５０３', 202503, 202503, 'reason.width'],
    ['202501-202512', 202501, 202512, undefined],
    ['202501至202512', 202501, 202512, undefined],
    ['2025年1月-2025年12月', 202501, 202512, 'reason.period_form'],
    ['2025年1月——2025年3月', 202501, 202503, 'reason.period_form'],
    ['2025年1月——3月', 202501, 202503, 'reason.period_form'],
    ['202501——202503', 202501, 202503, undefined],
    ['20250101-20251231', 202501, 202512, 'reason.period_form'],
    ['2025-01-01 至 2025-12-31', 202501, 202512, 'reason.period_form'],
    [' 202503', 202503, 202503, 'reason.blank'],
  ])('%j', (raw, from, to, reason) => {
    expect(readPeriod(raw, rule)).toMatchObject({ from, to, reason, unreadable: false })
  })

  test.each(['2025.1', '202513', '202500', '2025', '25-03', 'Mar-25', '202512-202501', '45717', '189912', '2025-02-30'])('%j is no period', raw => {
    expect(readPeriod(raw, rule)).toMatchObject({ unreadable: true, issue: 'reason.period_unreadable', from: NaN, to: NaN })
  })

  test('Excel’s count of days is a period where the layout declares it', () => {
    expect(readPeriod('45717', { declared: new Set(['serial']), year: false })).toMatchObject({ from: 202503, to: 202503, reason: undefined })
  })

  test('a year is its twelve months where the column says year', () => {
    for (const raw of ['0000', '1899年度', '0025', '25']) expect(readPeriod(raw, { ...rule, year: true })).toMatchObject({ unreadable: true })
    for (const raw of ['2025', '2025年', '2025年度']) expect(readPeriod(raw, { ...rule, year: true })).toMatchObject({ from: 202501, to: 202512, reason: undefined })
  })
})

describe('codes', () => {
  const known: Readonly<Record<string, string>> = { '01': 'a', '1': 'a', X: 'b', '-': '' }
  const translate = (code: string): string | undefined => known[code]
  test.each([
    ['01', { value: 'a', reason: undefined, issue: undefined, known: true }],
    [' 01', { value: 'a', reason: 'reason.blank', code: '01', known: true }],
    ['０１', { value: 'a', reason: 'reason.width', code: '01', known: true }],
    ["'01", { value: 'a', reason: 'reason.excel', known: true }],
    ['-', { value: '', known: true, issue: undefined }],
    ['77', { value: '77', issue: 'reason.code_unknown', known: false }],
    [' 77', { value: '77', reason: 'reason.blank', issue: 'reason.code_unknown', known: false }],
  ])('%j', (raw, expected) => {
    expect(readCode(raw, translate)).toMatchObject(expected)
  })
})
