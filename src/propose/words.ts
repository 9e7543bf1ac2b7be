import { normalHeader } from '../layout/index.js'
import type { Concept } from './concept.js'
import { LETTERS } from './letters.js'

/** A reading of a header, and how plain its words are, 0–1. */
export interface HeaderReading {
  readonly concept: Concept
  readonly strength: number
}

type Rule = readonly [concept: Concept, is: RegExp, strength: number, not?: RegExp]

const NO = '(?:编号|编码|代码|代号|序号|管理码|识别号|标识号?|ID|号码?)'
const DAY = '(?:日期|时间|日|年月日)'
const SIDE = '(?:代码|编码|名称|DM|MC)?'

/** What extracts hold and hedui does not read: seen first, so that 联系人姓名 is no 姓名 and 入库销号日期 no 入库日期. */
const USELESS = new RegExp(
  [
    '^(?:序号?|行号|顺序号|栏次|NO\\.?|ROWNUM|XH|BZ)$',
    '备注|附注|摘要|用途|^说明$',
    '电话|手机|联系方式|邮编|邮箱|邮政|地址|住址|住所|户籍|户口|籍贯|民族|学历|国籍|婚姻|职务|职称|工种|岗位',
    '联系人|法定代表|法人|负责人|代办人|代理人|申请人|受理人|经办人|经手人|操作[员人]|录入|复核|审核|审批|修改|创建|更新|维护|登记人|导出|打印|制表',
    '销号|票证|字轨|凭证(?:种类|序号|类型|号)|预算科目|收款国库|收款银行|收款账|^国库(?:代码|名称)?$|^主管|税务所|税务局|税务机关|分局|科室|街道|乡镇|社区|村(?:社|委)|网格',
    '账号|帐号|账户名|银行卡|开户|支行|网点|行别|协议书',
    '补贴|补助金额|财政|划账|划拨|划入|个人账户|账户金额|统筹(?:基金|金额|部分)|减免|抵[扣缴]|欠费|欠缴|余额|结转|罚款|手续费|应补|应退|缓缴',
    '组织机构代码|机构代码证|行业(?!费率|基准)|经济类型|登记注册类型|隶属|单位性质|企业性质|企业类型|特殊单位',
    '批次|传输批|数据来源|时间戳|UUID|GUID|主键|版本|同步|^ID$|MD5|HASH|流水ID',
    '首次|工作(?:日期|时间)|参加工作|退休(?:日期|时间|年月)|离退休|月数|年限|工龄|年龄|人员关系|申报(?:日期|时间|人)|打印|下载',
    '征收方式|征缴方式|申报方式|征收机关|所属机关|征收子目|证明|家庭|户主|监护人|原单位|原姓名|曾用名|变更前|变更后|利率',
    '图片|照片|指纹|签名|上年|去年|累计|平均|比对|差[异额]|核对',
  ].join('|'),
)
/** Words in which a useless one stands and means something else. */
const USEFUL = /失败原因|报表|(?:经办|社保|医保)机构|费率|累计所属|经办(?:时间|日期)|收款人|退费|变更(?:原因|日期)/

