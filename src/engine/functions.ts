import type { Params } from '../match/index.js'
import { passesCheck } from '../records/index.js'
import type { Db } from '../store/index.js'

/**
 * Functions that rule SQL calls: working days, graces, a name without blanks and in one form of width and dots, and what one that was cut
 * short or lost a rare character looks like.
 */
export function defineFunctions(db: Db, params: Params): void {
  const deterministic = { deterministic: true }
  db.function('workdays', deterministic, (day: unknown, n: unknown) =>
    typeof day !== 'string' || typeof n !== 'number' ? null : params.workdays(day.slice(0, 10), n),
  )
  db.function('grace', deterministic, (name: unknown) => params.grace(String(name)) ?? null)
  db.function('prefix', deterministic, (a: unknown, b: unknown) =>
    typeof a === 'string' && typeof b === 'string' && a !== '' && a.length < b.length && b.startsWith(a) ? 1 : 0,
  )
  db.function('rare', deterministic, (a: unknown, b: unknown) =>
    typeof a === 'string' && typeof b === 'string' && a !== b && (stands(a, b) || stands(b, a)) ? 1 : 0,
  )
  db.function('folded', deterministic, (name: unknown) =>
    typeof name !== 'string'
      ? null
      : name
          .normalize('NFKC')
          .replace(/\s+/gu, '')
          .replace(/[•‧・⋅∙]/gu, '·'),
  )
  db.function('matches', deterministic, (text: unknown, pattern: unknown) =>
    typeof text !== 'string' ? null : regex(String(pattern)).test(text) ? 1 : 0,
  )
  // Of a number that its check digit vouches for; of any other nothing is told.
  db.function('id_birth', deterministic, (id: unknown) =>
    typeof id === 'string' && passesCheck(id) ? `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}` : null,
  )
  db.function('id_gender', deterministic, (id: unknown) =>
    typeof id === 'string' && passesCheck(id) ? (Number(id[16]) % 2 === 1 ? '1' : '2') : null,
  )
  db.function('round_to', deterministic, (value: unknown, mode: unknown, unit: unknown) =>
    typeof value !== 'number' ? null : roundTo(value, String(mode), Number(unit)),
  )
}

const PATTERNS = new Map<string, RegExp>()

/** A rule has few patterns and asks them of very many rows. */
function regex(pattern: string): RegExp {
  const known = PATTERNS.get(pattern) ?? new RegExp(pattern, 'u')
  PATTERNS.set(pattern, known)
  return known
}

const LOST = /[?？□\uFFFD]+/gu

/**
 * True where the marks of `a` stand for the rare characters of `b`: a mark for a character, or two where its two bytes were lost one by
 * one.
 */
function stands(a: string, b: string): boolean {
  if (a.search(LOST) < 0) return false
  const pattern = a
    .split(/([?？□\uFFFD]+)/u)
    .map((part, i) => (i % 2 === 1 ? `.{${Math.ceil(part.length / 2)},${part.length}}` : part.replace(/[\\^$.*+()[\]{}|/-]/g, '\\$&')))
    .join('')
  return new RegExp(`^${pattern}$`, 'u').test(b)
}

/** Rounds half up, up or down to a multiple of `unit`. */
function roundTo(value: number, mode: string, unit: number): number {
  const n = value / unit
  return (mode === 'up' ? Math.ceil(n) : mode === 'down' ? Math.floor(n) : Math.floor(n + 0.5)) * unit
}
