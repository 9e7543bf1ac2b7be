/** Columns of an extract as the tests write it: field, header, and what stands there unless a row says otherwise (undefined: the column is absent unless a row fills it). */
type Form = readonly (readonly [field: string, header: string, usual?: string])[]

const PERSON_SS: Form = [['person_no', '个人编号', ''], ['id_type', '证件类型', '01'], ['id', '证件号码', ''], ['name', '姓名', '某甲']]
const PERSON_TAX: Form = [['person_no', '个人编号'], ['id_type', '身份证件类型', '201'], ['id', '身份证件号码', ''], ['name', '姓名', '某甲']]
const MONTHS: Form = [['from', '费款所属期起', '202508'], ['to', '费款所属期止', '202508']]
const PLACE: Form = [['area', '统筹区编码'], ['office', '经办机构']]

/** The forms in which the tests write the shipped layouts. */
export const FORMS = {
  'ss-registration': [...PERSON_SS, ['employer_no', '单位编号', 'S1'], ['insurance', '险种', '110'], ['status', '个人参保状态', '1'], ['begin', '参保开始日期', '20200101'], ['end', '参保终止日期', ''], ['reason', '终止原因'], ['payer', '缴费人类型'], ['area', '统筹区', '220101'], ['transfer', '数据传输类型', '1']],
  'mi-registration': [['person_no', 'psn_no', ''], ['id_type', 'psn_cert_type', '01'], ['id', 'certno', ''], ['name', 'psn_name', '某甲'], ['employer_no', 'emp_no', 'M1'], ['insurance', 'insutype', '310'], ['status', 'psn_insu_stas', '1'], ['begin', 'begndate', '2020-01-01'], ['end', 'enddate', ''], ['payer', '缴费人类型'], ['area', 'insu_admdvs', '220101'], ['valid', 'vali_flag', '1']],
  'tax-registration-ss': [...PERSON_TAX, ['employer_no', '登记序号', 'D1'], ['insurance', '险种代码', '110'], ['status', '参保状态', '1'], ['begin', '参保日期', '2020-01-01'], ['end', '参保终止日期', ''], ['area', '统筹区', '220101'], ['valid', '有效标志', 'Y']],
  'tax-registration-mi': [...PERSON_TAX, ['employer_no', '登记序号', 'D1'], ['insurance', '险种代码', '310'], ['status', '参保状态', '1'], ['begin', '参保日期', '2020-01-01'], ['end', '参保终止日期', ''], ['area', '统筹区', '220101'], ['valid', '有效标志', 'Y']],
  'ss-employer': [['no', '单位编号', ''], ['code', '统一社会信用代码', ''], ['name', '单位名称', '某公司']],
  'mi-employer': [['no', 'emp_no', ''], ['code', 'uscc', ''], ['name', 'emp_name', '某公司']],
  'tax-employer': [['no', '登记序号', ''], ['code', '社会信用代码（纳税人识别号）', ''], ['name', '纳税人名称', '某公司']],
  'ss-levy': [['no', '征集通知流水号', ''], ['line', '应征明细序号', '1'], ...PERSON_SS, ['employer_no', '单位编号', 'S1'], ['insurance', '险种', '110'], ...MONTHS, ['type', '应缴类型', '10'], ['base', '缴费基数'], ['rate_unit', '单位缴费比例'], ['rate_person', '个人缴费比例'], ['payer', '缴费人类型'], ['unit', '单位应缴', '160.00'], ['person', '个人应缴', '80.00'], ['total', '应缴总金额'], ['sent', '发送日期', '20250818'], ['transfer', '数据传输类型', '1']],
  'tax-levy-ss': [['no', '征集通知流水号', ''], ['line', '应征明细序号', '1'], ...PERSON_TAX, ['employer_no', '登记序号', 'D1'], ['insurance', '险种', '110'], ...MONTHS, ['type', '应缴类型', '10'], ['unit', '单位应缴', '160.00'], ['person', '个人应缴', '80.00'], ['sent', '发送日期'], ['due', '缴款期限', '2025-09-15'], ['valid', '有效标志', 'Y']],
  'tax-levy-mi': [['no', '征集通知流水号', ''], ...PERSON_TAX, ['employer_no', '登记序号', 'D1'], ['insurance', '险种', '310'], ...MONTHS, ['type', '应缴类型', '10'], ['unit', '单位应缴', '160.00'], ['person', '个人应缴', '80.00'], ['sent', '发送日期'], ['due', '缴款期限', '2025-09-15'], ['valid', '有效标志', 'Y']],
  'mi-clct-staff': [['voucher', 'elec_taxrpt_no', ''], ['no', 'clct_bill_id', ''], ['person_no', 'psn_no', ''], ['id_type', 'psn_cert_type', '01'], ['id', 'certno', ''], ['name', 'psn_name', '某甲'], ['employer_no', 'emp_no', 'M1'], ['insurance', 'insutype', '310'], ['from', 'accrym_begn', '202508'], ['to', 'accrym_end', '202508'], ['unit', 'emp_clct_amt', '160.00'], ['person', 'psn_clct_amt', '80.00'], ['type', 'clct_type', '10'], ['sent', 'opt_time', '2025-08-18'], ['treasury', 'intsury_time', ''], ['posted', 'clct_flag'], ['reversal', 'revs_flag'], ['valid', 'vali_flag', '1']],
  'mi-clct-resident': [['voucher', 'elec_taxrpt_no', ''], ['no', 'clct_bill_id', ''], ['person_no', 'psn_no', ''], ['id_type', 'psn_cert_type', '01'], ['id', 'certno', ''], ['name', 'psn_name', '某甲'], ['insurance', 'insutype', '390'], ['from', 'accrym_begn', '202601'], ['to', 'accrym_end', '202612'], ['person', 'psn_clct_amt', '400.00'], ['type', 'clct_type', '10'], ['sent', 'opt_time', '2025-08-18'], ['treasury', 'intsury_time', '']],
  'ss-payment-person': [['voucher', '电子税票号码', ''], ['line', '电子税票明细序号'], ['no', '征集通知流水号'], ...PERSON_SS, ['employer_no', '单位编号', 'S1'], ['insurance', '险种', '110'], ...MONTHS, ['type', '缴费类型', '10'], ['refund', '缴费标识', '0'], ['unit', '单位实缴', '160.00'], ['person', '个人实缴', '80.00'], ['late', '滞纳金'], ['treasury', '入国库日期', '20250827'], ['posted', '到账标志'], ['failure', '失败原因'], ['original', '原电子税票号码'], ['payee', '收款人'], ...PLACE, ['transfer', '数据传输类型']],
  'ss-payment-unit': [['voucher', '电子税票号码', ''], ['employer_no', '单位编号', 'S1'], ['insurance', '险种', '110'], ...MONTHS, ['heads', '缴费人数'], ['type', '缴费类型', '10'], ['unit', '单位实缴', '160.00'], ['person', '个人实缴', '80.00'], ['late', '滞纳金'], ['treasury', '入国库日期', '20250827'], ...PLACE],
  'tax-receipts': [['voucher', '电子税票号码', ''], ['employer_no', '登记序号', 'D1'], ['insurance', '征收项目代码', '10201'], ['item', '征收品目', '职工基本养老保险(单位缴纳)'], ['kind', '税款种类', '正税'], ...MONTHS, ['amount', '实缴金额', '160.00'], ['type', '缴费类型', '10'], ['heads', '缴费人数'], ['paid', '开具日期', '2025-08-25'], ['remitted', '上解日期'], ['treasury', '入库日期', '2025-08-27'], ['adjust', '调账类型'], ['channel', '缴费渠道'], ...PLACE, ['valid', '有效标志']],
  'tax-receipts-person': [['voucher', '电子税票号码', ''], ['line', '电子税票明细序号'], ['no', '征集通知流水号'], ...PERSON_TAX, ['employer_no', '登记序号', 'D1'], ['insurance', '征收项目代码', '10201'], ['item', '征收品目', '职工基本养老保险(单位缴纳)'], ['kind', '税款种类', '正税'], ...MONTHS, ['type', '缴费类型', '10'], ['amount', '实缴金额', '160.00'], ['paid', '开具日期', '2025-08-25'], ['treasury', '入库日期', '2025-08-27'], ['adjust', '调账类型'], ['channel', '缴费渠道'], ...PLACE, ['valid', '有效标志']],
  'tax-refunds': [['voucher', '电子税票号码', ''], ['original', '原电子税票号码', ''], ...PERSON_TAX, ['employer_no', '登记序号'], ['insurance', '征收项目代码', '10201'], ['item', '征收品目', '职工基本养老保险(单位缴纳)'], ...MONTHS, ['amount', '退费金额', '160.00'], ['paid', '开具日期', '2025-09-19'], ['treasury', '退库日期', '2025-09-20'], ['payee', '收款人']],
  'ss-summary': [['from', '报表时间起', '20250801'], ['to', '报表时间止', '20250831'], ['area', '统筹区', '220101'], ['office', '经办机构', '22010101'], ['insurance', '险种', '110'], ['unit', '单位入库总额', '160.00'], ['person', '个人入库总额', '80.00'], ['late', '滞纳金'], ['interest', '利息']],
  'tax-summary': [['from', '报表时间起', '20250801'], ['to', '报表时间止', '20250831'], ['area', '统筹区', '220101'], ['office', '经办机构', '22010101'], ['insurance', '征收项目', '10201'], ['unit', '单位入库总额', '160.00'], ['person', '个人入库总额', '80.00'], ['late', '滞纳金'], ['interest', '利息']],
  'tax-wages': [...PERSON_TAX, ['wage', '缴费工资', '5000.00']],
  'bank-tips': [['voucher', '税票号码', ''], ['txn', '交易流水号', ''], ['amount', '交易金额', '240.00'], ['status', '交易状态', '1'], ['day', '银行日期', '20250825']],
} as const satisfies Readonly<Record<string, Form>>
export type Layout = keyof typeof FORMS
/** A row of an extract by the fields of its form; what is left out is as usual. */
export type Given = Readonly<Record<string, string>>

/** An extract's lines, header first. Columns without a usual value are there when a row fills them. */
export function linesOf(layout: Layout, rows: readonly Given[]): readonly (readonly string[])[] {
  const form: Form = FORMS[layout]
  const unknown = rows.flatMap(r => Object.keys(r)).find(f => !form.some(([field]) => field === f))
  if (unknown !== undefined) throw new Error(`${layout} has no field ${unknown}`)
  const columns = form.filter(([field, , usual]) => usual !== undefined || rows.some(r => r[field] !== undefined))
  return [columns.map(([, header]) => header), ...rows.map(r => columns.map(([field, , usual]) => r[field] ?? usual ?? ''))]
}

/** A person's payment as tax holds it: 单位 and 个人 in rows of their own. */
export function taxPaid(row: Given, unit = '160.00', person = '80.00'): readonly Given[] {
  const parts = [{ amount: unit, item: '职工基本养老保险(单位缴纳)' }, { amount: person, item: '职工基本养老保险(个人缴纳)' }]
  return parts.filter(p => p.amount !== '').map(p => ({ ...row, ...p }))
}
