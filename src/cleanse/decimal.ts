import { fold, heavier, isScientific, type Cleansed } from './fold.js'

/** A number cleansed: `num` is in the type's unit (分, millionths, pieces), NaN for blank or unreadable. */
export interface CleansedNumber extends Cleansed {
  readonly num: number
}

/** How a decimal stands in the extract and what it becomes. */
export interface DecimalForm {
  /**
   * Powers of ten from the extract's unit to the type's: 2 for 元 -> 分, 6 for 万元 -> 分, 0 for 分 and counts; 6 for rates, 4 for those in per
   * cent (8 for 0.08), 3 for those in per mille.
   */
  readonly scale: number
  /** Issue code for what cannot be read. */
  readonly issue: 'reason.amount_unreadable' | 'reason.rate_unreadable' | 'reason.count_unreadable'
}

/** Units of money, and the powers of ten from each to 分. */
export const MONEY_SCALES = { 分: 0, 角: 1, 元: 2, 百元: 4, 千元: 5, 万元: 6, 十万元: 7, 百万元: 8, 千万元: 9, 亿元: 10 } as const
/** Name of a unit of money, as layouts and headers write it. */
export type MoneyUnit = keyof typeof MONEY_SCALES

/** The ways in which a unit is written, for patterns: whole, or with 元 left out behind 万 and 亿. */
export const MONEY_UNITS = '元整|圆|分|角|元|百元|千元|[十百千]?万元?|亿元?'

/** A unit as people write it: `万` for `万元`, `圆` and `元整` for `元`; undefined for what is none. */
export function moneyUnit(text: string): MoneyUnit | undefined {
  const unit = text === '圆' || text === '元整' ? '元' : /^(?:千|[十百千]?万|亿)$/.test(text) ? `${text}元` : text
  return Object.hasOwn(MONEY_SCALES, unit) ? (unit as MoneyUnit) : undefined
}

/** Signs behind a rate, with the powers of ten from what stands before them to millionths. */
export const RATE_SCALES: Readonly<Record<string, number>> = { '%': 4, '‰': 3 }

/** Nothing beyond this many digits is money: D16.2 of the standards, and safe in a double. */
const DIGITS = 15

/**
 * Byte half: value in the type's unit of a plain decimal (`-12.30`, no `+`, no separators, no more decimals than the unit has unless
 * zeros); NaN for anything else. Never -0.
 */
export function plainDecimal(bytes: Uint8Array, start: number, end: number, scale: number): number {
  let p = start
  const negative = bytes[p] === 0x2d
  if (negative) p++
  let value = 0
  let digits = 0
  let decimals = -1
  for (; p < end; p++) {
    const digit = bytes[p]! - 48
    if (digit >= 0 && digit <= 9) {
      if (decimals >= scale) {
        if (digit !== 0) return NaN
        continue
      }
      value = value * 10 + digit
      digits++
      if (decimals >= 0) decimals++
    } else if (digit === -2 && decimals < 0 && digits > 0 && p + 1 < end) decimals = 0
    else return NaN
  }
  if (digits === 0 || digits > DIGITS) return NaN
  for (let d = decimals < 0 ? 0 : decimals; d < scale; d++) value *= 10
  if (value > Number.MAX_SAFE_INTEGER) return NaN
  if (!negative) return value
  return value === 0 ? NaN : -value
}

/** String half. */
export function readDecimal(raw: string, form: DecimalForm): CleansedNumber {
  const folded = fold(raw)
  if (folded.text === '') return number(NaN, '', folded.reason)
  const bare = withoutDress(folded.text, form)
  const shape = bare === undefined ? undefined : digitsOf(bare.text, bare.scale)
  if (bare === undefined || shape === undefined || (bare.sign !== '' && form.issue !== 'reason.rate_unreadable')) return failed(form)
  const num = shape.value
  if (!Number.isSafeInteger(num)) return failed(form)
  const dress = bare.sign !== '' && bare.scale === form.scale ? undefined : bare.reason
  const reason = [dress, shape.reason].reduce(heavier, folded.reason)
  const signed = num === 0 ? 0 : bare.negative ? -num : num
  const minusZero = num === 0 && bare.negative ? 'reason.negative_form' : undefined
  return number(signed, show(signed, form), heavier(reason, minusZero))
}

function number(num: number, value: string, reason: string | undefined): CleansedNumber {
  return { num, value, reason, issue: undefined, unreadable: false }
}

function failed(form: DecimalForm): CleansedNumber {
  return { num: NaN, value: '', reason: undefined, issue: form.issue, unreadable: true }
}

/** Canonical text of a number in its unit, as changes show it. */
function show(num: number, form: DecimalForm): string {
  if (form.issue === 'reason.amount_unreadable') return amountText(num, form.scale)
  return form.issue === 'reason.rate_unreadable' ? rateText(num, form.scale) : String(num)
}

