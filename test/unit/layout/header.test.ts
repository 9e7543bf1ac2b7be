import { describe, expect, test } from 'vitest'
import { Problem } from '../../../src/kernel/index.js'
import { chooseLayout, headerScore } from '../../../src/layout/index.js'
import { headerCell, normalHeader } from '../../../src/layout/header.js'
import { citizenCheck, creditCheck } from '../../../src/records/index.js'
import { layouts, load, preview } from './extract.js'

const ID = `11000019900101001${citizenCheck('11000019900101001')}`
const CREDIT = `91000000MA0TE5T00${creditCheck('91000000MA0TE5T00')!}`

function choose(lines: readonly string[], wanted?: string): ReturnType<typeof chooseLayout> {
  return chooseLayout(layouts, preview(lines.map(l => l.split('|'))), wanted === undefined ? { file: '甲.csv' } : { file: '甲.csv', wanted })
}

function problemOf(lines: readonly string[], wanted?: string): Problem {
  try {
    choose(lines, wanted)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was wrong')
}

describe('a header cell', () => {
  test.each([
    [' 证件 号码 ', '证件号码'], ['*姓名', '姓名'], ['<SPAN title="x">姓名</SPAN>', '姓名'], ['ＡＡＣ００３', 'AAC003'], ['elec_taxrpt_no', 'ELECTAXRPTNO'], ['险种：', '险种'],
    ['实缴金额【元】', '实缴金额(元)'], ['\uFEFFAAC003', 'AAC003'], ['`aac003`', 'AAC003'],
  ])('%j is compared as %s', (cell, normal) => {
    expect(normalHeader(cell)).toBe(normal)
  })

  test.each([
    ['应缴金额（元）', ['应缴金额(元)', '应缴金额'], '元'], ['应缴金额(单位：万元)', ['应缴金额(单位:万元)', '应缴金额'], '万元'], ['险种(AAE140)', ['险种(AAE140)', '险种', 'AAE140'], undefined],
    ['AAE140险种', ['AAE140险种', 'AAE140', '险种'], undefined], ['AAE140.险种', ['AAE140.险种', 'AAE140', '险种'], undefined], ['t.aac003', ['T.AAC003', 'T.', 'AAC003'], undefined],
  ])('%s can be read in these ways', (cell, variants, unit) => {
    expect(headerCell(cell)).toEqual({ variants, unit })
  })
})

describe('a layout that says what its extracts do not have', () => {
  test('is named, with those columns, where nothing else fits', () => {
    const { code, params } = problemOf(['emp_no|emp_name|uscc|insutype|emp_insu_stas', 'M1|某厂|x|310|2'])
    expect([code, params]).toEqual(['layout.excluded', { file: '甲.csv', line: 1, layout: 'mi-employer', columns: 'insutype' }])
  })

  test('gives way to one that comes near and knows more of the header', () => {
    const { code, params } = problemOf(['AAB001|AAB998|AAB004|AAZ288|AAC001|AAC147|AAC003|AAE140|AAE003|AAE180', '1|2|3|4|5|6|7|110|202505|1'])
    expect([code, params]).toEqual(['layout.column_missing', expect.objectContaining({ layout: 'ss-levy', missing: expect.stringContaining('AAE058') as string })])
  })
})

describe('finding the header', () => {
  test('below title rows, in any order, with surplus columns listed', () => {
    const { layout, header } = choose(['社保征集明细表||', '制表日期：2025-06-01||', '||', '序号|AAE058|AAE140|AAZ288|AAC147|备注|AAE003', '1|1|110|Z|x||202505'])
    expect(layout.name).toBe('ss-levy')
    expect(header.line).toBe(4)
    expect(header.columns).toEqual(['序号', 'AAE058', 'AAE140', 'AAZ288', 'AAC147', '备注', 'AAE003'])
    expect([...header.placed]).toEqual(expect.arrayContaining([['amount', 1], ['insurance', 2], ['levy_no', 3], ['id_number', 4], ['period', 6]]))
    expect(header.surplus).toEqual(['序号', '备注'])
    expect(header.above.map(r => r.line)).toEqual([1, 2, 3])
  })

  test('of two rows, the upper over the lower', () => {
    const { header } = choose(['人员||征集|||', '证件号码|姓名|征集通知流水号|险种|应缴年月|应缴金额（元）', 'x|甲|Z|110|202505|1'], 'ss-levy')
    expect(header.line).toBe(2)
    const merged = choose(['证件号码|征集通知流水号|险种|应缴年月|应缴金额|', '||||单位应缴|个人应缴'], 'ss-levy')
    expect(merged.header.line).toBe(2)
    expect([...merged.header.placed.keys()]).toEqual(expect.arrayContaining(['amount_employer', 'amount_person']))
    const parts = choose(['证件号码|征集通知流水号|险种|应缴年月|应缴金额（千元）||', '||||单位|个人|合计'], 'ss-levy')
    expect([...parts.header.placed]).toEqual(expect.arrayContaining([['amount_employer', 4], ['amount_person', 5], ['amount', 6]]))
    expect(parts.header.units.get('amount_person')).toBe('千元')
  })

  test('a cell over several columns is none of them', () => {
    const { header } = choose(['征集通知流水号|证件号码|险种|所属期|单位部分||个人部分||备注', '||||缴费基数|应缴金额|缴费基数|应缴金额|', 'Z|1|110|202505|6000|960|6000|480|'], 'ss-levy')
    expect(header.line).toBe(2)
    expect([...header.placed]).toEqual(expect.arrayContaining([['base_employer', 4], ['amount_employer', 5], ['amount_person', 7]]))
    expect(() => choose(['征集通知流水号|证件号码|险种|所属期|应缴金额|', '||||上月|本月', 'Z|1|110|202505|6000|960'], 'ss-levy')).toThrow(expect.objectContaining({ code: 'layout.column_missing' }))
    // What is below a column without a name is data, where it has a digit, and no name where it is a code or numbers the columns.
    for (const below of ['①|②|③|④|⑤|⑥', '甲|乙|丙|丁|戊|己', 'ZJHM|XM|XZ|SSQ|JE|BZ']) expect(choose(['征集通知流水号|证件号码|险种|所属期|应缴金额|', below, 'Z|1|110|202505|960|某'], 'ss-levy').header.placed.get('amount')).toBe(4)
    expect(choose(['征集通知流水号|证件号码|险种|所属期|应缴金额|', 'Z|1|110|202505|960|某'], 'ss-levy').header.line).toBe(1)
  })

  test('a better synonym wins where two columns would do', () => {
    const { header } = choose(['AAZ288|AAE135|AAC147|AAE140|AAE003|AAE058'])
    expect(header.placed.get('id_number')).toBe(2)
    expect(header).toMatchObject({ surplus: [], secondId: { number: 1, type: -1 } })
    expect(choose(['AAZ288|AAE135|AAE140|AAE003|AAE058']).header.secondId).toBeNull()
  })

  test('a lone 费款所属期 is the period; beside 对应费款所属期 it is the booked period', () => {
    const lone = load(['AAZ288|AAC147|AAE140|费款所属期|AAE058', `Z1|${ID}|110|202505|1`])
    expect(lone.records[0]).toMatchObject({ period_start: 202505, period_end: 202505 })
    expect(lone.records[0]).not.toHaveProperty('booked_period')
    const both = load(['AAZ288|AAC147|AAE140|费款所属期|对应费款所属期|AAE058', `Z1|${ID}|110|202506|202505|1`])
    expect(both.records[0]).toMatchObject({ period_start: 202505, booked_period: 202506 })
    const code = load(['AAZ288|AAC147|AAE140|AAE002|AAE003|AAE058', `Z1|${ID}|110|202506|202505|1`])
    expect(code.records[0]).toMatchObject({ period_start: 202505, booked_period: 202506 })
  })

  test('several months of booking are none, and told', () => {
    const { records, issues } = load(['AAZ288|AAC147|AAE140|AAE002|AAE003|AAE058', `Z1|${ID}|110|202506-202508|202505-202507|1`])
    expect(records[0]).toMatchObject({ period_start: 202505, period_end: 202507 })
    expect(records[0]).not.toHaveProperty('booked_period')
    expect(issues).toMatchObject([{ row: 0, field: 'booked_period', value: '202506-202508', reason: 'reason.period_unreadable' }])
  })

  test('how sure a row is a header', () => {
    const score = headerScore(layouts)
    expect(score(['AAZ288', 'AAC147', 'AAE140', 'AAE003', 'AAE058'])).toBeGreaterThan(100)
    expect(score(['社保征集明细', ''])).toBe(0)
    expect(score(['Z1', ID, '110', '202505', '1'])).toBe(0)
    expect(score(['AAZ288', 'AAC147'])).toBe(2)
  })
})

describe('choosing by the header', () => {
  test('the larger set of mandatory columns wins: JFXX102 contains JFXX101', () => {
    expect(choose(['AAD009|AAE140|AAB001|AAE003|AAE080']).layout.name).toBe('ss-payment-unit')
    expect(choose(['AAD009|AAE140|AAB001|AAE003|AAE080|AAC147']).layout.name).toBe('ss-payment-person')
  })

  test('twins by sender always ask', () => {
    const { code, params } = problemOf(['sbYzXh|zjhm|xzlxDm|sfssqQsrq|yjje'])
    expect([code, params]).toEqual(['layout.sender_unclear', { file: '甲.csv', layouts: 'tax-levy-mi, tax-levy-ss' }])
    expect(choose(['sbYzXh|zjhm|xzlxDm|sfssqQsrq|yjje'], 'tax-levy-mi').layout.name).toBe('tax-levy-mi')
  })

  test('two that fit are named', () => {
    const { code, params } = problemOf(['单位编号|统一社会信用代码|单位名称'])
    expect([code, params]).toEqual(['layout.two_fit', { file: '甲.csv', layouts: 'mi-employer, ss-employer' }])
    expect(problemOf(['单位编号|统一社会信用代码|单位名称']).text('zh-CN')).toContain('--layout')
  })

  test('a header that several agencies could have sent is nobody’s', () => {
    expect(problemOf(['征集通知流水号|证件号码|姓名|险种|费款所属期|应缴金额']).code).toBe('layout.two_fit')
    expect(problemOf(['证件号码|姓名|险种|参保状态|单位编号|单位名称|统一社会信用代码']).code).toBe('layout.two_fit')
  })
})

describe('what is wrong with a header', () => {
  test('none at all', () => {
    const { code, params } = problemOf(['a|b', '1|2'])
    expect([code, params]).toMatchObject(['layout.header_not_found', { file: '甲.csv', rows: 2 }])
  })

  test('none among the rows that are looked at', () => {
    const titles = Array.from({ length: 30 }, (_, i) => `说明${i}`)
    const { code, params } = problemOf([...titles, 'AAZ288|AAC147|AAE140|AAE003|AAE058', 'Z1|1|110|202505|1'], 'ss-levy')
    expect([code, params]).toMatchObject(['layout.header_not_found', { rows: 30 }])
  })

  test('a column is missing: those found and the nearest are named', () => {
    const { code, params } = problemOf(['标题', 'AAZ288|AAC147|AAE14|AAE003|AAE058'], 'ss-levy')
    expect([code, params]).toEqual(['layout.column_missing', {
      file: '甲.csv', line: 2, layout: 'ss-levy', missing: '险种代码（AAE140）', found: 'AAZ288、AAC147、AAE14、AAE003、AAE058', nearest: 'AAE14',
    }])
  })

  test('only a booked period', () => {
    const { code, params } = problemOf(['AAZ288|AAC147|AAE140|建账年月|AAE058'], 'ss-levy')
    expect([code, params]).toEqual(['layout.period_missing', { file: '甲.csv', line: 1, layout: 'ss-levy', booked: '建账年月' }])
  })

  test('empty cells behind the last column, of the rows or of the header alone', () => {
    const header = '征集通知流水号|证件号码|险种|对应费款所属期|应缴金额|备注'
    const rows = [`Z1|${ID}|110|202505|1234.50|`, `Z2|${ID}|110|202505|1234.50|补`]
    for (const lines of [[header, ...rows.map(r => `${r}|`)], [`${header}||`, ...rows]]) {
      const { records, result } = load(lines, 'ss-levy')
      expect(records.map(r => r['amount'])).toEqual([123450, 123450])
      expect(result).toMatchObject({ rowsRead: 2, rowsSetAside: 0 })
    }
    // A delimiter inside the amounts of all rows: 1,234.50 is no 1 yuan.
    expect(load([header, ...rows.map(() => `Z1|${ID}|110|202505|1|234.50|`)], 'ss-levy').result).toMatchObject({ rowsRead: 2, rowsSetAside: 2 })
    expect(load([header, rows[0]!, `${rows[1]!}|`, rows[0]!], 'ss-levy').result).toMatchObject({ rowsRead: 3, rowsSetAside: 1 })
  })

  test('headers in traditional characters', () => {
    const { records } = load(['徵集通知流水號|證件號碼|險種|對應費款所屬期|應繳金額（元）', `Z1|${ID}|110|202505|12.30`, '合計||||12.30', '總計||||12.30'], 'ss-levy')
    expect(records).toMatchObject([{ levy_no: 'Z1', id_number: ID, amount: 1230 }])
  })

  test('another header, near or far', () => {
    const header = 'AAZ288|AAC147|AAE140|AAE003|AAE058'
    const other = 'AAZ288|AAE140|AAC147|AAE003|AAE058'
    const row = `Z1|${ID}|110|202505|1`
    const { code, params } = problemOf([header, row, other])
    expect([code, params]).toEqual(['layout.header_twice', { file: '甲.csv', first: 1, second: 3 }])
    const far = (last: readonly string[]) => (): unknown => load([header, ...Array.from({ length: 50 }, () => row), ...last], 'ss-levy')
    const twice = (second: number): unknown => expect.objectContaining({ code: 'layout.header_twice', params: { file: 'extract.csv', first: 1, second } })
    expect(far([other])).toThrow(twice(52) as Error)
    expect(far(['AAZ288|AAC147|AAE140|AAE003|AAE058|备注'])).toThrow(twice(52) as Error)
    expect(far(['证件号码|征集通知流水号|险种代码|对应费款所属期|应缴金额'])).toThrow(twice(52) as Error)
    expect(far(['征集通知流水号|证件号码|险种代码|对应费款所属期|应缴金额（万元）'])).toThrow(twice(52) as Error)
    expect(far(['单位：万元||||', header])).toThrow(twice(53) as Error)
  })

  test('a column twice', () => {
    const { code, params } = problemOf(['AAZ288|AAC147|AAE140|AAE003|AAE058|AAE058'])
    expect([code, params]).toEqual(['layout.column_twice', { file: '甲.csv', line: 1, header: 'AAE058' }])
  })

  test('a layout that does not exist', () => {
    const { code, params } = problemOf(['a|b'], 'ss-lewy')
    expect([code, params]).toMatchObject(['layout.unknown', { wanted: 'ss-lewy', nearest: 'ss-levy' }])
  })
})

describe('an extract with headers of its own', () => {
  test('every derived value comes out as from the agency’s own form', () => {
    const own = load([
      '征集通知单号|身份证号|缴费人姓名|单位统一社会信用代码|险种名称|所属期起|所属期止|应收金额|个人部分|单位部分|缴费基数|缴款期限|有效标志|缴费类型',
      `Z1|${ID.toLowerCase()}|测 试 甲|${CREDIT.toLowerCase()}|企业职工基本养老保险|2025-05|2025-05|"1,200.00"|400|800|5000|2025/6/15|1|正常`.replaceAll('"', ''),
    ], 'ss-levy')
    const agency = load([
      'AAZ288|AAC147|AAC003|AAB998|AAE140|AAE041|AAE042|AAE058|AAE022|AAE020|AAE180|缴款期限|AAE100|AAA115', `Z1|${ID}|测试甲|${CREDIT}|110|202505|202505|1200|400|800|5000|20250615|1|10`,
    ], 'ss-levy')
    expect(own.records).toEqual(agency.records)
    expect(own.changes.map(c => c.reason).toSorted()).toEqual([
      'reason.blank', ...(CREDIT === CREDIT.toLowerCase() ? [] : ['reason.case']), ...(ID === ID.toLowerCase() ? [] : ['reason.case']), 'reason.date_form', 'reason.period_form', 'reason.period_form',
      'reason.separator',
    ].toSorted())
  })
})
