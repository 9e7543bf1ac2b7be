import { describe, expect, test } from 'vitest'
import { citizenCheck, creditCheck } from '../../../src/records/index.js'
import { load } from './extract.js'

/** Persons and employers of nobody. */
export const ID = `11000019900101001${citizenCheck('11000019900101001')}`
const ID2 = `11000019900101002${citizenCheck('11000019900101002')}`
const CREDIT = `91000000MA0TE5T00${creditCheck('91000000MA0TE5T00')!}`

describe('registration', () => {
  test('from 社保: canonical codes, dates and both statuses', () => {
    const { records, issues, changes } = load([
      'AAC001|AAC058|AAC147|AAC003|AAC004|AAC006|AAB001|AAB998|AAB004|AAE140|AAC008|AAC031|AAE030|AAE031|AAE160|AAA027',
      `P1|01|${ID}|测试甲|1|19900101|U1|${CREDIT}|测试一厂|110|1|1|20200101|99991231||220100`,
      `P2|01|${ID2}|测试乙|2|19900101|U1|${CREDIT}|测试一厂|410|2|2|20200101|20250131|6401|220100`,
    ])
    expect(records).toEqual([
      {
        kind: 'registration', line: 2, agency: 'ss', owner: 'ss', person_no: 'P1', id_type: '01', id_number: ID, id_unusable: 0, name: '测试甲', gender: '1', birth_date: '1990-01-01',
        employer_no: 'U1', employer: CREDIT, employer_name: '测试一厂', insurance: 'pension', status: 'active', begin_date: '2020-01-01', area: '220100',
      },
      {
        kind: 'registration', line: 3, agency: 'ss', owner: 'ss', person_no: 'P2', id_type: '01', id_number: ID2, id_unusable: 0, name: '测试乙', gender: '2', birth_date: '1990-01-01',
        employer_no: 'U1', employer: CREDIT, employer_name: '测试一厂', insurance: 'injury', status: 'paused', begin_date: '2020-01-01', end_date: '2025-01-31', end_reason: 'death',
        area: '220100',
      },
    ])
    expect(changes).toEqual([])
    expect(issues).toEqual([])
  })

  test.each([
    ['0', '', 'none'], ['1', '', 'active'], ['2', '', 'paused'], ['3', '', 'paused'], ['4', '', 'ended'],
    ['1', '1', 'active'], ['1', '2', 'paused'], ['1', '3', 'ended'], ['1', '0', 'active'], ['4', '1', 'ended'], ['0', '1', 'none'],
    ['正常参保', '参保缴费', 'active'], ['正常参保', '暂停缴费（中断）', 'paused'], ['正常参保', '终止缴费', 'ended'], ['未参保', '', 'none'], ['终止参保', '', 'ended'],
  ])('社保 status %s with %s is %s', (status, paying, canonical) => {
    const { records, issues } = load(['AAC147|AAE140|AAC008|AAC031', `${ID}|110|${status}|${paying}`], 'ss-registration')
    expect(records[0]!['status']).toBe(canonical)
    expect(issues).toEqual([])
  })

  test.each([['0', 'none'], ['1', 'active'], ['2', 'paused'], ['3', 'invalid'], ['4', 'ended']])('医保 status %s is %s', (status, canonical) => {
    const { records } = load(['certno|insutype|psn_insu_stas', `${ID}|310|${status}`])
    expect(records[0]).toMatchObject({ status: canonical, insurance: 'medical', owner: 'mi', agency: 'mi' })
  })

  test('tax’s copy carries its sender’s codes: 410 is 工伤 from 社保 and 长期照护 from 医保', () => {
    const lines = ['SFZJHM|xzlxDm|cbzt|djxh', `${ID}|410|3|T1`]
    expect(load(lines, 'tax-registration-ss').records[0]).toMatchObject({ insurance: 'injury', owner: 'ss', agency: 'tax', status: 'paused' })
    expect(load(lines, 'tax-registration-mi').records[0]).toMatchObject({ insurance: 'care', owner: 'mi', agency: 'tax', status: 'invalid' })
  })

  test('document types: ss 05, mi 05 and tax 210 are one; 16 and 17 differ by agency', () => {
    const ss = ['AAC058|AAC147|AAE140|AAC008', ...['01', '04', '05', '06', '07', '08', '16'].map(code => `${code}|H00000001|110|1`)]
    expect(load(ss).records.map(r => r['id_type'])).toEqual(['01', '04', '04', '06', '07', '08', '16'])
    const mi = ['psn_cert_type|certno|insutype|psn_insu_stas', ...['01', '05', '16', '17'].map(code => `${code}|H00000001|310|1`)]
    expect(load(mi).records.map(r => r['id_type'])).toEqual(['01', '04', '227', '16'])
    const tax = ['SFZJLX_DM|SFZJHM|xzlxDm|cbzt', ...['201', '210', '213', '208', '233', '227', '237', '238', '04', '05'].map(code => `${code}|H00000001|110|1`)]
    expect(load(tax, 'tax-registration-ss').records.map(r => r['id_type'])).toEqual(['01', '04', '06', '08', '07', '227', '16', '16', '04', '04'])
  })

  test('the social security number stands in for a blank number with a citizen’s shape only', () => {
    const { records, issues } = load([
      'AAC002|AAC147|AAE140|AAC008',
      `${ID}||110|1`, `CHN00001234567890123||110|1`, `${ID}|${ID}|110|1`, `${ID}|${ID2}|110|1`,
    ])
    expect(records.map(r => r['id_number'])).toEqual([ID, undefined, ID, ID2])
    expect(records.map(r => r['id_unusable'])).toEqual([0, 1, 0, 0])
    expect(issues.map(i => [i.row, i.reason])).toEqual([[1, 'reason.id_blank'], [3, 'reason.id_social_no']])
  })

  test('AAE135 and AAA029 stand in for a blank AAC147, before the social security number', () => {
    const { records, issues } = load([
      'AAC002|AAC058|AAC147|AAA029|AAE135|AAE140|AAC008',
      `${ID}|01||01|${ID2}|110|1`, `|01| |08|E12345678|110|1`, `${ID}|01||||110|1`, `${ID}|01|${ID}|08|E12345678|110|1`, `|01|-|-|${ID2}|110|1`, `${ID}|01||01|-|110|1`,
    ])
    expect(records.map(r => [r['id_type'], r['id_number']])).toEqual([['01', ID2], ['08', 'E12345678'], ['01', ID], ['01', ID], [undefined, ID2], ['01', ID]])
    expect(issues.map(i => [i.row, i.reason])).toEqual([[0, 'reason.id_social_no']])
  })

  test('an unknown code stays, with an issue, and is counted', () => {
    const { records, issues, result } = load(['AAC147|AAE140|AAC008', `${ID}|777|1`, `${ID2}|777|8`])
    expect(records.map(r => [r['insurance'], r['status'], r['owner']])).toEqual([['777', 'active', 'ss'], ['777', '8', 'ss']])
    expect(issues).toEqual([
      { row: 0, field: 'insurance', value: '777', reason: 'reason.code_unknown' }, { row: 1, field: 'insurance', value: '777', reason: 'reason.code_unknown' },
      { row: 1, field: 'status', value: '8', reason: 'reason.code_unknown' },
    ])
    expect([...result.unknownCodes]).toEqual([['insurance:777', 2], ['status:8', 1]])
  })

  test('a revoked row is invalid', () => {
    const { records } = load(['AAC147|AAE140|AAC008|AAA321', `${ID}|110|1|1`, `${ID}|110|1|6`, `${ID}|110|1|3`])
    expect(records.map(r => r['status'])).toEqual(['active', 'invalid', 'invalid'])
  })
})