/** An amount in the column's own unit, exactly. */
function amountText(num: number, scale: number): string {
  const digits = String(Math.abs(num)).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${num < 0 ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

function rateText(millionths: number, scale: number): string {
  return String(Number((millionths / 10 ** scale).toFixed(6)))
}

interface Bare {
  readonly text: string
  readonly negative: boolean
  /** The sign of a rate behind it, or ''. */
  readonly sign: string
  readonly scale: number
  readonly reason: string | undefined
}

const UNIT_BEHIND = new RegExp(`(?<=[\\d.)]) ?(${MONEY_UNITS})$`)

/** What is counted, behind a count. */
const COUNTED = /(?<=\d) ?[人名户笔]$/

/**
 * Takes off currency, unit, separators and forms of the minus sign; undefined where they stand in a way that leaves doubt. A unit in the
 * cell is that of the cell.
 */
function withoutDress(folded: string, form: DecimalForm): Bare | undefined {
  let text = folded
  let reason: string | undefined
  const strip = (pattern: RegExp, why: string): void => {
    const after = text.replace(pattern, '')
    if (after !== text) reason = heavier(reason, why)
    text = after
  }
  strip(/^(?:人民币|RMB|CNY|[¥￥]) ?/i, 'reason.separator')
  const unit = form.issue === 'reason.amount_unreadable' ? moneyUnit(UNIT_BEHIND.exec(text)?.[1] ?? '') : undefined
  if (unit !== undefined) strip(UNIT_BEHIND, 'reason.separator')
  if (form.issue === 'reason.count_unreadable') strip(COUNTED, 'reason.separator')
  const sign = signOf(text)
  if (sign === undefined) return undefined
  if (sign.reason !== undefined) reason = heavier(reason, sign.reason)
  text = sign.text
  strip(/^[¥￥] ?/, 'reason.separator')
  const rate = /\d ?([%‰])$/.exec(text)?.[1] ?? ''
  if (rate !== '') strip(/ ?[%‰]$/, 'reason.percent')
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) || /^\d{1,3}(?: \d{3})+(?:\.\d*)?$/.test(text)) strip(/[, ]/g, 'reason.separator')
  if (/^\.\d+$/.test(text)) {
    text = `0${text}`
    reason = heavier(reason, 'reason.number_form')
  }
  if (/^\d+\.$/.test(text)) strip(/\.$/, 'reason.number_form')
  const scale = unit === undefined ? (RATE_SCALES[rate] ?? form.scale) : MONEY_SCALES[unit]
  return { text, negative: sign.negative, sign: rate, scale, reason }
}

function signOf(text: string): { text: string; negative: boolean; reason: string | undefined } | undefined {
  const plain = /^-(?=[\d.¥￥])/.exec(text)
  if (plain !== null) return { text: text.slice(1), negative: true, reason: undefined }
  const plus = /^\+(?=[\d.])/.exec(text)
  if (plus !== null) return { text: text.slice(1), negative: false, reason: 'reason.number_form' }
  const other = /^(?:\((.+)\)|[\u2212\u2013\u2014\uFE63] ?(.+)|- (.+)|(.+)-)$/.exec(text)
  if (other === null) return { text, negative: false, reason: undefined }
  const inner = other[1] ?? other[2] ?? other[3] ?? other[4] ?? ''
  return /^[\d.¥￥]/.test(inner) ? { text: inner, negative: true, reason: 'reason.negative_form' } : undefined
}

/**
 * Digits as an integer of the scale. More decimals than the unit has are read only when a double's noise explains them (15 significant
 * digits round to the unit exactly); they are never rounded otherwise.
 */
function digitsOf(text: string, scale: number): { value: number; reason: string | undefined } | undefined {
  const small = /^\d(?:\.\d+)?[Ee]-\d{1,2}$/.test(text)
  if (small) return noisy(text, scale)
  if (isScientific(text) || !/^\d+(?:\.\d+)?$/.test(text)) return undefined
  const [whole = '', fraction = ''] = text.split('.')
  const rest = fraction.slice(scale)
  if (/[1-9]/.test(rest)) return noisy(text, scale)
  const digits = whole.replace(/^0+(?=\d)/, '') + fraction.slice(0, scale).padEnd(scale, '0')
  const value = Number(digits)
  return Number.isSafeInteger(value) && whole.replace(/^0+/, '').length <= DIGITS ? { value, reason: undefined } : undefined
}

function noisy(text: string, scale: number): { value: number; reason: string | undefined } | undefined {
  const significant = text
    .replace(/[Ee].*$/, '')
    .replace('.', '')
    .replace(/^0+/, '').length
  const rounded = Number(Number(text).toPrecision(15))
  const value = Math.round(rounded * 10 ** scale)
  if (Math.abs(value / 10 ** scale - rounded) > Math.abs(rounded) * 1e-15 || !Number.isSafeInteger(value)) return undefined
  if (/[Ee]/.test(text)) return { value, reason: 'reason.number_form' }
  return significant >= 15 ? { value, reason: 'reason.float' } : undefined
}
