import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Problem } from '../../../src/kernel/index.js'
import { looksRounded } from '../../../src/layout/index.js'
import { citizenCheck } from '../../../src/records/index.js'
import { layouts, load } from './extract.js'

const ids = Array.from({ length: 12 }, (_, i) => {
  const seventeen = `1100001990010${String(1001 + i)}`
  return seventeen + citizenCheck(seventeen)
})
const ID = ids[0]!
const LEVY = 'AAZ288|AAC147|AAE140|AAE003|AAE058'
const row = (no: number, amount = '100.00', period = '202505'): string => `Z${no}|${ids[no % 12]}|110|${period}|${amount}`

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'none'
}

describe('rows that are no data', () => {
  test('合计 and 小计 rows are left out and counted, wherever the word stands', () => {
    const { records, result } = load([LEVY, row(1), '小计||||100.00', row(2), ' 合　计 |2人|||200.00', '||合计：||200.00', '总计||||200'])
    expect(records.map(r => r['line'])).toEqual([2, 4])
    expect(result).toMatchObject({ rowsRead: 2, rowsTotal: 4, rowsBlank: 0, rowsSetAside: 0, amountRead: 20000, totals: [] })
  })

  test('totals of anything, counted or in brackets, in either language', () => {
    const { records, result } = load([LEVY, row(1), '测试一厂小计||||100.00', '||养老保险合计||100', '合计3笔||||300', '【总计】||||300', '合计（元）||||300', 'Total||||300', '(Sub Total)||||1', '202505累计||||1'])
    expect(records).toHaveLength(1)
    expect(result).toMatchObject({ rowsRead: 1, rowsTotal: 8 })
  })

  test('lines that a terminal draws below the header and around a table are no persons', () => {
    const header = 'AAC001|AAC147|AAC003|AAB001|AAE140|AAC008'
    const { records, result } = load([header, '------|------|------|------|------|------', `P1|${ID}|某甲|U1|110|1`, '+------+------+', `P2|${ID}|--|U1|110|1`], 'ss-registration')
    expect(records.map(r => r['person_no'])).toEqual(['P1', 'P2'])
    expect(result).toMatchObject({ rowsRead: 2, rowsTotal: 2, rowsSetAside: 0 })
  })

  test('a sentence in the place of a number, and nothing else in the row, is set aside and no person or unit', () => {
    const prose = ['截止日期：2025-09-30', '—— 完 ——', '以下空白', '（盖章）', '(盖章)', '※ 数据来源：省集中系统']
    const { records, aside, result } = load(['序号|AAC001|AAC147|AAC003|AAB001|AAE140|AAC008', `1|P1|${ID}|某甲|U1|110|1`, ...prose.map(t => `${t}||||||`), ...prose.map(t => `|${t}|||||`), '2|P2||某乙|||', '经办：|||日期：|||'], 'ss-registration')
    expect(records.map(r => r['person_no'])).toEqual(['P1', 'P2'])
    expect(aside.map(a => a.reason)).toEqual([...prose, ...prose].map(() => 'reason.alone'))
    expect(result).toMatchObject({ rowsRead: 2 + prose.length * 2, rowsTotal: 1 })
    const units = load(['AAB001|AAB998|AAB004', '1|91000000|测试一厂', '以下空白||', '||测试二厂', '3||'])
    expect([units.records.map(r => r['line']), units.aside.map(a => a.line)]).toEqual([[2, 4, 5], [3]])
  })

  test('such words in any case and with blanks inside', () => {
    const words = ['TOTAL', 'total', 'ToTaL：', 'T O T A L', 't o t a l', ' SUB TOTAL ', 'SUBTOTAL', 'GRAND TOTAL', 'grand  total', '合 计', '总　计', '小 计：', '本页 小计', '本 页 小 计', 'ＴＯＴＡＬ']
    const { records, result } = load([LEVY, row(1), ...words.map(word => `${word}||||100.00`), ...words.map(word => `||${word}||100.00`), 'T0001|||202505|1.00'])
    expect(records).toHaveLength(2)
    expect(result).toMatchObject({ rowsRead: 2, rowsTotal: words.length * 2, rowsSetAside: 0 })
  })

  test('what Excel writes as subtotals, whatever it groups by; 汇总 alone, or in a row with a number of its own, is data', () => {
    const { records, result } = load([LEVY, row(1), `|${ID} 汇总|||100.00`, '||110 汇总||100.00', 'Z1 Total||||100.00', '|||202505 汇总|100.00', '总计||||100.00'])
    expect(records).toHaveLength(1)
    expect(result).toMatchObject({ rowsRead: 1, rowsTotal: 5, rowsSetAside: 0 })
    expect(load(['AAB001|AAB998|AAB004|备注', '1|91000000|测试一厂|汇总', '2|91000001|测试汇总|x汇总']).records).toHaveLength(2)
    expect(load(['AAD009|AAB001|AAE140|AAE003|AAE080|AAB004', 'V0001|U1|110|202505|1|测试一厂 汇总'], 'ss-payment-unit').records).toHaveLength(1)
  })

  test('foot lines of printed reports, whatever cells they fill and in a line of any width', () => {
    const lines = ['制表人：张三|审核人：李四||||', '||制表单位：某市||2025-10-10|', '打印日期：|2025-10-10||||', '备注：以系统为准', '　填报人: 王五||||||||', '第 2 页 共 3 页|||||', '注：本表一式两份|||||']
    const { records, result } = load(['AAC001|AAC147|AAC003|AAB001|AAE140|AAC008', `P1|${ID}|某甲|U1|110|1`, ...lines], 'ss-registration')
    expect(records).toHaveLength(1)
    expect(result).toMatchObject({ rowsRead: 1, rowsTotal: lines.length, rowsSetAside: 0 })
  })

  test('the header again, in whatever words, with its titles and the numbers of its columns', () => {
    const title = '某市社保征集表 第1页 共3页||||'
    const again = [title.replace('第1', '第2'), '单位：元||||', ' aaz288 |证件号码|险种代码|AAE003|应缴金额', '1|2|3|4|5', row(2), LEVY, row(3)]
    const { records, result, aside } = load([title, '单位：元||||', LEVY, row(1), ...again], 'ss-levy')
    expect(records.map(r => r['line'])).toEqual([4, 9, 11])
    expect(result).toMatchObject({ rowsRead: 3, rowsTotal: 5, rowsSetAside: 0, headersAgain: { rows: 3, lines: [7, 8, 10] } })
    expect(aside).toEqual([])
  })

  test('the header again with empty cells more or fewer, and a title of one cell', () => {
    const { records, result } = load(['2025年9月征集表', LEVY, row(1), '2025年9月征集表', `${LEVY}||`, row(2)], 'ss-levy')
    expect(records.map(r => r['line'])).toEqual([3, 6])
    expect(result).toMatchObject({ rowsRead: 2, rowsTotal: 2, rowsSetAside: 0, headersAgain: { rows: 1, lines: [5] } })
  })

  test('a header of two rows again, and a person who is called like one of its words', () => {
    const two = ['征集通知流水号|证件号码|姓名|险种|费款所属期|缴费情况|', '|||||单位应缴|个人应缴']
    const { records, result } = load([...two, `Z1|${ID}|应缴|110|202505|1|2`, ...two, `Z2|${ID}|单位|110|202505|1|2`], 'ss-levy')
    expect(records.map(r => r['amount'])).toEqual([300, 300])
    expect(result).toMatchObject({ rowsRead: 2, rowsTotal: 2, headersAgain: { rows: 2, lines: [4, 5] } })
  })

  test('a header in codes over one in words is one header; the row that names units or more columns is read', () => {
    const words = '征集通知流水号|证件号码|险种代码|对应费款所属期|应缴金额'
    for (const lines of [[LEVY, words], [words, LEVY]]) {
      const { records, result } = load([...lines, row(1), ...lines, row(2)], 'ss-levy')
      expect(records.map(r => r['amount'])).toEqual([10000, 10000])
      expect(result).toMatchObject({ rowsRead: 2, rowsSetAside: 0 })
    }
    expect(load([LEVY, `${words}（万元）`, row(1)], 'ss-levy').records.map(r => r['amount'])).toEqual([100_000_000])
    expect(load([LEVY.replace('AAE058', 'XX'), words, row(1)], 'ss-levy').records.map(r => r['amount'])).toEqual([10000])
  })

  test('what begins alike and is no foot line is data', () => {
    const { records, result } = load(['AAE013|AAC001|AAC147|AAC003|AAB001|AAE140|AAC008', `备注：补登|P1|${ID}|某甲|U1|110|1`, '说明|P2||某乙|U1|110|1', '第一车间|P3||单位负|U1|110|1'], 'ss-registration')
    expect(records).toHaveLength(3)
    expect(result.rowsTotal).toBe(0)
    expect(load(['业务状态|AAB001|AAB998|AAB004', '审核|1|91000000|测试一厂', '经办|2|91000001|测试二厂']).records).toHaveLength(2)
    expect(load(['AAB001|AAB998|AAB004', '1|91000000|第1建筑公司', '2|91000001|审核：某公司']).records).toHaveLength(2)
  })

  test('a remark that ends with such a word is none while the row has a number of its own', () => {
    const { records } = load(['AAD009|AAB001|AAE140|AAE003|AAE080|AAB004', 'V0001|U1|110|202505|1|含滞纳金合计'], 'ss-payment-unit')
    expect(records).toHaveLength(1)
  })

  test('words for totals stand in simplified or traditional characters, with blanks before or inside; names that begin with one character of them are data', () => {
    const { records, result } = load(['AAB001|AAB998|AAB004', '1|91000000|合肥某某厂', '2|91000001|  总装某某厂', '|| 合 计', '||合計', '合計（户）||2', '　總計||2', '3|91000002|（共）某某社', '||　小计：'])
    expect(records.map(r => r['name'])).toEqual(['合肥某某厂', '总装某某厂', '（共）某某社'])
    expect(result.rowsTotal).toBe(5)
  })

  test('a unit whose name begins with 合计 is data', () => {
    const { records, result } = load(['AAB001|AAB998|AAB004', '1|91000000|合计会计师事务所', '2|91000001|小计科技有限公司'])
    expect(records).toHaveLength(2)
    expect(result.rowsTotal).toBe(0)
  })

  test('a row with an identity number is data whatever else it says', () => {
    const { records } = load(['AAZ288|AAC147|AAC003|AAE140|AAE003|AAE058', `Z1|${ID}|合计|110|202505|1`])
    expect(records).toHaveLength(1)
  })

  test('a day that stands for none is blank and told: the person is loaded, the money is in no treasury', () => {
    const person = load(['AAC001|AAC147|AAC003|AAB001|AAE140|AAC008|AAE030|AAE031|AAC006', `P1|${ID}|某甲|U1|110|1|00000000|20991231|19000101`], 'ss-registration')
    expect(person.records).toMatchObject([{ id_number: ID, birth_date: '1900-01-01' }])
    expect(Object.keys(person.records[0]!)).not.toEqual(expect.arrayContaining(['begin_date']))
    expect(Object.keys(person.records[0]!)).not.toEqual(expect.arrayContaining(['end_date']))
    expect(person.changes).toEqual([
      { row: 0, field: 'begin_date', before: '00000000', after: '', reason: 'reason.date_none' },
      { row: 0, field: 'end_date', before: '20991231', after: '', reason: 'reason.date_none' },
    ])
    const levy = load(['AAZ288|AAC147|AAE140|AAE003|AAE058|发送日期|缴款期限', `Z1|${ID}|110|202505|1|1900-01-01 00:00:00|99991231`], 'ss-levy')
    expect(levy.records[0]).toMatchObject({ due_date: '9999-12-31' })
    expect(levy.records[0]).not.toHaveProperty('sent_date')
    expect(levy.changes).toEqual([{ row: 0, field: 'sent_date', before: '1900-01-01 00:00:00', after: '', reason: 'reason.date_none' }])
  })

  test('blank rows are counted, not loaded', () => {
    const { records, result } = load([LEVY, row(1), '||||', row(2)])
    expect(records).toHaveLength(2)
    expect(result).toMatchObject({ rowsRead: 2, rowsBlank: 1 })
  })

  test('a sign for nothing is blank', () => {
    const { records, changes } = load(['AAZ288|AAC147|AAC003|AAE140|AAE003|AAE058|AAE180', `Z1|${ID}|-|110|202505|1|NULL`, `Z2|${ID}|\\N|110|202505|1|--`])
    expect(records.map(r => [r['name'], r['base']])).toEqual([[undefined, undefined], [undefined, undefined]])
    expect(changes).toEqual([])
    const padded = load(['AAZ288|AAC147|AAC003|AAE140|AAE003|AAE058|AAE180', `Z1|${ID}| - |110|202505|1|－`, `Z2|${ID}|—　|110|202505|1|NaN`])
    expect(padded.records.map(r => [r['name'], r['base']])).toEqual([[undefined, undefined], [undefined, undefined]])
    expect(padded.issues).toEqual([])
  })
})

