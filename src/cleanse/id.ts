import { citizenCheck, idFaults, raised15, type IdFault } from '../records/index.js'
import { clean, fold, heavier, isDestroyed, type Cleansed } from './fold.js'
import { formulaIssue } from './pua.js'

/** An identity number cleansed: its faults in R03's order, and whether it may serve as a key. */
export interface CleansedId extends Cleansed {
  readonly faults: readonly IdFault[]
  readonly unusable: boolean
}

/** Characters hidden by a mask: stars and their like, or a run of X or ? among digits. */
const MASKED = /[*＊✱●•■□◆#]|\d(?:X{3,}|\?{2,})/

/**
 * String half of identity numbers. `type` is the canonical document type (blank: unknown), `notAfter` the last possible birth date as
 * yyyymmdd. A number of 15 digits whose province and date exist is raised to 18, unless its type says that it is no citizen's. Damage by
 * Excel is never repaired, and what is damaged, masked or holds neither digit nor letter names nobody.
 */
export function readId(raw: string, type: string, notAfter: number): CleansedId {
  const folded = fold(raw)
  let reason = folded.reason
  const close = folded.text.replaceAll(' ', '')
  if (close !== folded.text) reason = heavier(reason, 'reason.blank')
  if (close === '') return { ...clean('', reason, undefined), faults: [], unusable: true }
  const damage = isDestroyed(close) ? 'reason.id_damaged' : formulaIssue(close)
  if (damage !== undefined) return { ...clean(close, reason, damage), faults: ['characters'], unusable: true }
  const upper = close.toUpperCase()
  if (upper !== close) reason = heavier(reason, 'reason.case')
  if (MASKED.test(upper)) return { ...clean(upper, reason, 'reason.id_masked'), faults: ['characters'], unusable: true }
  const raised = type === '' || type === '01' ? raised15(upper) : undefined
  if (raised !== undefined) reason = heavier(reason, 'reason.id_15')
  const value = raised ?? upper
  const faults = idFaults(value, type, notAfter)
  return {
    ...clean(value, reason, faults[0] === undefined ? undefined : `reason.id_${faults[0]}`),
    faults,
    unusable: !/[\p{L}\p{N}]/u.test(value),
  }
}

/** True where a social security number has a citizen's shape: 18 characters that pass the check, or 15 digits. */
export function hasCitizenShape(raw: string): boolean {
  const value = fold(raw).text.replaceAll(' ', '').toUpperCase()
  return /^\d{17}[\dX]$/.test(value)
    ? citizenCheck(value.slice(0, 17)) === value[17] || /^[1-8]/.test(value)
    : raised15(value) !== undefined
}
