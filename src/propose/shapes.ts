import { dayParts, hasCitizenShape, monthParts } from '../cleanse/index.js'
import { isRealDay } from '../kernel/index.js'
import { creditFault, idFaults } from '../records/index.js'

/** What a cell can look like; a cell has as many shapes as fit. */
export const SHAPES = [
  'citizen',
  'citizenShape',
  'permit',
  'masked',
  'rounded',
  'credit',
  'creditShape',
  'taxNumber',
  'decimal',
  'integer',
  'pointed',
  'negative',
  'percent',
  'dressed',
  'under1',
  'upTo100',
  'month',
  'span',
  'year',
  'day',
  'serial',
  'person',
  'surname',
  'unit',
  'han',
  'plain',
  'digits',
  'region',
  'zero',
] as const
/** A form that a cell may have; a cell may have several. */
export type Shape = (typeof SHAPES)[number]

const SURNAMES = new Set(
  [
    '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段',
    '雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵诸冉娄房',
  ].join(''),
)
const UNIT =
  /(?:公司|集团|[厂店部院校所局会社站馆行处队园场室坊铺办委户村组学]|中心|政府|银行|大学|中学|小学|医院|学校|超市|宾馆|酒店|协会|合作社|事务所|工作室|幼儿园|分局|支队|经营部|服务部)(?:[(（][^()（）]*[)）])?$/
const NAME = /^[\u3400-\u9FFF\u{20000}-\u{323AF}]{2,4}$|^[\u3400-\u9FFF]{1,10}(?:[·•・.][\u3400-\u9FFF]{1,10}){1,3}$/u
/** Births are not held to a day here. */
const NO_LIMIT = 99991231
const DECIMAL = /^-?(?:\d{1,15}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,10})?%?$/

/** The shapes of a cell, folded and not blank. `form` is the date or month form where it is one. */
export function shapesOf(text: string, is: (shape: Shape) => void): string | undefined {
  const upper = text.toUpperCase()
  numbers(upper, is)
  if (DECIMAL.test(text.replace(/^[¥￥]/, '').replace(/元$/, ''))) decimals(text, is)
  if (/[\u3400-\u9FFF]/.test(text)) hans(text, is)
  if (/^[A-Z0-9-]{1,60}$/.test(upper)) is('plain')
  return times(text, is)
}

function numbers(upper: string, is: (shape: Shape) => void): void {
  const { length } = upper
  if (length === 18 && /^\d{17}[\dX]$/.test(upper)) {
    is('citizenShape')
    if (idFaults(upper, '', NO_LIMIT).length === 0) is('citizen')
  } else if (length === 15 && hasCitizenShape(upper)) is('citizenShape')
  if (/^[HMC]\d{8,10}$|^[EGPSD][A-Z]?\d{7,8}$|^\d{8}$|^8[123]0000\d{11}[\dX]$|^[A-Z]{3}\d{12}$/.test(upper) && /[A-Z]/.test(upper))
    is('permit')
  if (/^[\dX]{3,10}\*{3,12}[\dX]{0,6}$/.test(upper)) is('masked')
  if (/^\d\.\d+E\+?\d{2}$/.test(upper) || /^\d{15,}000$/.test(upper)) is('rounded')
  if (length === 18 && /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(upper)) {
    is('creditShape')
    if (creditFault(upper) === undefined) is('credit')
  }
  if (/^(?:[A-Z0-9]{15}|[A-Z0-9]{17}|[A-Z0-9]{20})$/.test(upper)) is('taxNumber')
  if (/^\d+$/.test(upper)) is('digits')
  if (/^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}(?:\d{2,6})?$/.test(upper)) is('region')
}

function decimals(text: string, is: (shape: Shape) => void): void {
  is('decimal')
  if (/^-?[\d,]+$/.test(text)) is('integer')
  if (/\.\d/.test(text)) is('pointed')
  if (text.startsWith('-')) is('negative')
  if (text.endsWith('%')) is('percent')
  if (/[,¥￥元]/.test(text)) is('dressed')
  const value = numberOf(text)
  if (value === 0) is('zero')
  if (value >= 0 && value < 1) is('under1')
  if (value >= 0 && value <= 100) is('upTo100')
}

/** The value of a decimal cell; NaN for what is none. A percent sign does not count. */
export function numberOf(text: string): number {
  const bare = text.replace(/[,¥￥元%]/g, '')
  return bare === '' ? NaN : Number(bare)
}

function hans(text: string, is: (shape: Shape) => void): void {
  is('han')
  if (NAME.test(text)) {
    is('person')
    if (SURNAMES.has(text[0]!)) is('surname')
  }
  if (UNIT.test(text) && text.length >= 4) is('unit')
}

function times(text: string, is: (shape: Shape) => void): string | undefined {
  if (/^(?:19|20)\d\d年?度?$/.test(text)) is('year')
  const month = monthParts(text)
  if (month !== undefined && month.year >= 1949 && (month.year <= 2099 || month.year === 9999)) {
    is('month')
    return month.form
  }
  const day = dayParts(text)
  if (day !== undefined && isRealDay(day.year, day.month, day.day) && (day.year <= 2099 || day.year === 9999) && day.year >= 1900) {
    is('day')
    return day.form
  }
  if (/^(?:[3-5]\d{4})(?:\.\d+)?$/.test(text)) is('serial')
  const span = /^(\d{4}.*?\d)(?:日|月)?\s*(?:至|到|~|～|—|–|--?)\s*(\d{4}.*)$/.exec(text)
  if (span !== null && moment(span[1]!) && moment(span[2]!)) is('span')
  return undefined
}

function moment(text: string): boolean {
  const whole = [text, `${text}日`, `${text}月`]
  return whole.some(t => monthParts(t) !== undefined || dayParts(t) !== undefined)
}