describe('rows set aside', () => {
  test.each([
    ['no amount', 'Z1|ID|110|202505|', 'reason.no_amount', 'AAE058'],
    ['an amount that cannot be read', 'Z1|ID|110|202505|12.3.4', 'reason.amount_unreadable', 'AAE058: 12.3.4'],
    ['a part of 分', 'Z1|ID|110|202505|12.345', 'reason.amount_unreadable', 'AAE058: 12.345'],
    ['no period', 'Z1|ID|110||12', 'reason.no_period', 'AAE003'],
    ['a period that cannot be read', 'Z1|ID|110|202513|12', 'reason.period_unreadable', 'AAE003: 202513'],
    ['too few cells', 'Z1|ID|110|202505', 'reason.ragged', '4'],
    ['too many cells', 'Z1|ID|110|202505|12|x', 'reason.ragged', '6'],
  ])('%s', (_, line, reason, detail) => {
    const { records, aside, issues, changes, result } = load([LEVY, row(1), line.replace('ID', ID), row(2)])
    expect(records.map(r => r['line'])).toEqual([2, 4])
    expect(aside).toEqual([{ line: 3, reason, detail }])
    expect([...issues, ...changes]).toEqual([])
    expect(result).toMatchObject({ rowsRead: 3, rowsSetAside: 1 })
  })

  test.each([['2', ''], ['wrong check digit', '110000199001010010'], ['short', '1100'], ['damaged', '1.1E+17'], ['masked', '110000********0010']])('an identity number is never a reason: %s', (_, id) => {
    const { records, aside } = load([LEVY, `Z1|${id}|110|202505|1`])
    expect(aside).toEqual([])
    expect(records).toHaveLength(1)
  })

  test('a mandatory date that cannot be read; one that need not be is an issue', () => {
    const bank = load(['txvhno|tranam|transt|hostdate|taxdat', 'V1|1|1|20250231|20250601', 'V2|1|1||20250601', 'V3|1|1|20250601|20250231'])
    expect(bank.aside).toEqual([{ line: 2, reason: 'reason.date_unreadable', detail: 'hostdate: 20250231' }, { line: 3, reason: 'reason.no_date', detail: 'hostdate' }])
    expect(bank.issues).toEqual([{ row: 2, field: 'tax_date', value: '20250231', reason: 'reason.date_unreadable' }])
  })

  test('a period that ends before it starts', () => {
    const { aside } = load(['AAZ288|AAC147|AAE140|AAE041|AAE042|AAE058', `Z1|${ID}|110|202505|202504|1`])
    expect(aside).toEqual([{ line: 2, reason: 'reason.period_order', detail: '202505-202504' }])
  })

  test('money of rows set aside counts where it can be read', () => {
    const { result } = load([LEVY, row(1), `Z2|${ID}|110|202513|50.00`, `Z3|${ID}|110|202505|x`])
    expect(result).toMatchObject({ rowsRead: 3, rowsSetAside: 2, amountRead: 15000, amountSetAside: 5000, rowsWithoutAmount: 1 })
  })
})

