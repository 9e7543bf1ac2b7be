import { isRealDay } from '../kernel/index.js'

/** What may be wrong with an identity number, in the order of R03 (catalogue §4): the first is the variant. */
export const ID_FAULTS = ['length', 'characters', 'check_digit', 'date', 'province', 'type'] as const
/** A fault of an identity number. */
export type IdFault = (typeof ID_FAULTS)[number]

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'

/**
 * First two digits of GB/T 2260 that a citizen's number may begin with, former codes included; 71, 81–83 stand for Taiwan, Hong Kong
 * and Macao and for the residence permits of their residents (GB 11643 numbers with another head).
 */
export const PROVINCES: ReadonlySet<number> = new Set([
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
  83,
])

/** The check character of the first 17 digits by GB 11643 (ISO 7064 MOD 11-2). */
export function citizenCheck(seventeen: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (seventeen.charCodeAt(i) - 48) * WEIGHTS[i]!
  return CHECKS[sum % 11]!
}

/**
 * A number of the first generation (15 digits) as one of 18: century put in, check character added. Sequences 996–999 were kept for people
 * born in the 1800s. Undefined unless its province is known and its date exists.
 */
export function raised15(id: string): string | undefined {
  if (!/^\d{15}$/.test(id)) return undefined
  const century = id.slice(12) >= '996' ? '18' : '19'
  const seventeen = `${id.slice(0, 6)}${century}${id.slice(6)}`
  if (!PROVINCES.has(Number(id.slice(0, 2))) || !realBirth(seventeen.slice(6, 14))) return undefined
  return seventeen + citizenCheck(seventeen)
}

function realBirth(yyyymmdd: string): boolean {
  return isRealDay(Number(yyyymmdd.slice(0, 4)), Number(yyyymmdd.slice(4, 6)), Number(yyyymmdd.slice(6, 8)))
}

/** True for 18 characters that pass GB 11643's check: a citizen's, a residence permit's or a new permanent residence number. */
export function passesCheck(id: string): boolean {
  return /^\d{17}[\dX]$/.test(id) && citizenCheck(id.slice(0, 17)) === id[17]
}

/** A foreign permanent residence number: 9, province, country, birth date, sequence, check. */
function isPermanentResidence(id: string): boolean {
  return id.startsWith('9')
}

/** A residence permit of a resident of Hong Kong (81), Macao (82) or Taiwan (83). */
function isResidencePermit(id: string): boolean {
  return /^8[123]0000/.test(id)
}

/** Canonical document types whose number is built by GB 11643; a blank type is taken as a citizen's. */
const BUILT: ReadonlySet<string> = new Set(['', '01', '16'])
/** Without a type: a passport or permit, letters before a short number. */
const FOREIGN = /^[A-Z]{1,3}\d[\d()]{4,11}$/
/** Canonical document types that can never carry a citizen's number: permits and passports. */
const NEVER_CITIZEN: ReadonlySet<string> = new Set(['04', '06', '07', '08', '11', '227'])

/**
 * Numbers of the usual shape that are too short or too long: permits for Hong Kong and Macao (H or M and 8 to 10 digits), for Taiwan (8 or
 * 10 digits), old permanent residence numbers.
 */
const PERMIT_LENGTH: Readonly<Record<string, RegExp>> = {
  '04': /^[HM]\d{8,10}$|^(?![HM]\d+$)/,
  '06': /^\d{8}$|^\d{10}$|^(?!\d+$)/,
  '07': /^[A-Z]{3}\d{12}$|^(?![A-Z]{3}\d+$)/,
}

/**
 * Numbers in the shape of another document: of Taiwan's permit under that of Hong Kong and Macao and the reverse, of a passport under a
 * permanent residence.
 */
const OTHER_SHAPE: Readonly<Record<string, RegExp>> = {
  '04': /^(?:\d{8}|\d{10})$/,
  '06': /^[HM]\d{8,10}$/,
  '07': /^(?:[A-Z]\d{7,8}|[A-Z]{2}\d{6,7})$/,
}

/**
 * Faults of a canonical identity number under its canonical document type, in R03's order; none for a blank one. `notAfter` is the last
 * day on which a person may be born, as yyyymmdd. Only citizens' numbers and those built alike are held to length, digits and date; other
 * documents are held to a lenient shape.
 */
