import { creditFault, isSoundCredit, raised15, type TextLook } from '../records/index.js'
import { clean, fold, heavier, isDestroyed, isScientific, unreadable, type Cleansed } from './fold.js'
import { characterIssue, formulaIssue, withoutPrivateUse } from './pua.js'

/**
 * A text type in its two halves: `canonical` over bytes (clean already, nothing to do), `read` over a string (the rest, and the oracle).
 */
export interface TextType {
  /** The look down a column that tells most of what is canonical. */
  readonly look: TextLook
  canonical(bytes: Uint8Array, start: number, end: number): boolean
  read(raw: string): Cleansed
}

/** UTF-8 lead bytes of characters that no folding touches: U+4000–U+9FFF and the supplementary ideographs. */
function plainLead(bytes: Uint8Array, p: number): number {
  const lead = bytes[p]!
  if (lead >= 0xe4 && lead <= 0xe9) return 3
  if (lead === 0xe3) return bytes[p + 1]! >= 0x90 ? 3 : 0
  return lead === 0xf0 && bytes[p + 1]! >= 0xa0 && bytes[p + 1]! < 0xb4 ? 4 : 0
}

/** A first byte that Excel may have left: apostrophe, equals sign, backtick, quote, the sign before an error value. */
function excelMark(byte: number): boolean {
  return byte === 0x27 || byte === 0x3d || byte === 0x60 || byte === 0x22 || byte === 0x23
}

/** Begins with a sign, or a digit and then a point or an E: left to the string half. */
function maybeScientific(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start]!
  const second = bytes[start + 1]!
  return first === 0x2b || first === 0x2d || second === 0x2e || second === 0x45 || second === 0x65
}

/**
 * Numbers that identify something, and free text: printable, no blanks, nothing that Excel leaves. What Excel has destroyed stands in its
 * issue alone: as a number it would be the same of a thousand rows, and a key.
 */
export const text: TextType = {
  look: 'text',
  canonical(bytes, start, end) {
    if (excelMark(bytes[start]!) || maybeScientific(bytes, start)) return false
    for (let p = start; p < end;) {
      const byte = bytes[p]!
      if (byte < 0x80) {
        if (byte <= 0x20 || byte === 0x7f) return false
        p++
      } else {
        const width = plainLead(bytes, p)
        if (width === 0) return false
        p += width
      }
    }
    return true
  },
  read(raw) {
    const folded = fold(raw)
    const value = withoutPrivateUse(folded.text)
    const reason = value === folded.text ? folded.reason : 'reason.pua'
    const lost = isDestroyed(value) ? 'reason.number_damaged' : formulaIssue(value)
    return lost === undefined ? clean(value, reason, characterIssue(value)) : unreadable(lost)
  },
}

const DOTS = /[\u0387\u16EB\u2022\u2024\u2027\u2219\u22C5\u2E31\u3002\u30FB\u318D\uA78F\uFF0E\uFF61\uFF65\uFE52]/g
const HAN = /[\u2E80-\u9FFF\uE000-\uFAFF\u{20000}-\u{3FFFF}]/u

/** Names of persons: no blanks between ideographs, one form of the dot, real characters. Latin names keep their blanks and full stops. */
export const personName: TextType = {
  look: 'name',
  canonical(bytes, start, end) {
    const first = bytes[start]!
    if (first === 0xc2) return false
    for (let p = start; p < end;) {
      if (bytes[p] === 0xc2 && bytes[p + 1] === 0xb7 && p + 2 < end && bytes[p + 2] !== 0xc2) {
        p += 2
        continue
      }
      const width = plainLead(bytes, p)
      if (width === 0) return false
      p += width
    }
    return true
  },
  read(raw) {
    const folded = fold(raw)
    let { text: value, reason } = folded
    const real = withoutPrivateUse(value)
    if (real !== value) reason = heavier(reason, 'reason.pua')
    value = real
    const dotted = (HAN.test(value) ? value.replaceAll('.', '·') : value).replace(DOTS, '·').replace(/ ?·[ ·]*/g, '·')
    if (dotted !== value) reason = heavier(reason, 'reason.dot')
    value = dotted
    const close = HAN.test(value) ? value.replaceAll(' ', '') : value
    if (close !== value) reason = heavier(reason, 'reason.blank')
    return clean(close, reason, characterIssue(close))
  },
}

/** Names of organisations: as persons' without dots; brackets stay as they are. */
export const orgName: TextType = {
  look: 'organisation',
  canonical(bytes, start, end) {
    if (excelMark(bytes[start]!)) return false
    for (let p = start; p < end;) {
      const byte = bytes[p]!
      if (byte > 0x20 && byte < 0x7f) {
        p++
        continue
      }
      const bracket = byte === 0xef && bytes[p + 1] === 0xbc && (bytes[p + 2] === 0x88 || bytes[p + 2] === 0x89)
      const width = bracket ? 3 : plainLead(bytes, p)
      if (width === 0) return false
      p += width
    }
    return true
  },
  read(raw) {
    const folded = fold(raw, 'brackets')
    let { text: value, reason } = folded
    const real = withoutPrivateUse(value)
    if (real !== value) reason = heavier(reason, 'reason.pua')
    value = real.replace(/(?<=[^\x20-\x7E]) | (?=[^\x20-\x7E])/g, '')
    if (value !== real) reason = heavier(reason, 'reason.blank')
    return clean(value, reason, characterIssue(value))
  },
}

/** Credit codes (GB 32100) and the older taxpayer numbers of 15, 17 and 20 characters: upper case, no blanks. */
export const creditCode: TextType = {
  look: 'credit',
  canonical: (bytes, start, end) => end - start === 18 && isSoundCredit(bytes, start),
  read(raw) {
    const folded = fold(raw)
    let reason = folded.reason
    const close = folded.text.replaceAll(' ', '')
    if (close !== folded.text) reason = heavier(reason, 'reason.blank')
    const value = close.toUpperCase()
    if (value !== close) reason = heavier(reason, 'reason.case')
    const lost = isScientific(value) ? 'reason.number_damaged' : formulaIssue(value)
    return lost === undefined ? clean(value, reason, creditIssue(value)) : unreadable(lost)
  },
}

/**
 * Older taxpayer numbers: of 15 a region and an organisation code; of 17 and 20 the owner's identity number and two more characters; or L
 * and more.
 */
const TAXPAYER_15 = /^\d{6}[0-9A-Z]{9}$/
const TAXPAYER_L = /^L[0-9A-Z]{14}$|^L[0-9A-Z]{16}$|^L[0-9A-Z]{19}$/

function isTaxpayerNumber(value: string): boolean {
  if (TAXPAYER_15.test(value) || TAXPAYER_L.test(value)) return true
  if (value.length === 17) return /[0-9A-Z]{2}$/.test(value) && raised15(value.slice(0, 15)) !== undefined
  return value.length === 20 && /^\d{17}[\dX][0-9A-Z]{2}$/.test(value)
}

function creditIssue(value: string): string | undefined {
  if (value === '') return undefined
  const unread = characterIssue(value)
  if (unread !== undefined) return unread
  if (isTaxpayerNumber(value)) return undefined
  const fault = creditFault(value)
  return fault === undefined ? undefined : `reason.credit_${fault}`
}
