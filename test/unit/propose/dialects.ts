import { citizenCheck, creditCheck } from '../../../src/records/index.js'

/**
 * Header dialects written down by hand from the field (exchange tables of 人社 and 税务, GB/T 40217, the 医保 tables, exports of 金税, cities' monthly
 * sheets), not from the shipped layouts: what a proposal is tested against. `code` are names of table columns, `zh` the words of the standards and
 * exports, `renamed` what offices make of them.
 */
export interface Column {
  /** Names of layout columns that are right. */
  readonly truth: readonly string[]
  readonly code: readonly string[]
  readonly zh: readonly string[]
  readonly renamed: readonly string[]
  readonly value: (row: number) => string
}

export interface Form { readonly name: string; readonly columns: readonly Column[] }

const pad = (n: number, width: number): string => String(n).padStart(width, '0')

/** A person of nobody: a county code that is not assigned. */
export function personId(row: number): string {
  const body = `110000${1960 + row % 40}${pad(1 + row % 12, 2)}${pad(1 + row % 28, 2)}${pad(100 + row * 7 % 900, 3)}`
  return body + citizenCheck(body)
}

export function creditCode(row: number): string {
  const body = `91110000MA0${pad(row * 37 % 99999, 5)}X`
  return body + creditCheck(body)!
}

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰'
const yuan = (n: number): string => n.toFixed(2)
const base = (row: number): number => 5000 + row * 137 % 9000
const day = (row: number): string => `2025${pad(1 + row % 9, 2)}${pad(1 + row % 28, 2)}`
const iso = (row: number): string => day(row).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
const month = (row: number): string => `2025${pad(1 + row % 9, 2)}`
const one = (values: readonly string[]) => (row: number): string => values[row % values.length]!

type Words = readonly [code: readonly string[], zh: readonly string[], renamed: readonly string[]]

function column(truth: string, [code, zh, renamed]: Words, value: Column['value']): Column {
  return { truth: truth.split('|'), code, zh, renamed, value }
}

export const name = (row: number): string => SURNAMES[row % 20]! + GIVEN[row * 7 % 20]! + (row % 3 === 0 ? '' : GIVEN[row * 3 % 20]!)
const unitName = (row: number): string => `某市${GIVEN[row % 20]!}${GIVEN[row * 3 % 20]!}${['商贸有限公司', '第一中学', '机械厂', '人民医院'][row % 4]!}`