describe('issues', () => {
  test.each([['202609', []], ['202610', ['reason.period_far']], ['199001', []]])('a period of %s under the data date 2025-06-30', (period, reasons) => {
    const { records, issues } = load([LEVY, row(1, '1', period)], undefined, { dataDate: '2025-06-30' })
    expect(records[0]!['period_start']).toBe(Number(period))
    expect(issues.map(i => i.reason)).toEqual(reasons)
  })

  test('faults of a number go with the record, the first is the issue', () => {
    const { records, issues } = load([LEVY, 'Z1|000000199002300010|110|202505|1'])
    expect(records[0]).toMatchObject({ id_fault: expect.stringMatching(/date,province$/) as string, id_unusable: 0 })
    expect(issues).toHaveLength(1)
  })

  test('numbers that Excel rounded: told by the column, five of them and more than one in a hundred', () => {
    const rounded = (n: number): string => `Z${n}|11000019900101${n}000|110|202505|1`
    expect(looksRounded(load([LEVY, ...[1, 2, 3, 4, 5].map(rounded)]).result.idEndings)).toBe(true)
    expect(looksRounded(load([LEVY, ...[1, 2, 3, 4].map(rounded)]).result.idEndings)).toBe(false)
    expect(looksRounded(load([LEVY, ...[1, 2, 3, 4, 5].map(rounded), ...Array.from({ length: 495 }, (_, i) => row(i))]).result.idEndings)).toBe(false)
    expect(looksRounded(load([LEVY, ...[1, 2, 3, 4, 5].map(rounded), ...Array.from({ length: 494 }, (_, i) => row(i))]).result.idEndings)).toBe(true)
    expect(looksRounded(load([LEVY, ...Array.from({ length: 20 }, () => rounded(1))]).result.idEndings)).toBe(false)
  })
})