describe('employer', () => {
  test('one record for each number of a crosswalk row', () => {
    const { records } = load(['统一社会信用代码|单位名称|社保单位编号|医保单位编号|登记序号', `${CREDIT}|测试一厂|S1|M1|T1`, `${CREDIT}|测试一厂||M2|T2`])
    expect(records.map(r => [r['agency'], r['employer_no'], r['credit_code']])).toEqual([
      ['ss', 'S1', CREDIT], ['mi', 'M1', CREDIT], ['mi', 'M2', CREDIT], ['tax', 'T1', CREDIT], ['tax', 'T2', CREDIT],
    ])
  })

  test.each([
    ['ss-employer', 'AAB001|AAB998|AAB004|AAB301'], ['mi-employer', 'emp_no|tax_reg_no|emp_name|insu_admdvs'], ['tax-employer', 'DJXH|SHXYDM|NSRMC|XZQHSZ_DM'],
  ])('%s', (layout, header) => {
    const got = load([header, `N1|${CREDIT}|测试一厂|220100`])
    expect(got.layout).toBe(layout)
    expect(got.records[0]).toMatchObject({ kind: 'employer', employer_no: 'N1', credit_code: CREDIT, name: '测试一厂', area: '220100' })
  })
})

describe('levy', () => {
  const header = 'AAZ288|AAC001|AAC147|AAC003|AAB998|AAE140|AAE003|AAA115|AAC040|AAE180|AAA042|AAA041|AAE020|AAE022|AAE058|AAE036|AAA321'
  test('from 社保', () => {
    const { records, layout } = load([header, `Z1|P1|${ID}|测试甲|${CREDIT}|110|202505|10|5000|5000.00|0.16|0.08|800.00|400.00|1200.00|20250510|1`])
    expect(layout).toBe('ss-levy')
    expect(records).toEqual([{
      kind: 'levy', line: 2, agency: 'ss', owner: 'ss', level: 'person', levy_no: 'Z1', person_no: 'P1', id_number: ID, id_unusable: 0, name: '测试甲', employer: CREDIT, insurance: 'pension',
      period_start: 202505, period_end: 202505, levy_type: '10', base: 500000, rate_employer: 160000, rate_person: 80000, amount_employer: 80000, amount_person: 40000, amount: 120000,
      sent_date: '2025-05-10', live: 1, comparable: 1,
    }])
  })

  test.each([['-0.08', -80000], ['8', 8_000_000], ['1', 1_000_000], ['108%', 1_080_000], ['0.9999', undefined], ['0', undefined], ['', undefined]])('a rate of %s', (rate, kept) => {
    const { records, issues } = load(['AAZ288|AAC147|AAE140|AAE003|AAE058|AAA041', `Z1|${ID}|110|202505|1|${rate}`])
    expect(issues).toMatchObject(kept === undefined ? [] : [{ field: 'rate_person', value: rate, reason: 'reason.rate_range' }])
    if (kept !== undefined) expect(records[0]!['rate_person']).toBe(kept)
  })

  test('parts alone make the amount', () => {
    const { records } = load(['AAZ288|AAC147|AAE140|AAE003|AAE020|AAE022', `Z1|${ID}|110|202505|800|400`, `Z2|${ID}|110|202505||400`])
    expect(records.map(r => r['amount'])).toEqual([120000, 40000])
  })

  test.each([['1', 1], ['2', 1], ['3', 0], ['4', 1], ['5', 1], ['6', 0], ['9', 1], ['', 1]])('AAA321 %s: live %i', (code, live) => {
    expect(load(['AAZ288|AAC147|AAE140|AAE003|AAE058|AAA321', `Z1|${ID}|110|202505|1|${code}`]).records[0]!['live']).toBe(live)
  })

  test.each(['0', '2', '7'])('AAE017 %s, which no list translates: an issue, and live', code => {
    const { records, issues } = load(['AAZ288|AAC147|AAE140|AAE003|AAE058|AAE017', `Z1|${ID}|110|202505|1|${code}`])
    expect(records[0]!['live']).toBe(1)
    expect(issues).toMatchObject([{ field: 'live', value: code, reason: 'reason.code_unknown' }])
  })

  test.each([['Z', '1', 1], ['+', '1', 0], ['-', '1', 0], ['Z', '0', 0], ['Z', '2', 2], ['+', '2', 0], ['', '', 1]])('revs_flag %s, vali_flag %s: live %i', (revs, vali, live) => {
    const lines = ['certno|emp_no|insutype|accrym_begn|accrym_end|emp_clct_amt|psn_clct_amt|revs_flag|vali_flag', `${ID}|M1|310|202505|202505|1|1|${revs}|${vali}`]
    expect(load(lines, 'mi-clct-staff').records[0]!['live']).toBe(live)
  })

  test('yxbz N is not live', () => {
    const lines = ['sbYzXh|zjhm|xzlxDm|sfssqQsrq|sfssqZzrq|yjje|yxbz', `Z1|${ID}|110|2025-05-01|2025-05-31|12.00|N`, `Z2|${ID}|110|2025-05-01|2025-05-31|12.00|Y`]
    expect(load(lines, 'tax-levy-ss').records.map(r => [r['live'], r['period_start'], r['period_end']])).toEqual([[0, 202505, 202505], [1, 202505, 202505]])
  })

  test('40 is a one-off payment at 社保 and an account movement at 医保', () => {
    const ss = load(['AAZ288|AAC147|AAE140|AAE003|AAE058|AAA115', `Z1|${ID}|110|202505|1|40`])
    expect(ss.records[0]).toMatchObject({ levy_type: '40', comparable: 1 })
    const lines = ['certno|emp_no|insutype|accrym_begn|accrym_end|emp_clct_amt|psn_clct_amt|clct_type', ...['10', '36', '40', '41'].map(t => `${ID}|M1|310|202505|202505|1|1|${t}`)]
    expect(load(lines, 'mi-clct-staff').records.map(r => r['comparable'])).toEqual([1, 0, 0, 0])
  })

  test('a resident’s year is one row', () => {
    const { records } = load(['certno|insutype|accrym_begn|accrym_end|psn_clct_amt', `${ID}|390|202501|202512|400`], 'mi-clct-resident')
    expect(records[0]).toMatchObject({ kind: 'levy', insurance: 'medical_resident', period_start: 202501, period_end: 202512, amount: 40000, payer_type: '0' })
  })

  test('医保 staff rows with a voucher are payments, the others levies', () => {
    const { records } = load([
      'clct_bill_id|psn_no|certno|psn_name|emp_no|insutype|cashym|accrym_begn|accrym_end|emp_clct_amt|psn_clct_amt|clct_flag|elec_taxrpt_no|intsury_time|latefee',
      `B1|P1|${ID}|测试甲|M1|310|202506|202505|202505|500.00|100.00|0|||`,
      `B1|P1|${ID}|测试甲|M1|310|202506|202505|202505|500.00|100.00|1|V1|2025-06-10 00:00:00|1.50`,
    ])
    expect(records.filter(r => r['kind'] === 'levy')).toMatchObject([{ line: 2, levy_no: 'B1', amount_employer: 50000, amount_person: 10000, amount: 60000, booked_period: 202506 }])
    expect(records.filter(r => r['kind'] === 'payment')).toMatchObject([{
      line: 3, voucher: 'V1', principal_employer: 50000, principal_person: 10000, principal: 60000, late_fee: 150, amount: 60150, posted: 1, treasury_date: '2025-06-10', refund: 0,
    }])
  })
})