/** Columns of persons, units and insurances as each agency calls them. */
const who = (agency: 'ss' | 'mi' | 'tax'): Record<string, Column> => {
  const at = <T>(ss: T, mi: T, tax: T): T => ({ ss, mi, tax })[agency]
  return {
    person_no: column('person_no', at([['AAC001'], ['个人编号', '人员编码'], ['参保人员编号', '社保个人编号']], [['psn_no', 'PSN_NO'], ['人员编号'], ['医保个人编号', '参保人编号']], [['grbh'], ['个人编号'], ['自然人编号', '人员编号']]),
      row => at(`2201${pad(row, 8)}`, `2201000000${pad(row, 10)}`, `6${pad(row, 9)}`)),
    id_type: column('id_type', at([['AAC058', 'AAA029'], ['证件类型', '证件类型代码'], ['身份证件种类', '证照类型']], [['psn_cert_type', 'CERT_TYPE'], ['人员证件类型', '证件类型'], ['证件种类']], [['SFZJLX_DM', 'zjlxDm'], ['身份证件类型', '证件类型'], ['身份证件类型代码']]),
      () => at('01', '01', '201')),
    id_number: column('id_number', at([['AAC147', 'AAE135'], ['证件号码'], ['参保人证件号码', '公民身份证号码', '身份证编号']], [['certno', 'CERT_NO'], ['证件号码'], ['居民身份证号码', '参保人身份证号']], [['SFZJHM', 'zjhm'], ['身份证件号码', '证件号码'], ['缴费人身份证号', '证件号码（身份证）']]), personId),
    name: column('name', at([['AAC003'], ['姓名'], ['参保人姓名', '职工姓名']], [['psn_name'], ['人员姓名', '姓名'], ['参保人员姓名']], [['xm', 'XM'], ['姓名', '纳税人姓名'], ['缴费人姓名']]), name),
    employer_no: column('employer_no', at([['AAB001'], ['单位编号', '单位编码'], ['参保单位编号', '社保单位编号', '单位管理码']], [['emp_no', 'EMP_NO'], ['单位编号'], ['参保单位编号', '医保单位编号']], [['djxh', 'DJXH'], ['登记序号'], ['税务登记序号', '单位编号（税务）']]),
      row => at(`2201${pad(row % 9, 6)}`, `M${pad(row % 9, 12)}`, `1012${pad(row % 9, 16)}`)),
    employer: column('employer|credit_code', at([['AAB998', 'BAB010'], ['统一社会信用代码'], ['单位信用代码', '社会统一信用代码']], [['uscc', 'tax_reg_no'], ['统一社会信用代码'], ['单位税号']], [['NSRSBH', 'shxydm'], ['社会信用代码（纳税人识别号）', '纳税人识别号'], ['缴费人识别号（税号）', '单位纳税人识别号']]), row => creditCode(row % 9)),
    employer_name: column('employer_name|name', at([['AAB004'], ['单位名称'], ['参保单位名称', '用人单位名称', '单位全称']], [['emp_name', 'EMP_NAME'], ['单位名称'], ['参保单位名称']], [['NSRMC', 'nsrmc'], ['纳税人名称'], ['缴费人名称', '缴费单位名称']]), row => unitName(row % 9)),
    insurance: column('insurance', at([['AAE140'], ['险种', '险种代码', '险种类型'], ['参保险种', '缴费险种', '险种编码']], [['insutype', 'INSU_TYPE'], ['险种类型', '险种'], ['参保险种类型', '险种类别']], [['ZSXM_DM', 'zsxmDm'], ['征收项目'], ['征收项目名称', '费种']]),
      one(at(['110', '210', '410'], ['310', '320', '330'], ['10201', '10202', '10204']))),
    area: column('area', at([['AAA027', 'AAB301'], ['统筹区', '行政区划代码'], ['统筹地区', '参保地区划']], [['poolarea_no', 'insu_admdvs'], ['统筹区', '参保区划'], ['统筹区名称', '医保区划']], [['tcqbmDm'], ['统筹区编码'], ['统筹地区']]), one(['220100', '220102'])),
    office: column('office', at([['AAB034'], ['经办机构', '经办机构编码'], ['社保经办机构名称', '参保经办机构']], [['optins_no'], ['经办机构'], ['医保经办机构']], [['sbjbjgDm', 'sbjbjg'], ['社保经办机构', '经办机构'], ['参保经办机构']]), one(['220100A', '220102B'])),
    gender: column('gender', [at(['AAC004'], ['gend'], ['xbDm']), ['性别'], ['性别代码']], one(['1', '2'])),
    birth_date: column('birth_date', [at(['AAC006'], ['brdy'], ['csrq']), ['出生日期'], ['出生年月日']], row => personId(row).slice(6, 14)),
    payer_type: column('payer_type', [at(['AAC066', 'JFRLX'], ['psn_type'], ['JFRLX']), ['缴费人类型'], ['人员类别', '参保人员类别'].slice(agency === 'mi' ? 0 : 1)], one(agency === 'mi' ? ['1101', '1103'] : ['1', '2'])),
  }
}

const ss = who('ss')
const mi = who('mi')
const tax = who('tax')
const pick = (from: Record<string, Column>, ...names: readonly string[]): readonly Column[] => names.map(n => from[n]!)

const span = (code: readonly [readonly string[], readonly string[]], taxWords: boolean): readonly Column[] => [
  column('period_from', [code[0], taxWords ? ['税款所属期起', '税费款所属期起'] : ['费款所属期起'], taxWords ? ['所属期起', '费款所属期（起）'] : ['所属期开始年月', '费款所属起始年月', '所属期（起）']], row => taxWords ? `2025-${pad(1 + row % 9, 2)}-01` : month(row)),
  column('period_to', [code[1], taxWords ? ['税款所属期止', '税费款所属期止'] : ['费款所属期止'], taxWords ? ['所属期止', '费款所属期（止）'] : ['所属期终止年月', '费款所属终止年月', '所属期（止）']], row => taxWords ? `2025-${pad(1 + row % 9, 2)}-28` : month(row)),
]
const periodBooked: readonly Column[] = [
  column('booked_period', [['AAE002'], ['结算年月'], ['建账年月', '做账期号', '台账年月', '记账年月']], () => '202510'),
  column('period', [['AAE003'], ['应缴年月', '对应费款所属期'], ['费款所属年月', '对应缴费所属期', '对应缴款期']], month),
]
const loneBooked: readonly Column[] = [column('booked_period', [['AAE002'], ['费款所属期'], ['费款所属期']], () => '202510'), column('period', [['AAE003'], ['对应费款所属期'], ['费款所属年月', '对应费款所属期']], month)]
const lone: readonly Column[] = [column('period|period_lone', [['AAE003'], ['费款所属期'], ['缴费所属期', '所属月份', '费款所属月份', '所属年月']], month)]