describe('changes', () => {
  test('each with field, before, after and reason; the record holds what comes after', () => {
    const { records, changes } = load([
      'AAZ288|AAC147|AAC003|AAE140|AAE003|AAE058|AAE036',
      'Z1|11010519491231002x|阿甲•买乙|110|2025-05|1,200.00|2025/5/1',
      'Z2|110105491231002|测　甲|１１０|202505|（5.00）|20250501',
    ])
    expect(changes.toSorted((a, b) => a.row - b.row || a.field.localeCompare(b.field))).toEqual([
      { row: 0, field: 'amount', before: '1,200.00', after: '1200.00', reason: 'reason.separator' },
      { row: 0, field: 'id_number', before: '11010519491231002x', after: '11010519491231002X', reason: 'reason.case' },
      { row: 0, field: 'name', before: '阿甲•买乙', after: '阿甲·买乙', reason: 'reason.dot' },
      { row: 0, field: 'period_start', before: '2025-05', after: '202505', reason: 'reason.period_form' },
      { row: 0, field: 'sent_date', before: '2025/5/1', after: '2025-05-01', reason: 'reason.date_form' },
      { row: 1, field: 'amount', before: '（5.00）', after: '-5.00', reason: 'reason.negative_form' },
      { row: 1, field: 'id_number', before: '110105491231002', after: '11010519491231002X', reason: 'reason.id_15' },
      { row: 1, field: 'insurance', before: '１１０', after: '110', reason: 'reason.width' },
      { row: 1, field: 'name', before: '测　甲', after: '测甲', reason: 'reason.blank' },
    ])
    expect(records.map(r => [r['id_number'], r['name'], r['insurance'], r['period_start'], r['amount'], r['sent_date']])).toEqual([
      ['11010519491231002X', '阿甲·买乙', 'pension', 202505, 120000, '2025-05-01'], ['11010519491231002X', '测甲', 'pension', 202505, -500, '2025-05-01'],
    ])
  })
})