const RULES: readonly Rule[] = [
  ['original_voucher', /^原.*(?:税票|凭证|票号)/, 0.9],
  ['voucher_line', /(?:税票|票).*(?:明细)?(?:序号|行号)/, 0.9],
  ['levy_line', /(?:应征|征集|核定|应缴|应收).*明细.*(?:序号|行号|号)/, 0.9],
  ['voucher_line', /^明细(?:序号|行号)/, 0.6],
  ['voucher', /税票.*号|电子税票|完税(?:凭证|证明)号?|缴款(?:凭证|书)(?:号|编号)|税票$/, 0.9],
  [
    'levy_no',
    /(?:征集|应征|征缴|核定|缴费|缴款)(?:通知)?(?:单|书)?(?:据)?(?:流水|序)?(?:编)?(?:号|ID)|结算单(?:编)?号|通知单(?:编|流水)?号|^征集单$/,
    0.88,
    /人|渠道|比例/,
  ],
  ['txn_no', /(?:交易|银行|TIPS|核心|扣款).*流水号?|^流水号?$|交易(?:序号|编号)/, 0.85],
  ['id_type', new RegExp(`(?:证件|证照|身份证件?)(?:类型|种类|类别|名称)${SIDE}$`), 0.9],
  ['id_number', /(?:身份证|证件|证照|公民身份|身份)件?(?:号码|编号|号)$|^身份证$|^(?:公民身份|身份)号码$|^身份证.*号/, 0.9, /单位|企业/],
  ['social_no', /社会保障(?:号码?|卡号)|^社保号码?$|社保卡号|社会保险号/, 0.85],
  ['ss_no', new RegExp(`^(?:社保|人社).*单位.*${NO}|单位社保${NO}|社保登记(?:证)?(?:编)?号`), 0.85],
  ['mi_no', new RegExp(`^医保.*单位.*${NO}|单位医保${NO}`), 0.85],
  ['tax_no', /登记序号|税务.*(?:单位)?(?:编号|登记号|序号)|单位编号.*税务/, 0.85],
  ['employer', /信用代码|纳税人识别|缴费人识别|纳税人?编码|^税号$|单位税号|税务登记证?号|机构代码证?$/, 0.88, /组织机构代码/],
  ['employer_no', new RegExp(`(?:单位|企业|公司|用人单位|机构)(?:参保|登记|管理)?${NO}$`), 0.88, /经办机构|社保机构|医保机构|险/],
  [
    'employer_name',
    /(?:单位|企业|公司|雇主|机关)(?:全称|名称|名)$|^(?:参保|缴费|用人|所属|所在|工作)单位$|(?:纳税人|缴费人|扣缴义务人)名称?$|^单位$/,
    0.88,
    /经办|主管|收款|付款/,
  ],
  [
    'person_no',
    new RegExp(
      `(?:个人|人员|职工|员工|参保人员?|自然人|居民|缴费人|参保对象)(?:社保|医保|参保|登记|管理)?${NO}$|^(?:社保|医保|参保)(?:个人|人员)?(?:编号|编码)$`,
    ),
    0.88,
  ],
  ['person_name', /^(?:姓名|名字)$|(?:人员?|职工|员工|本人|居民|学生|个人)(?:的)?姓名$/, 0.92, /亲属|配偶|父|母/],
  ['gender', new RegExp(`^性别${SIDE}$`), 0.95],
  ['birth_date', /出生(?:日期|年月日?|时间)|生日/, 0.95],
  ['insurance_item', new RegExp(`品目${SIDE}$`), 0.88],
  ['item_kind', new RegExp(`(?:税款|费款|款项|资金)(?:种类|类型|类别|性质)${SIDE}$`), 0.88],
  ['part', /(?:缴费|承担|缴纳|出资)(?:主体|部分|对象|方)$|^(?:单位个人|个人单位)(?:标志|标识|区分)?$|(?:单位|个人)部分标[志识]/, 0.85],
  [
    'insurance',
    new RegExp(`(?:险种|费种|保险种类|保险类型|保险名称|社保项目)(?:类型|类别|编码|大类)?${SIDE}$|^征收项目${SIDE}$|险种`),
    0.9,
    /人数|金额|比例|基数|状态|日期|时间/,
  ],
  ['txn_status', new RegExp(`(?:交易|扣款|处理|对账)(?:状态|结果)${SIDE}$`), 0.85],
  ['status_pay', new RegExp(`(?:缴费|征缴)状态${SIDE}$`), 0.88, /单位/],
  [
    'status',
    new RegExp(`(?:参保|在保|人员|险种|参保险种|个人|当前|投保)(?:登记)?状态${SIDE}$|^状态${SIDE}$|是否(?:参保|在保)`),
    0.85,
    /单位|就业|生存|账户/,
  ],
  ['payer_type', new RegExp(`(?:缴费人员?|人员|参保人员?|参保|缴费对象)(?:类型|类别|身份|性质)${SIDE}$`), 0.85, /单位|险种/],
  ['type', new RegExp(`(?:应缴|缴费|征缴|缴款|核定|应征|征集|特殊缴费)(?:类型|类别|种类|性质)${SIDE}$`), 0.88],
  ['due_date', /(?:缴款|缴费|缴纳|应缴|限缴|征收).*(?:期限|截止|限期)|截止(?:缴费|缴款)|最后(?:缴费|缴款)|^限缴/, 0.88],
  ['end_reason_date', /死亡(?:日期|时间)|(?:终止|停保|变更)原因.*日期|变更日期/, 0.75],
  ['end_reason', /(?:终止|停保|变更|中断|减员|停止|退保)(?:参保)?原因/, 0.88],
  ['posted_date', /到账(?:日期|时间|年月)/, 0.9],
  ['treasury_date', new RegExp(`入(?:国|退|\\(退\\))?库${DAY}|国库${DAY}|退(?:库|还)${DAY}`), 0.9],
  ['remitted_date', new RegExp(`(?:上解|上缴)${DAY}`), 0.9],
  ['tax_date', new RegExp(`扣税${DAY}`), 0.85],
  ['bank_date', new RegExp(`(?:银行|核心|主机|记账|委托|交易|入账|清算)(?:工作|记账)?${DAY}`), 0.8],
  ['paid_date', new RegExp(`(?:开具|开票|缴款|缴费|缴纳|征收|扣款|实缴|支付|收款|完税)(?:完成)?${DAY}$`), 0.85, /起|止/],
  ['sent_date', new RegExp(`(?:发送|传输|下发|推送|传送|上传|生成|导入|经办|核定|发出|交换)${DAY}`), 0.8],
  [
    'end_date',
    new RegExp(
      `(?:参保|本次|保险|险种|停保|中断|暂停|终止|退保|减员)(?:参保|关系)?(?:终止|截止|结束|停保|止|到期)?(?:${DAY}|年月)|^(?:终止|截止|结束|停止|停保)(?:${DAY}|年月)?$|^失效${DAY}`,
    ),
    0.85,
    /起|开始|参保(?:日期|时间|年月|日)$/,
  ],
  [
    'begin_date',
    new RegExp(`(?:参保|本次|保险|险种|增员|投保)(?:参保|关系)?(?:起始|开始|起|生效)?(?:${DAY}|年月)|^(?:起始|开始|生效)${DAY}$`),
    0.85,
    /止|结束/,
  ],
  ['window_from', /(?:报表|统计|汇总|对账)(?:时间|日期|期间)?.{0,2}(?:起|开始|自)/, 0.85],
  ['window_to', /(?:报表|统计|汇总|对账)(?:时间|日期|期间)?.{0,2}(?:止|结束|终|至)/, 0.85],
  ['posted', /(?:足额)?到账(?:标[志记识]|状态)|是否到账|(?:缴费|征缴)标志/, 0.85],
  ['refund', /(?:缴费|缴退费|退费|退款)标[识志记]|是否退费/, 0.85],
  ['failure', /(?:失败|错误|异常|退回)(?:原因|信息|描述)/, 0.85],
  ['adjustment', /调[账帐整](?:类型|标[志识])|更正类型/, 0.85],
  ['channel', /(?:缴费|缴款|支付|交费|扣款)(?:渠道|方式|途径|来源)/, 0.85],
  ['payee', /(?:收款|领款)(?:人|户名|单位)(?:名称)?|退(?:费|款)收款人/, 0.8],
  ['payer', /付款(?:人|户名|方)(?:名称)?|^缴款人(?:名称)?$/, 0.8],
  ['bank', /付款(?:银)?行|扣款银行|银行名称|^银行$|缴款银行/, 0.8],
  ['transfer', /传输类型/, 0.9],
  ['reversal', /核销标[志识记]|冲销标[志识]|冲正标[志识]/, 0.88],
  ['validity', /有效标[志识记]|是否有效/, 0.88],
  ['headcount', /人数|人次/, 0.9, /累计|退休/],
  [
    'area',
    new RegExp(
      `统筹(?:区|地区|地)${SIDE}|^参保(?:地区?|所在地|区划|地区?区划)${SIDE}$|行政区划${SIDE}|医保区划|^区划${SIDE}$|^(?:区县|县区|区域)${SIDE}$`,
    ),
    0.85,
  ],
  ['office', new RegExp(`(?:经办|社保|医保|参保|征收)(?:经办)?(?:机构|中心)${SIDE}$`), 0.82],
]