const levyNo = column('levy_no', [['AAZ288'], ['征集通知流水号'], ['征集通知单号', '征集单编号', '核定单号', '应征单号']], row => `ZJ2025${pad(row, 8)}`)
const settleNo = column('levy_no', [['EAZ058'], ['结算单号'], ['结算单编号']], row => `JS${pad(row, 10)}`)
const voucher = (code: readonly string[]): Column => column('voucher', [code, ['电子税票号码'], ['税票号', '电子税票号', '税票号码']], row => `3220125${pad(9 + row % 9, 2)}00${pad(row, 7)}`)
const typeOf = (code: readonly string[]): Column => column('levy_type|pay_type|clct_type', [code, ['缴费类型', '应缴类型'], ['征缴类型', '缴费类型代码']], one(['10', '10', '32']))

const due: readonly Column[] = [
  column('amount_employer|part_employer', [['AAE020'], ['单位应缴金额'], ['单位应缴费额', '单位部分应缴', '单位应缴（元）']], row => yuan(base(row) * 0.16)),
  column('amount_person|part_person', [['AAE022'], ['个人应缴金额'], ['个人应缴费额', '个人部分应缴', '个人应缴（元）']], row => yuan(base(row) * 0.08)),
  column('amount|due_amount', [['AAE058'], ['应缴总金额'], ['应缴金额合计', '应收金额', '应缴费额合计']], row => (Number(yuan(base(row) * 0.16)) + Number(yuan(base(row) * 0.08))).toFixed(2)),
]
const paid: readonly Column[] = [
  column('principal_employer|amount_employer', [['AAE080'], ['单位实缴金额'], ['单位实缴费额', '单位实缴（元）', '单位部分实缴']], row => yuan(base(row) * 0.16)),
  column('principal_person|amount_person', [['AAE082'], ['个人实缴金额'], ['个人实缴费额', '个人实缴（元）', '个人部分实缴']], row => yuan(base(row) * 0.08)),
]
const baseRates: readonly Column[] = [
  column('base', [['AAE180'], ['缴费基数', '个人缴费基数'], ['核定缴费基数', '缴费基数（元）']], row => yuan(base(row))),
  column('rate_employer', [['AAA042'], ['单位缴费比例'], ['单位费率', '单位缴费比例（%）']], () => '0.1600'), column('rate_person', [['AAA041'], ['个人缴费比例'], ['个人费率', '个人比例']], () => '0.0800'),
]
const late = (code: string): Column => column('late_fee', [[code], ['滞纳金'], ['滞纳金额', '滞纳金（元）']], row => row % 9 === 0 ? '1.25' : '0.00')
const dates = (codes: readonly [readonly string[], readonly string[]], value: Column['value']): readonly Column[] => [
  column('remitted_date', [codes[0], ['上解时间', '上解日期'], ['上解日']], value), column('treasury_date', [codes[1], ['入国库时间', '入库日期'], ['入库时间', '国库入库日期']], value),
]
const posted = (code: string): Column => column('posted', [[code], ['足额到账标志', '到账标志'], ['是否到账', '到账标记']], one(['1', '1', '0']))
const headcount = (code: string): Column => column('headcount', [[code], ['人数', '缴费人数'], ['应缴人数', '参保缴费人数']], row => String(1 + row % 40))
const spell = (codes: readonly [readonly string[], readonly string[]], value: Column['value']): readonly Column[] => [
  column('begin_date', [codes[0], ['本次开始日期', '参保日期'], ['参保开始日期', '本次参保日期', '参保起始时间']], value), column('end_date', [codes[1], ['本次终止日期', '参保终止日期'], ['停保日期', '参保截止日期', '终止日期']], row => row % 4 === 0 ? value(row) : ''),
]
const due_date = (code: readonly string[]): Column => column('due_date', [code, ['缴款期限'], ['缴费截止日期', '应缴期限', '限缴日期']], iso)
const sent = (code: readonly string[], value: Column['value']): Column => column('sent_date', [code, ['经办时间', '发送日期'], ['推送日期', '下发时间', '传输日期']], value)