export function idFaults(id: string, type: string, notAfter: number): readonly IdFault[] {
  if (id === '') return []
  if (type === '07' && /^[A-Z]{3}\d{12}$/.test(id)) return []
  if (type === '' && FOREIGN.test(id)) return []
  if (BUILT.has(type) || (type === '07' && /^\d/.test(id))) return builtFaults(id, type, notAfter)
  if (!NEVER_CITIZEN.has(type)) return []
  const faults: IdFault[] = []
  if (id.length < 5 || id.length > 20 || PERMIT_LENGTH[type]?.test(id) === false) faults.push('length')
  if (!/^[A-Z0-9()/-]+$/.test(id)) faults.push('characters')
  if (OTHER_SHAPE[type]?.test(id) === true || (passesCheck(id) && builtFaults(id, '', notAfter).length === 0)) faults.push('type')
  return faults
}

function builtFaults(id: string, type: string, notAfter: number): readonly IdFault[] {
  const faults: IdFault[] = []
  const old = id.length === 15
  if (id.length !== 18 && !old) faults.push('length')
  if (!/^\d+$/.test(old ? id : id.slice(0, -1)) || !/[\dX]$/.test(id)) faults.push('characters')
  if (faults.length > 0) return faults
  if (!old && citizenCheck(id.slice(0, 17)) !== id[17]) faults.push('check_digit')
  const birth = old ? `19${id.slice(6, 12)}` : id.slice(6, 14)
  if (!realBirth(birth) || Number(birth) > notAfter) faults.push('date')
  const permanent = !old && isPermanentResidence(id)
  if (!PROVINCES.has(Number(permanent ? id.slice(1, 3) : id.slice(0, 2)))) faults.push('province')
  if (disagrees(id, type)) faults.push('type')
  return faults
}

/** A number of another document than its type says. */
function disagrees(id: string, type: string): boolean {
  if (type === '') return false
  const permit = isResidencePermit(id)
  const permanent = isPermanentResidence(id)
  if (type === '16') return !permit
  if (type === '07') return !permanent
  return permit || permanent
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
/** Value of a byte in GB 32100's alphabet (no I, O, S, V, Z), or 255. */
const CREDIT_VALUE = new Uint8Array(256).fill(255)
for (let i = 0; i < CREDIT.length; i++) CREDIT_VALUE[CREDIT.charCodeAt(i)] = i

/** The check character of the first 17 characters by GB 32100; undefined where one is not of its alphabet. */
export function creditCheck(seventeen: string): string | undefined {
  let sum = 0
  for (let i = 0; i < 17; i++) {
    const value = CREDIT_VALUE[seventeen.charCodeAt(i) & 255]!
    if (value === 255 || seventeen.charCodeAt(i) > 255) return undefined
    sum += value * CREDIT_WEIGHTS[i]!
  }
  return CREDIT[(31 - (sum % 31)) % 31]!
}

/** What is wrong with a credit code: characters outside the alphabet, a check character that fails; undefined for none. */
export function creditFault(code: string): 'length' | 'characters' | 'check_digit' | undefined {
  if (code.length !== 18) return 'length'
  const check = creditCheck(code.slice(0, 17))
  if (check === undefined || CREDIT_VALUE[code.charCodeAt(17) & 255] === 255) return 'characters'
  return check === code[17] ? undefined : 'check_digit'
}

/** Byte half of `passesCheck` with a known province and a real date not after `notAfter`: a number without any fault of its own. */
export function isSoundCitizen(bytes: Uint8Array, at: number, notAfter: number): boolean {
  let sum = 0
  for (let i = 0; i < 17; i++) {
    const digit = bytes[at + i]! - 48
    if (digit < 0 || digit > 9) return false
    sum += digit * WEIGHTS[i]!
  }
  if (CHECKS.charCodeAt(sum % 11) !== bytes[at + 17]) return false
  const two = (i: number): number => (bytes[at + i]! - 48) * 10 + bytes[at + i + 1]! - 48
  const province = two(0)
  if (province > 65 || !PROVINCES.has(province)) return false
  const year = two(6) * 100 + two(8)
  const month = two(10)
  const day = two(12)
  return isRealDay(year, month, day) && year * 10000 + month * 100 + day <= notAfter
}

/** Byte half of `creditFault`: 18 characters that pass. */
export function isSoundCredit(bytes: Uint8Array, at: number): boolean {
  let sum = 0
  for (let i = 0; i < 17; i++) {
    const value = CREDIT_VALUE[bytes[at + i]!]!
    if (value === 255) return false
    sum += value * CREDIT_WEIGHTS[i]!
  }
  return CREDIT.charCodeAt((31 - (sum % 31)) % 31) === bytes[at + 17]
}