/** Words for the span that money is owed for; whether it begins, ends or is all of it. */
const PERIOD =
  /(?:费|税|缴费|缴款|税费)?款?(?:所属|归属|属期|费款期|应缴年月|应属|缴费年月|缴费月份|缴费期间|缴费期$|对应.*(?:期|年月|月份))/
const BOOKED = /结算(?:年月|期)|做[账帐]|建[账帐]|台[账帐]|记[账帐](?:年月|期|月份)|入[账帐](?:年月|期|月份)|^[账帐]期|核算期/
const FROM = /(?:起|始|开始|起始|自|从|起期)(?:期|年月|日期|时间|月份?|日)?\)?$|起始|开始|[(]起[)]/
const TO = /(?:止|终|终止|结束|截止|至|到|迄|止期)(?:期|年月|日期|时间|月份?|日)?\)?$|终止|结束|截止|[(]止[)]/

function readPeriod(t: string): HeaderReading | undefined {
  if (/^(?:应缴|缴费|所属|参保|保障|申报|费款|征缴)?年度$|所属年度|年度$/.test(t) && !/报表|会计/.test(t))
    return { concept: 'year', strength: 0.85 }
  if (BOOKED.test(t)) return { concept: 'booked_period', strength: 0.9 }
  const spans = PERIOD.test(t)
  if (!spans && !/^(?:起始|开始|终止|截止|结束|起|止)年月$/.test(t)) return undefined
  if (/机构|机关|单位|地区|年度|人员/.test(t)) return undefined
  if (/起.?止|自.+至/.test(t)) return { concept: 'period_lone', strength: 0.88 }
  if (TO.test(t)) return { concept: 'period_to', strength: spans ? 0.9 : 0.75 }
  if (FROM.test(t)) return { concept: 'period_from', strength: spans ? 0.9 : 0.75 }
  if (/^对应|应缴年月|费款所属年月/.test(t)) return { concept: 'period', strength: 0.9 }
  return { concept: 'period_lone', strength: /缴费(?:年月|月份)/.test(t) ? 0.7 : 0.88 }
}