describe('units of money', () => {
  test.each([
    ['应缴金额（元）', '12.34', 1234], ['应缴金额(分)', '1234', 1234], ['应缴金额/万元', '1.234567', 1234567], ['应缴金额【角】', '12.3', 123], ['应缴金额(千元)', '1.2', 120000],
    ['应缴金额（万）', '1', 1000000], ['应缴金额_万元', '1', 1000000], ['应缴金额（单位：百万元）', '1', 100000000], ['应缴金额(人民币元)', '1', 100], ['个人部分', '1', 100],
    ['应缴金额（百元）', '1.23', 12300], ['应缴金额十万元', '1', 10000000], ['应缴金额(单位：千万元)', '1.5', 1500000000], ['应缴金额（千万）', '1', 1000000000], ['应缴金额', '2.5十万元', 25000000],
  ])('the header %s says it', (header, cell, fen) => {
    expect(load([`AAZ288|AAC147|AAE140|AAE003|${header}`, `Z1|${ID}|110|202505|${cell}`]).records[0]!['amount']).toBe(fen)
  })

  test.each([
    ['单位费率(‰)', '5', 5000], ['单位费率‰', '5‰', 5000], ['单位费率(％)', '5‰', 5000], ['单位费率', '5‰', 5000], ['单位费率(%)', '0.5', 5000], ['单位费率（％）', '16', 160000], ['单位缴费比例%', '16%', 160000], ['单位费率', '0.5', 500000], ['单位费率', '16%', 160000],
  ])('a rate under %s: %s', (header, cell, rate) => {
    expect(load([`AAZ288|AAC147|AAE140|AAE003|AAE058|${header}`, `Z1|${ID}|110|202505|1|${cell}`]).records[0]).toMatchObject({ rate_employer: rate })
  })

  test('a rate keeps to the layout where a header is not to be asked', () => {
    const own = layouts.map(l => (l.name === 'ss-levy' ? { ...l, spec: { ...l.spec, unit_in_header: false } } : l))
    expect(load(['AAZ288|AAC147|AAE140|AAE003|AAE058|单位费率(%)', `Z1|${ID}|110|202505|1|0.16`], undefined, { layouts: own }).records[0]).toMatchObject({ rate_employer: 160000 })
  })

  test('so does a row above the header', () => {
    expect(load(['社保征集|单位：万元|||', LEVY, `Z1|${ID}|110|202505|1.5`]).records[0]!['amount']).toBe(1500000)
    expect(load(['社保征集|单位：测试一厂|||', LEVY, `Z1|${ID}|110|202505|1.5`]).records[0]!['amount']).toBe(150)
  })

  test.each([
    ['单位：万元 币种：人民币', 1500000], ['统计期间：2025年5月  单位：万元', 1500000], ['金额单位为千元', 150000], ['（金额单位：人民币万元）', 1500000], ['单位： 万元、人', 1500000], ['计量单位:分', NaN],
    ['单位：人、万元', 1500000], ['单位：|万元', 1500000], ['金额单位||万元', 1500000], ['2025年9月征集表（万元）', 1500000], ['编制单位：|测试一厂', 150], ['征集表（第二部分）', 150],
    ['单位：分公司', 150], ['单位：元宝公司', 150], ['单位：万元大厦', 150], ['编制单位：角美镇', 150],
  ])('anywhere in it, and in no other word: %s', (title, fen) => {
    const { records, aside } = load([title, LEVY, `Z1|${ID}|110|202505|1.5`])
    expect(records[0]?.['amount'] ?? NaN).toBe(fen)
    expect(aside).toHaveLength(Number.isNaN(fen) ? 1 : 0)
  })
})