describe('payment', () => {
  test('社保 unit rows: both parts, late fee and both interests', () => {
    const { records, layout } = load([
      'AAZ288|AAD009|AAE140|AAB001|AAE003|AAA115|AAB119|AAE080|AAE082|AAE056|BAC121|AAE239|AAB165|AAE530|AAE531|AAB034|AAA027',
      'Z1|V1|110|U1|202505|10|2|800.00|400.00|1.00|0.20|0.10|0|20250610103000|20250612000000|J1|220100',
    ])
    expect(layout).toBe('ss-payment-unit')
    expect(records).toEqual([{
      kind: 'payment', line: 2, agency: 'ss', owner: 'ss', level: 'unit', voucher: 'V1', levy_no: 'Z1', employer_no: 'U1', insurance: 'pension', period_start: 202505, period_end: 202505,
      pay_type: '10', refund: 0, principal_employer: 80000, principal_person: 40000, principal: 120000, late_fee: 100, interest: 30, amount: 120130, headcount: 2,
      remitted_date: '2025-06-10', treasury_date: '2025-06-12', office: 'J1', area: '220100', live: 1, comparable: 1,
    }])
  })

  test('AAE020 is 单位实缴 in JFXX102', () => {
    const { records, layout } = load([
      'AAZ288|AAD009|AAE140|AAB001|AAC001|AAC147|AAC003|AAE003|AAE020|AAE082', `Z1|V1|110|U1|P1|${ID}|测试甲|202505|800.00|400.00`,
    ])
    expect(layout).toBe('ss-payment-person')
    expect(records[0]).toMatchObject({ level: 'person', principal_employer: 80000, principal_person: 40000, amount: 120000 })
  })

  test.each([
    ['marked and positive', '1', '10', '400', -40000, 1], ['marked and negative', '1', '10', '-400', -40000, 1], ['type 20', '0', '20', '400', -40000, 1],
    ['negative alone', '0', '10', '-400', -40000, 1], ['a payment', '0', '10', '400', 40000, 0], ['marked in words', '退费', '10', '400', -40000, 1],
  ])('the sign of a refund: %s', (_, flag, type, written, amount, refund) => {
    const { records, result } = load(['AAD009|AAC147|AAB001|AAE140|AAE003|AAB165|AAA115|AAE082', `V1|${ID}|U1|110|202505|${flag}|${type}|${written}`], 'ss-payment-person')
    expect(records[0]).toMatchObject({ amount, refund, principal_person: amount, principal: amount })
    expect(result).toMatchObject({ amountRead: amount, amountWritten: Number(written) * 100 })
  })

  test.each([
    ['parts positive, amount negative', '1', '60|40|5|1|-106', [-6000, -4000, -10000, -500, -100, -10600]], ['all positive', '1', '60|40|5|1|106', [-6000, -4000, -10000, -500, -100, -10600]],
    ['all negative', '1', '-60|-40|-5|-1|-106', [-6000, -4000, -10000, -500, -100, -10600]], ['the late fee alone positive', '1', '-60|-40|5||-105', [-6000, -4000, -10000, -500, undefined, -10500]],
    ['both signs that add up', '1', '60|-40|||20', [-6000, 4000, -2000, undefined, undefined, -2000]], ['both signs that add up to the negative', '1', '60|-40|||-20', [-6000, 4000, -2000, undefined, undefined, -2000]],
    ['no amount', '1', '60|40|5||', [-6000, -4000, -10000, -500, undefined, -10500]], ['parts that do not add up', '1', '60|40|||-90', [-6000, -4000, -10000, undefined, undefined, -9000]], ['nothing but parts', '1', '60|40|||0', [-6000, -4000, -10000, undefined, undefined, 0]],
    ['not marked, amount negative', '0', '60|40|||-100', [-6000, -4000, -10000, undefined, undefined, -10000]], ['no refund', '0', '60|-40|5||25', [6000, -4000, 2000, 500, undefined, 2500]],
  ])('the parts of a refund: %s', (_, flag, cells, wanted) => {
    const { records } = load(['AAD009|AAB001|AAE140|AAE003|AAB165|AAE080|AAE082|AAE056|BAC121|实缴总金额', `V1|U1|110|202509|${flag}|${cells}`], 'ss-payment-unit')
    expect(['principal_employer', 'principal_person', 'principal', 'late_fee', 'interest', 'amount'].map(name => records[0]![name])).toEqual(wanted)
  })

  test.each([
    ['x|5|1|16', { principal_person: 500, late_fee: 100, principal: 1500, amount: 1600 }], ['10|x|1|16', { principal_employer: 1000, principal: 1500 }],
    ['x|x||16', { principal: 1600 }], ['|5|1|16', { principal_person: 500, principal: 500 }], ['10|5|1|16', { principal: 1500 }],
  ])('a part that cannot be read makes no smaller principal: %s', (cells, wanted) => {
    const { records, aside } = load(['AAD009|AAC147|AAE140|AAB001|AAE003|AAE080|AAE082|AAE056|sjje', `V1|${ID}|110|E1|202505|${cells}`])
    expect(aside).toEqual([])
    expect(records[0]).toMatchObject({ kind: 'payment', ...wanted })
  })

  test.each(['100', '-100'])('the late fee of a refund of %s without principal', amount => {
    const { records } = load(['AAD009|AAB001|AAE140|AAE003|AAB165|AAE080|AAE056|实缴总金额', `V1|U1|110|202509|1||5|${amount}`], 'ss-payment-unit')
    expect(records[0]).toMatchObject({ principal: -9500, late_fee: -500, amount: -10000 })
  })

  test('the late fee alone of a refund', () => {
    const { records } = load(['AAD009|AAB001|AAE140|AAE003|AAB165|AAE080|AAE056|实缴总金额', 'V1|U1|110|202509|1||5|'], 'ss-payment-unit')
    expect(records[0]).toMatchObject({ principal: 0, late_fee: -500, amount: -500 })
  })

  test('tax receipts: 单位 and 个人 by item, late fee and interest by kind of money', () => {
    const header = '电子税票号码|社会信用代码（纳税人识别号）|纳税人名称|征收项目|征收品目|税款种类|税款所属期起|税款所属期止|实缴金额|开具日期|入库日期'
    const row = (item: string, kind: string): string => `V1|${CREDIT}|测试一厂|企业职工基本养老保险费|${item}|${kind}|2025-05-01|2025-05-31|100.00|2025-06-09|2025-06-12`
    const { records, layout } = load([header, row('职工基本养老保险(单位缴纳)', '正税'), row('职工基本养老保险(个人缴纳)', '正税'), row('职工基本养老保险(单位缴纳)', '滞纳金'), row('职工基本养老保险(个人缴纳)', '利息')])
    expect(layout).toBe('tax-receipts')
    expect(records.map(r => [r['principal_employer'], r['principal_person'], r['late_fee'], r['interest'], r['principal'], r['amount']])).toEqual([
      [10000, undefined, undefined, undefined, 10000, 10000], [undefined, 10000, undefined, undefined, 10000, 10000],
      [undefined, undefined, 10000, undefined, 0, 10000], [undefined, undefined, undefined, 10000, 0, 10000],
    ])
    expect(records[0]).toMatchObject({ insurance: 'pension', owner: 'ss', level: 'unit', agency: 'tax', paid_date: '2025-06-09', treasury_date: '2025-06-12', employer: CREDIT })
  })

  test('tax receipts by person', () => {
    const { records, layout } = load([
      'dzsphm|dzspmxxh|SFZJLX_DM|SFZJHM|XM|ZSXM_DM|ZSPM_DM|skssqq|skssqz|SJJNSE|RTKRQ|YXBZ', `V1|1|201|${ID}|测试甲|10203|102030200|2025-05-01|2025-05-31|100.00|2025-06-12|Y`,
    ])
    expect(layout).toBe('tax-receipts-person')
    expect(records[0]).toMatchObject({ level: 'person', voucher: 'V1', voucher_line: '1', insurance: 'medical', owner: 'mi', principal_person: 10000, live: 1, treasury_date: '2025-06-12' })
  })

  test('tax refunds are negative, by person or unit', () => {
    const { records } = load([
      '电子税票号码|身份证件号码|社会信用代码（纳税人识别号）|征收项目|税款所属期起|税款所属期止|税额|退还日期|收款人', `V1|${ID}||10201|2025-05-01|2025-05-31|100.00|2025-06-12|测试甲`,
      `V2||${CREDIT}|10201|2025-05-01|2025-05-31|-50.00|2025-06-12|测试一厂`,
    ])
    expect(records.map(r => [r['level'], r['amount'], r['refund'], r['treasury_date'], r['payee']])).toEqual([
      ['person', -10000, 1, '2025-06-12', '测试甲'], ['unit', -5000, 1, '2025-06-12', '测试一厂'],
    ])
  })
})

