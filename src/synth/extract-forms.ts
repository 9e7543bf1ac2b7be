import type { TextForm } from './files.js'

/** How an extract is written: its form as text, what stands above its head, and which fields of a record its columns are (for dirt). */
export interface ExtractForm extends TextForm {
  readonly head: readonly string[]
  readonly fields?: readonly string[]
  readonly above?: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

const GB_PIPE = { encoding: 'gb18030', delimiter: '|' } as const
const GB_COMMA = { encoding: 'gb18030', delimiter: ',' } as const
const BOM_COMMA = { encoding: 'utf-8-bom', delimiter: ',' } as const
const COMMA = { encoding: 'utf-8', delimiter: ',' } as const

const DIRTY_REGISTRATION = ['', '', 'id_number', 'name', '', '', '', 'begin_date', '', '']
const DIRTY_COPY = ['', 'id_number', 'name', '', '', '', '', 'begin_date', '', '']

const COPY = words('证件类型 证件号码 姓名 登记序号 统一社会信用代码 险种代码 参保状态 参保日期 参保终止日期 统筹区')
const TAX_LEVY = words(
  '征集通知流水号 应征明细序号 证件类型 证件号码 姓名 登记序号 单位名称 险种 费款所属期起 费款所属期止 应缴类型 单位应缴 个人应缴 应缴金额 缴款期限',
)
const CLCT = words(
  'elec_taxrpt_no clct_bill_id psn_no psn_cert_type certno psn_name insutype accrym_begn accrym_end psn_clct_amt clct_type opt_time' +
    ' intsury_time vali_flag poolarea_no optins_no',
)
const SUMMARY = words('AAE310 AAE311 AAA027 AAB034 AAE140 AAE080 AAE082')

/** The text extracts of a city, each in its agency's own form. */
export const FORMS = {
  'ss-employer': { ...GB_COMMA, head: words('单位编号 统一社会信用代码 单位名称 统筹区') },
  'mi-employer': { ...BOM_COMMA, head: words('emp_no uscc emp_name poolarea_no') },
  'tax-employer': { ...COMMA, head: words('登记序号 社会信用代码（纳税人识别号） 纳税人名称 统筹区') },
  'ss-registration': {
    ...GB_PIPE,
    head: words('AAC001 AAC058 AAC147 AAC003 AAB001 AAE140 AAC008 AAE030 AAE031 AAA027'),
    fields: DIRTY_REGISTRATION,
  },
  'mi-registration': {
    ...BOM_COMMA,
    head: words('psn_no psn_cert_type certno psn_name emp_no insutype psn_insu_stas begndate enddate insu_admdvs'),
    fields: DIRTY_REGISTRATION,
  },
  'tax-registration-ss': { ...COMMA, head: COPY, fields: DIRTY_COPY },
  'tax-registration-mi': { ...COMMA, head: COPY, fields: DIRTY_COPY },
  'ss-levy': {
    ...GB_PIPE,
    above: ['社会保险费征集明细'],
    head: words(
      '征集通知流水号 应征明细序号 个人编号 证件类型 证件号码 姓名 单位编号 险种 费款所属期起 费款所属期止 应缴类型 缴费基数 单位应缴 个人应缴' +
        ' 发送日期 传输类型 统筹区',
    ),
  },
  'mi-clct-staff': { ...BOM_COMMA, head: [...CLCT, ...words('emp_no uscc emp_clct_amt psn_clctstd')] },
  'mi-clct-resident': { ...BOM_COMMA, head: CLCT },
  'mi-clct-employer': {
    ...BOM_COMMA,
    head: words(
      'elec_taxrpt_no emp_no uscc insutype accrym_begn accrym_end clct_psncnt emp_clct_amt psn_clct_amt clct_type intsury_time' +
        ' poolarea_no optins_no',
    ),
  },
  'tax-levy-ss': { ...COMMA, head: TAX_LEVY },
  'tax-levy-mi': { encoding: 'utf-16le', delimiter: '\t', head: TAX_LEVY },
  'ss-payment-person': {
    ...GB_PIPE,
    head: words(
      'AAD009 AAZ288 AAC001 AAC058 AAC147 AAC003 AAB001 AAE140 AAE041 AAE042 AAA115 AAB165 AAE080 AAE082 AAE531 AAE078 AAA027 AAB034 调账类型',
    ),
  },
  'ss-payment-unit': {
    ...GB_PIPE,
    head: words('AAD009 AAZ288 AAB001 AAE140 AAE041 AAE042 AAB119 AAA115 AAE080 AAE082 AAE531 AAA027 AAB034'),
  },
  'tax-receipts-person': {
    ...COMMA,
    head: words(
      '电子税票号码 电子税票明细序号 征集通知流水号 身份证件类型 身份证件号码 姓名 登记序号 征收项目代码 征收品目 税款种类 费款所属期起 费款所属期止' +
        ' 缴费类型 实缴金额 开具日期 入库日期 社保经办机构 统筹区编码 调账类型',
    ),
  },
  'tax-refunds': {
    ...COMMA,
    head: words(
      '电子税票号码 原电子税票号码 身份证件类型 身份证件号码 姓名 征收项目代码 征收品目 费款所属期起 费款所属期止 退费金额 开具日期 退库日期 收款人' +
        ' 社保经办机构 统筹区编码',
    ),
  },
  'ss-summary': { ...GB_PIPE, head: SUMMARY },
  'tax-summary': { ...COMMA, head: SUMMARY },
  'bank-tips': { ...GB_COMMA, head: words('税票号码 交易流水号 交易金额 交易状态 银行日期') },
} as const satisfies Readonly<Record<string, ExtractForm>>

/** Name of an extract of a synthetic city; the shipped layout that reads it has the same. */
export type ExtractName = keyof typeof FORMS

/** Columns of tax's receipts of units, a workbook. */
export const RECEIPTS = words(
  '电子税票号码 登记序号 社会信用代码（纳税人识别号） 纳税人名称 征收项目代码 征收品目 税款种类 费款所属期起 费款所属期止 实缴金额 缴费人数 开具日期' +
    ' 入库日期 社保经办机构 统筹区编码',
)