describe('declared totals', () => {
  test.each([
    ['记录数：2，合计金额：200.00 元', { rows: 2, amount: 20000 }], ['JLS=2', { rows: 2 }], ['总金额（元）：1,200.50', { amount: 120050 }], ['共 2 条', { rows: 2 }],
    ['合计金额 0.02 万元', { amount: 20000 }], ['记录数：２　总金额（分）：20000', { rows: 2, amount: 20000 }], ['合计金额：￥200.00', { amount: 20000 }], ['明细条数:2 总金额:20000分', { rows: 2, amount: 20000 }],
  ])('in a head line: %s', (head, declared) => {
    const { result } = load([head, LEVY, row(1), row(2)])
    expect(result.totals).toEqual([{ ...declared, where: '#1' }])
    expect(result).toMatchObject({ rowsRead: 2, amountWritten: 20000 })
  })

  test('in a foot line of another width, or of the same', () => {
    const foot = load([LEVY, row(1), row(2), '记录数:2|合计金额:200.00'])
    expect(foot.result).toMatchObject({ totals: [{ rows: 2, amount: 20000, where: '#4' }], rowsRead: 2, rowsTotal: 1, rowsSetAside: 0 })
    const wide = load([LEVY, row(1), row(2), '合计金额|200.00|||记录数 2'])
    expect(wide.result).toMatchObject({ totals: [{ rows: 2, amount: 20000, where: '#4' }], rowsRead: 2, rowsTotal: 1 })
  })

  test('the 合计 row of the table itself declares nothing unless the layout says so', () => {
    expect(load([LEVY, row(1), '合计||||999.00']).result.totals).toEqual([])
  })

  const dir = mkdtempSync(join(tmpdir(), 'hedui-control-'))
  afterAll(() => rmSync(dir, { recursive: true }))

  test.each([['a.csv.ctl', 'JLS=1\nZJE=100.00'], ['b.ctl', '记录数,1\n合计金额,100.00'], ['c.csv.jls', '<JLS>1</JLS><ZJE>100.00</ZJE>'], ['d.txt', '总笔数 1\t总金额 100.00 元']])('in a control file %s beside it', (name, text) => {
    writeFileSync(join(dir, name), text)
    const { result } = load([LEVY, row(1)], undefined, { path: join(dir, `${name.slice(0, 1)}.csv`) })
    expect(result.totals).toEqual([{ rows: 1, amount: 10000, where: join(dir, name) }])
  })

  test('a control file that declares nothing is a Problem; a text file is not one', () => {
    writeFileSync(join(dir, 'e.ctl'), '？？')
    expect(codeOf(() => load([LEVY, row(1)], undefined, { path: join(dir, 'e.csv') }))).toBe('layout.control_file')
    writeFileSync(join(dir, 'f.txt'), 'readme')
    expect(load([LEVY, row(1)], undefined, { path: join(dir, 'f.csv') }).result.totals).toEqual([])
  })

  test('in the file’s own sign: a refund declared without minus adds up', () => {
    const { result } = load(['合计金额 30.00', 'AAD009|AAC147|AAB001|AAE140|AAE003|AAB165|AAE082', `V1|${ID}|U|110|202505|1|30.00`], 'ss-payment-person')
    expect(result).toMatchObject({ amountRead: -3000, amountWritten: 3000, totals: [{ amount: 3000 }] })
  })
})

describe('signs of one column', () => {
  test('a kind of adjustment that says there is none is blank', () => {
    const { records, changes } = load(['AAD009|AAC147|AAB001|AAE140|AAE003|AAE082|调账类型', ...['正常', '0', '更正', ''].map(kind => `V1|${ID}|U|110|202505|-1|${kind}`)], 'ss-payment-person')
    expect(records.map(r => [r['adjustment'], r['refund']])).toEqual([[undefined, 1], [undefined, 1], ['更正', 0], [undefined, 1]])
    expect(changes).toEqual([])
  })

  test('a text file of many lines beside the extract is another extract', () => {
    const dir = mkdtempSync(join(tmpdir(), 'hedui-beside-'))
    writeFileSync(join(dir, 'a.txt'), `${'x,1\n'.repeat(30)}记录数:7`)
    expect(load([LEVY, row(1)], undefined, { path: join(dir, 'a.csv') }).result.totals).toEqual([])
    rmSync(dir, { recursive: true })
  })
})