describe('the other kinds', () => {
  test('summary', () => {
    const lines = ['AAE310|AAE311|AAA027|AAB034|AAE140|AAE080|AAE082|AAE056|BAC121|AAE239', '20250501|20250531|220100|J1|110|800.00|400.00|1|0.2|0.1']
    expect(load(lines, 'ss-summary').records).toEqual([{
      kind: 'summary', line: 2, agency: 'ss', owner: 'ss', area: '220100', office: 'J1', insurance: 'pension', window_from: '2025-05-01', window_to: '2025-05-31',
      amount_employer: 80000, amount_person: 40000, late_fee: 100, interest: 30,
    }])
    expect(load(lines, 'tax-summary').records[0]).toMatchObject({ agency: 'tax', owner: 'ss' })
  })

  test('wages: an insurance a row, or one a column', () => {
    const long = load(['SFZJHM|xm|djxh|险种|所属期|缴费工资|缴费基数', `${ID}|测试甲|T1|企业职工基本养老保险|202505|5000|5000`])
    expect(long.layout).toBe('tax-wages')
    expect(long.records).toMatchObject([{ insurance: 'pension', period: 202505, wage: 500000, base: 500000, employer_no: 'T1' }])
    const wide = load(['身份证件号码|姓名|所属年度|企业职工基本养老保险缴费工资|失业保险缴费工资|工伤保险缴费工资', `${ID}|测试甲|2025|5000|5000|`])
    expect(wide.records.map(r => [r['insurance'], r['wage'], r['period']])).toEqual([['pension', 500000, 202501], ['unemployment', 500000, 202501]])
  })

  test.each([['0', 'received'], ['1', 'success'], ['2', 'failed'], ['9', 'reversed']])('bank status %s is %s', (code, status) => {
    const { records, layout } = load(['txvhno|tipssq|tranam|transt|hostdate|taxdat|pyutna', `V1|S1|1200.00|${code}|20250609|20250609|测试一厂`])
    expect(layout).toBe('bank-tips')
    expect(records).toEqual([{
      kind: 'bank_txn', line: 2, agency: 'bank', voucher: 'V1', txn_no: 'S1', amount: 120000, status, bank_date: '2025-06-09', tax_date: '2025-06-09', payer: '测试一厂',
    }])
  })
})