type Part = 'employer' | 'person' | 'other' | 'total'
type Stage = 'due' | 'paid' | 'neutral'

function partOf(t: string): Part {
  const unit = /单位|企业|雇主|公司/.test(t)
  const person = /个人|职工(?!基本|医|养|社)|本人|员工/.test(t)
  if (/其他|其它/.test(t)) return 'other'
  return unit === person ? 'total' : unit ? 'employer' : 'person'
}

function stageOf(t: string): Stage | 'refund' {
  if (/退(?:费|库|税|还|付|款|抵)|实退/.test(t)) return 'refund'
  if (/实[际]?(?:缴|收|征|入|付|交)|已[缴收征交]|入库|到账|扣款/.test(t)) return 'paid'
  return /应[缴收征纳交]|征集|核定|应付/.test(t) ? 'due' : 'neutral'
}

/** Money, rates and bases: part (单位, 个人), stage (应缴, 实缴) and what it is, wherever they stand. */
function readMoney(t: string): HeaderReading | undefined {
  const part = partOf(t)
  if (/滞纳金/.test(t)) return { concept: 'late_fee', strength: 0.9 }
  if (/利息/.test(t))
    return { concept: part === 'employer' ? 'interest_employer' : part === 'person' ? 'interest_person' : 'interest', strength: 0.9 }
  if (/(?:工伤|行业|基准|差别)费率/.test(t)) return { concept: 'industry_rate', strength: 0.8 }
  if (/比例|费率|税率|参数值/.test(t))
    return part === 'employer'
      ? { concept: 'rate_employer', strength: 0.9 }
      : part === 'person'
        ? { concept: 'rate_person', strength: 0.9 }
        : undefined
  if (/基数|计税依据|缴费工资总额/.test(t))
    return { concept: part === 'employer' ? 'base_employer' : 'base', strength: /计税/.test(t) ? 0.6 : 0.88 }
  if (/工资|薪/.test(t)) return /总额/.test(t) ? { concept: 'ignore', strength: 0.7 } : { concept: 'wage', strength: 0.85 }
  if (/本金$/.test(t) && part === 'total') return { concept: 'principal', strength: 0.85 }
  if (/(?:交易|扣税|扣款)(?:金额|额)$/.test(t)) return { concept: 'txn_amount', strength: 0.85 }
  if (
    !/金额|[费款税缴征收纳退]额|本金|总额|合计|小计|汇总|总计|应[缴收征纳交]|实[缴收征交]|已缴|缴纳|部分|缴费$|负担|缴$|^单位$|^个人$/.test(
      t,
    )
  )
    return undefined
  const stage = stageOf(t)
  if (stage === 'refund') return { concept: 'refund_amount', strength: 0.85 }
  const plain = stage !== 'neutral' || part !== 'total'
  return { concept: `${stage}_${part}`, strength: plain && /额|金|[缴收征纳交]$|部分|合计/.test(t) ? 0.88 : 0.7 }
}

const memo = new Map<string, HeaderReading | undefined>()
const MEMO = 20_000

/** What a header (or one way to read it) says. Undefined for words that say nothing. */
export function readHeader(header: string): HeaderReading | undefined {
  if (memo.has(header)) return memo.get(header)
  const reading = read(header)
  if (memo.size < MEMO) memo.set(header, reading)
  return reading
}

function read(header: string): HeaderReading | undefined {
  // 交 for 缴 is the commonest slip in headers that people type: 交费月份, 单位应交, 个人交.
  const t = normalHeader(header).replace(/交(?=[费款纳额金]|$)/g, '缴')
  if (t === '') return undefined
  const letters = LETTERS[t]
  if (letters !== undefined) return { concept: letters, strength: 0.8 }
  if (USELESS.test(t) && !USEFUL.test(t)) return { concept: 'ignore', strength: 0.9 }
  const period = readPeriod(t)
  if (period !== undefined) return period
  for (const [concept, is, strength, not] of RULES) if (is.test(t) && not?.test(t) !== true) return { concept, strength }
  return readMoney(t)
}