/** Every shipped layout's form, by its name. */
export const FORMS: readonly Form[] = [
  { name: 'ss-employer', columns: pick(ss, 'employer_no', 'employer', 'employer_name', 'area') },
  { name: 'mi-employer', columns: pick(mi, 'employer_no', 'employer', 'employer_name', 'area') },
  { name: 'tax-employer', columns: pick(tax, 'employer_no', 'employer', 'employer_name', 'area') },
  {
    name: 'crosswalk', columns: [
      column('ss_no|employer_no', [['AAB001'], ['社保单位编号'], ['人社单位编号', '单位社保编号']], row => `2201${pad(row, 6)}`), column('mi_no|employer_no', [['EMP_NO'], ['医保单位编号'], ['单位医保编号']], row => `M${pad(row, 12)}`),
      column('tax_no|employer_no', [['DJXH'], ['登记序号'], ['税务登记序号']], row => `1012${pad(row, 16)}`), { ...tax['employer']!, value: creditCode }, { ...ss['employer_name']!, value: unitName }, ss['area']!,
    ],
  },
  { name: 'ss-registration', columns: [...pick(ss, 'person_no', 'id_type', 'id_number', 'name', 'gender', 'birth_date', 'employer_no', 'employer_name', 'insurance'), column('status', [['AAC008'], ['个人参保状态', '参保状态'], ['人员参保状态', '参保状态名称']], one(['1', '1', '4'])), column('status_pay', [['AAC031'], ['个人缴费状态'], ['缴费状态']], one(['1', '1', '3'])), ...spell([['AAE030'], ['AAE031']], day), ss['area']!] },
  { name: 'mi-registration', columns: [...pick(mi, 'person_no', 'id_type', 'id_number', 'name', 'gender', 'birth_date', 'employer_no', 'employer', 'insurance', 'payer_type'), column('status', [['psn_insu_stas'], ['参保状态', '人员参保状态'], ['个人参保状态']], one(['1', '1', '2', '4'])), ...spell([['crt_insu_date'], ['paus_insu_date']], iso), mi['area']!] },
  ...(['ss', 'mi'] as const).map((sender): Form => ({
    name: `tax-registration-${sender}`, columns: [...pick(tax, 'person_no', 'id_type', 'id_number', 'name', 'employer_no', 'employer', 'employer_name'), { ...tax['insurance']!, code: ['xzlxDm'], zh: ['险种类型代码', '险种'], renamed: ['参保险种'], value: one(sender === 'ss' ? ['110', '210'] : ['310', '320']) }, column('status', [['cbzt', 'cbztDm'], ['参保状态'], ['人员参保状态']], one(['1', '1', '4'])), ...spell([['cbrq'], ['cbzzrq']], iso), tax['area']!],
  })),
  { name: 'ss-levy', columns: [levyNo, ...pick(ss, 'person_no', 'id_type', 'id_number', 'name', 'employer_no', 'employer_name', 'insurance'), ...periodBooked, typeOf(['AAA115']), ...baseRates, ...due, sent(['AAE036'], day)] },
  { name: 'ss-levy (40217)', columns: [settleNo, ...loneBooked, typeOf(['AAA115']), ...pick(ss, 'person_no', 'id_number', 'id_type', 'name', 'employer_no', 'employer_name', 'insurance'), ...due, ...baseRates] },
  { name: 'mi-clct-staff', columns: [voucher(['elec_taxrpt_no']), column('levy_no', [['clct_bill_id'], ['征集单号'], ['征集通知单号']], row => `CB${pad(row, 9)}`), ...pick(mi, 'person_no', 'id_type', 'id_number', 'name', 'employer_no', 'insurance', 'payer_type'), ...span([['accrym_begn'], ['accrym_end']], false), column('base', [['psn_clctstd'], ['个人缴费基数'], ['缴费基数']], row => yuan(base(row))), column('part_employer|principal_employer|amount_employer', [['emp_clct_amt'], ['单位缴费金额'], ['单位缴费额', '单位缴纳金额']], row => yuan(base(row) * 0.08)), column('part_person|principal_person|amount_person', [['psn_clct_amt'], ['个人缴费金额'], ['个人缴费额', '个人缴纳金额']], row => yuan(base(row) * 0.02)), typeOf(['clct_type']), posted('clct_flag'), ...dates([['ursn_time'], ['intsury_time']], iso), mi['area']!] },
  { name: 'mi-clct-resident', columns: [voucher(['elec_taxrpt_no']), ...pick(mi, 'person_no', 'id_type', 'id_number', 'name'), { ...mi['insurance']!, value: () => '390' }, ...span([['accrym_begn'], ['accrym_end']], false), column('part_person|principal_person|amount_person', [['psn_clct_amt'], ['个人缴费金额'], ['个人缴费额']], () => '380.00'), typeOf(['clct_type']), posted('clct_flag'), ...dates([['ursn_time'], ['intsury_time']], iso), mi['area']!] },
  { name: 'mi-clct-employer', columns: [voucher(['elec_taxrpt_no']), ...pick(mi, 'employer_no', 'employer', 'employer_name', 'insurance'), ...span([['accrym_begn'], ['accrym_end']], false), headcount('clct_psncnt'), column('part_employer|principal_employer|amount_employer', [['emp_clct_amt'], ['单位缴费金额'], ['单位缴费额']], row => yuan(base(row) * 8)), column('part_person|principal_person|amount_person', [['psn_clct_amt'], ['个人缴费金额'], ['个人缴费额']], row => yuan(base(row) * 2)), late('latefee'), ...dates([['ursn_time'], ['intsury_time']], iso)] },
  ...(['ss', 'mi'] as const).map((sender): Form => ({
    name: `tax-levy-${sender}`, columns: [column('levy_no', [['sbYzXh'], ['应征序号'], ['应征流水号']], row => `YZ${pad(row, 12)}`), ...pick(tax, 'person_no', 'id_type', 'id_number', 'name', 'employer_no', 'employer_name'), { ...tax['insurance']!, code: ['xzlxDm'], zh: ['险种'], renamed: ['险种名称'], value: one(sender === 'ss' ? ['110', '210'] : ['310', '320']) }, ...span([['sfssqQsrq'], ['sfssqZzrq']], true), column('amount|due_amount', [['yjje'], ['应缴金额'], ['应缴费额', '应征金额']], row => yuan(base(row) * 0.24)), due_date(['jkQx'])],
  })),
  { name: 'ss-payment-unit', columns: [voucher(['AAD009']), levyNo, ...pick(ss, 'employer_no', 'employer_name', 'insurance'), ...periodBooked, typeOf(['AAA115']), headcount('AAB119'), ...paid, late('AAE056'), ...dates([['AAE530'], ['AAE531']], row => `${day(row)}101500`), ss['area']!, ss['office']!] },
  { name: 'ss-payment-person', columns: [voucher(['AAD009']), levyNo, ...pick(ss, 'person_no', 'id_type', 'id_number', 'name', 'employer_no', 'insurance'), ...lone, typeOf(['AAA115']), column('refund', [['AAB165'], ['缴费标识'], ['退费标志', '缴退费标识']], one(['0', '0', '1'])), ...paid, late('AAE056'), ...dates([['AAE530'], ['AAE531']], day), posted('AAE078'), ss['area']!] },
  { name: 'tax-receipts', columns: [voucher(['dzsphm', 'DZSPHM']), ...pick(tax, 'employer_no', 'employer', 'employer_name', 'insurance'), column('insurance_item|item', [['ZSPM_DM', 'zspmDm'], ['征收品目'], ['征收品目名称']], one(['企业职工基本养老保险（单位缴纳）', '企业职工基本养老保险（个人缴纳）', '失业保险（单位缴纳）'])), column('item_kind', [['SKZL_DM'], ['税款种类'], ['税款种类名称']], one(['正税', '正税', '滞纳金'])), ...span([['skssqq', 'SKSSQQ'], ['skssqz', 'SKSSQZ']], true), column('amount', [['sjje', 'SJJE'], ['实缴金额'], ['实缴费额', '实缴税额', '实缴（元）金额']], row => yuan(base(row) * 3)), column('paid_date', [['kjrq', 'KJRQ'], ['开具日期'], ['开票日期', '缴款日期']], iso), ...dates([['sjrq1'], ['rkrq', 'RKRQ']], iso)] },
  { name: 'tax-receipts-person', columns: [voucher(['dzsphm']), column('voucher_line', [['dzspmxxh'], ['电子税票明细序号'], ['税票明细序号']], row => String(1 + row % 2)), ...pick(tax, 'id_type', 'id_number', 'name', 'employer_no', 'insurance'), ...span([['skssqq'], ['skssqz']], true), column('amount', [['SJJNSE', 'sjje'], ['实缴金额'], ['实缴费额', '实际缴纳金额']], row => yuan(base(row) * 0.08)), column('paid_date', [['kjrq'], ['开具日期'], ['缴费日期']], iso), column('treasury_date', [['rkrq'], ['入库日期'], ['入库时间']], iso)] },
  { name: 'tax-refunds', columns: [voucher(['dzsphm']), column('original_voucher', [['原电子税票号码'], ['原电子税票号码'], ['原税票号码']], row => `322012508${pad(row, 9)}`), ...pick(tax, 'id_type', 'id_number', 'name', 'insurance'), ...span([['skssqq'], ['skssqz']], true), column('amount', [['TTSE', 'SE'], ['退费金额', '税额'], ['退库金额', '退税额']], row => yuan(base(row) * 0.01)), column('treasury_date', [['THRQ'], ['退还日期'], ['退库日期']], iso)] },
  ...(['ss', 'tax'] as const).map((agency): Form => ({
    name: `${agency}-summary`, columns: [column('window_from', [['AAE310'], ['报表时间起'], ['报表起始时间', '统计日期起']], () => '20250901'), column('window_to', [['AAE311'], ['报表时间止'], ['报表终止时间', '统计日期止']], () => '20250930'), ss['area']!, ss['office']!, { ...ss['insurance']!, value: agency === 'ss' ? ss['insurance']!.value : tax['insurance']!.value }, column('amount_employer', [['AAE080'], ['单位入库总额'], ['单位实缴总额', '单位入库金额']], row => yuan(base(row) * 900)), column('amount_person', [['AAE082'], ['个人入库总额'], ['个人实缴总额', '个人入库金额']], row => yuan(base(row) * 400)), late('AAE056')],
  })),
  { name: 'tax-wages', columns: [...pick(tax, 'employer', 'id_type', 'id_number', 'name', 'insurance'), column('year|period', [['缴费年度'], ['缴费年度'], ['申报年度', '所属年度']], () => '2025'), column('wage', [['jfgz'], ['缴费工资'], ['月缴费工资', '申报缴费工资']], row => yuan(base(row)))] },
  { name: 'bank-tips', columns: [column('voucher', [['txvhno'], ['税票号码'], ['电子税票号码']], row => `32201250900${pad(row, 7)}`), column('txn_no', [['tipssq'], ['交易流水号'], ['TIPS流水号', '银行交易流水号']], row => pad(row, 16)), column('amount', [['tranam'], ['交易金额'], ['扣款金额', '扣税金额']], row => yuan(base(row))), column('status', [['transt'], ['交易状态'], ['交易结果', '扣款状态']], one(['1', '1', '2', '9'])), column('bank_date', [['hostdate'], ['委托日期', '核心日期'], ['银行记账日期', '交易日期']], day), column('tax_date', [['taxdat'], ['扣税日期'], ['扣税日']], day), column('payer', [['pyutna'], ['付款户名'], ['付款人名称']], row => unitName(row % 9)), column('bank', [['pyacbk'], ['付款行'], ['付款行名称']], one(['某某银行营业部', '某某银行支行']))] },
]

/** Columns that offices add and that are nothing hedui reads. */
export const ADDED: readonly (readonly [header: string, value: (row: number) => string])[] = [
  ['序号', row => String(row + 1)], ['备注', () => ''], ['联系电话', row => `1390000${pad(row, 4)}`], ['经办人', name], ['联系人姓名', name], ['法定代表人', name], ['法人证件号码', row => personId(row + 500)], ['录入时间', iso], ['修改日期', day],
  ['主管税务机关', () => '某市税务局第一分局'], ['街道乡镇', () => '某某街道'], ['银行账号', row => `62220000000${pad(row, 8)}`], ['开户银行', () => '某某银行'], ['传输批次号', () => 'PC20250930001'], ['行业', () => '批发业'], ['经济类型', () => '110'], ['户籍地址', () => '某市某区某路1号'],
  ['划入个人账户金额', row => yuan(base(row) * 0.03)], ['省级财政补贴', () => '0.00'], ['参加工作日期', day], ['民族', () => '汉族'], ['原单位名称', row => unitName(row + 3)], ['入库销号日期', iso], ['预算科目', () => '1020101'], ['票证号码', row => pad(row, 8)], ['首次参保年月', () => '201001'], ['组织机构代码', row => creditCode(row).slice(8, 17)],
]
