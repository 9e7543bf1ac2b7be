import { numberText, padded } from './numbers.js'

/** How a cell's number format shows what the cell holds. */
export interface CellStyle {
  readonly dated: boolean
  /** Neither a day nor any of what follows: the number stands for itself. */
  readonly plain: boolean
  /** Digits to which a whole number is filled with zeros, as numbers are that stand for codes (`00000000`, `0000"号"`); 0: as it is. */
  readonly zeros: number
  /** Letters and digits that the format puts before it (`"ZJ"000000`). */
  readonly before: string
  /** The same before texts (`"ZJ"@`). */
  readonly beforeText: string
  readonly percent: boolean
  /** A multiple of 元 that it puts behind the number (`0.00"万元"`): what a person reads there is that many times what the cell holds. */
  readonly unit: string
  /** The format, where it shows another number than the cell holds: in thousands (`0,`), or with a point painted in (`0!.0,`). */
  readonly scaled: string
}

const PLAIN: CellStyle = { dated: false, plain: true, zeros: 0, before: '', beforeText: '', percent: false, unit: '', scaled: '' }

/** What a format says beside its digits: a quoted text, or a character behind a backslash, or behind `!` as in Chinese Excel. */
const LITERAL = /"([^"]*)"|[\\!](.)/g
const CODE = /^[0-9A-Za-z]*$/
/** A painted point behind a whole part of no fixed width: `0!.0`; `0000\.00` is a month. */
const PAINTED = /^[#,]*0?\u0001\.\u0001[0#]+,*$/

const MULTIPLE = /[0#?]\s*((?:[十百千]?万|亿|千)元?)$/

/** Built-in formats (ECMA-376 part 1, §18.8.30, with the Chinese days): percentages, and what is a day or a time. */
export function builtInStyle(id: number): CellStyle {
  if (id === 9 || id === 10) return styleOf('0%')
  const dated = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
  return dated ? { ...PLAIN, dated, plain: false } : PLAIN
}

/** Reads a number format as workbooks spell it: what a cell under it shows beside its digits. */
export function styleOf(format: string): CellStyle {
  if (isDateFormat(format)) return { ...PLAIN, dated: true, plain: false }
  // Colours, currencies and conditions stand in brackets; `_x` is a gap, `*x` fills.
  const sections = format
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[_*]./g, '')
    .split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/)
  const first = (sections[0] ?? '').trim()
  const beforeText = prefixOf(sections[3] ?? (sections.length === 1 ? first : ''), '@')
  const digits = first.replace(LITERAL, '')
  const percent = digits.includes('%')
  const painted = first
    .replace(LITERAL, (_, quoted?: string, single?: string) => ((quoted ?? single) === '.' ? '\u0001.\u0001' : ''))
    .trim()
  const scaled = /[0#?],+(?![0#?,])/.test(digits) || PAINTED.test(painted) ? format : ''
  const before = scaled === '' && !percent ? prefixOf(first, '[0#]+') : ''
  const bare = first.replace(LITERAL, '\u0001').replace(/^\u0001+|\u0001+$/g, '')
  const zeros = /^#*(0{2,})$/.exec(bare.trim())?.[1]?.length ?? 0
  const unit = MULTIPLE.exec(first.replace(LITERAL, '$1$2').trim())?.[1] ?? ''
  const style = { ...PLAIN, zeros, before, beforeText, percent, unit, scaled }
  return { ...style, plain: zeros === 0 && before === '' && !percent && unit === '' && scaled === '' }
}

/** Letters and digits that a section puts before what it shows. */
function prefixOf(section: string, shown: string): string {
  const m = new RegExp(`^((?:"[^"]*"|[\\\\!].)+)${shown}$`).exec(section.trim())
  const text = m === null ? '' : m[1]!.replace(LITERAL, '$1$2')
  return CODE.test(text) ? text : ''
}

/** Whether a number format shows days or times. */
function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return !/general/i.test(bare) && /[ymdhs]/i.test(bare)
}

/**
 * A number as its format shows it, all its digits kept; one that the format shows as another says by its format that it is none to be read.
 */
export function shownNumber(number: string, { zeros, before, percent, unit, scaled }: CellStyle): string {
  const text = numberText(number)
  if (scaled !== '') return text === '0' ? text : `${text} [${scaled}]`
  if (percent) return /^-?[\d.]+$/.test(text) ? `${numberText(`${text}E2`)}%` : text
  if (unit !== '') return /^-?[\d.]+$/.test(text) && text !== '0' ? text + unit : text
  return /^\d+$/.test(text) ? before + padded(text, zeros) : text
}
