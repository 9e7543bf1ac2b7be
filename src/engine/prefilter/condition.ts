import type { Day } from '../../kernel/index.js'
import type { Expr } from '../../match/index.js'
import type { Chunk } from '../../store/index.js'

/** 1 true, 0 false, NaN absent: SQL's three values, of row `r` of the chunk. */
export type RowTest = (chunk: Chunk, r: number) => number

const encoder = new TextEncoder()

/**
 * A filter over the plain fields of one record as a function of a row; null where it asks for more than comparisons of fields with
 * constants, and, or, not: then SQL decides. `at` is a field's place among the columns that are read, `numeric` whether it holds numbers.
 */
export function rowTest(e: Expr | null, fields: { at(name: string): number; numeric(name: string): boolean }, asOf: Day): RowTest | null {
  if (e === null) return () => 1
  const test = (x: Expr): RowTest | null => rowTest(x, fields, asOf)
  switch (e.t) {
    case 'not': {
      const a = test(e.a)
      return a === null ? null : (c, r) => (a(c, r) === 1 ? 0 : 1)
    }
    case 'null': {
      if (e.a.t !== 'field') return null
      const at = fields.at(e.a.name)
      const numeric = fields.numeric(e.a.name)
      const wanted = e.negated ? 0 : 1
      return (c, r) => (isAbsent(c, at, r, numeric) ? wanted : 1 - wanted)
    }
    case 'in':
      return inList(e, fields)
    case 'op': {
      if (e.op !== 'and' && e.op !== 'or') return comparison(e, fields, asOf)
      const a = test(e.a)
      const b = test(e.b)
      if (a === null || b === null) return null
      return e.op === 'and' ? (c, r) => and(a(c, r), b(c, r)) : (c, r) => 1 - and(1 - a(c, r), 1 - b(c, r))
    }
    default:
      return null
  }
}

/** SQL's and: false beats absent. */
function and(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b
}

function isAbsent({ columns }: Chunk, at: number, r: number, numeric: boolean): boolean {
  const column = columns[at]!
  return numeric ? Number.isNaN(column.num![r]!) : column.start[r] === column.end[r]
}

type Fields = Parameters<typeof rowTest>[1]

function inList(e: Expr & { t: 'in' }, fields: Fields): RowTest | null {
  if (e.a.t !== 'field') return null
  const at = fields.at(e.a.name)
  const hit = e.negated ? 0 : 1
  if (fields.numeric(e.a.name)) {
    if (e.list.some(v => typeof v !== 'number')) return null
    const wanted = new Set(e.list as number[])
    return ({ columns }, r) => {
      const n = columns[at]!.num![r]!
      return Number.isNaN(n) ? NaN : wanted.has(n) ? hit : 1 - hit
    }
  }
  if (e.list.some(v => typeof v !== 'string')) return null
  const texts = e.list.map(v => encoder.encode(v as string))
  return (c, r) => (isAbsent(c, at, r, false) ? NaN : texts.some(t => compareBytes(c, at, r, t) === 0) ? hit : 1 - hit)
}

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': o => o === 0,
  '<>': o => o !== 0,
  '<': o => o < 0,
  '<=': o => o <= 0,
  '>': o => o > 0,
  '>=': o => o >= 0,
}

/** The number that an expression is of row `r`, NaN where it is absent. */
type RowNumber = (chunk: Chunk, r: number) => number

function rowNumber(e: Expr, fields: Fields, asOf: Day): RowNumber | null {
  const of = (x: Expr): RowNumber | null => rowNumber(x, fields, asOf)
  switch (e.t) {
    case 'num':
      return () => e.value
    case 'field': {
      if (!fields.numeric(e.name)) return null
      const at = fields.at(e.name)
      return ({ columns }, r) => columns[at]!.num![r]!
    }
    case 'op': {
      const [a, b] = [of(e.a), of(e.b)]
      if (a === null || b === null) return null
      return e.op === '+'
        ? (c, r) => a(c, r) + b(c, r)
        : e.op === '-'
          ? (c, r) => a(c, r) - b(c, r)
          : e.op === '*'
            ? (c, r) => a(c, r) * b(c, r)
            : null
    }
    case 'call': {
      if (e.fn === 'if') {
        const [when, a, b] = [rowTest(e.args[0]!, fields, asOf), of(e.args[1]!), of(e.args[2]!)]
        return when === null || a === null || b === null ? null : (c, r) => (when(c, r) === 1 ? a(c, r) : b(c, r))
      }
      const [a, b] = e.args.map(of)
      if (e.fn !== 'coalesce' || a === null || a === undefined || b === null || b === undefined) return null
      return (c, r) => {
        const n = a(c, r)
        return Number.isNaN(n) ? b(c, r) : n
      }
    }
    default:
      return null
  }
}

function comparison(e: Expr & { t: 'op' }, fields: Fields, asOf: Day): RowTest | null {
  const holds = HOLDS[e.op]
  if (holds === undefined) return null
  const [x, y] = [rowNumber(e.a, fields, asOf), rowNumber(e.b, fields, asOf)]
  if (x !== null && y !== null)
    return (c, r) => {
      const d = x(c, r) - y(c, r)
      return Number.isNaN(d) ? NaN : holds(d) ? 1 : 0
    }
  if (e.a.t !== 'field') return null
  const at = fields.at(e.a.name)
  const wanted = e.b.t === 'num' || e.b.t === 'text' ? e.b.value : e.b.t === 'call' && e.b.fn === 'asof' ? asOf : null
  if (typeof wanted !== 'string' || fields.numeric(e.a.name)) return null
  const text = encoder.encode(wanted)
  return (c, r) => (isAbsent(c, at, r, false) ? NaN : holds(compareBytes(c, at, r, text)) ? 1 : 0)
}

/** As SQLite's BINARY collation: by bytes, the shorter first. */
function compareBytes({ bytes, columns }: Chunk, at: number, r: number, text: Uint8Array): number {
  const { start, end } = columns[at]!
  const s = start[r]!
  const length = end[r]! - s
  const common = Math.min(length, text.length)
  for (let i = 0; i < common; i++) if (bytes[s + i] !== text[i]) return bytes[s + i]! - text[i]!
  return length - text.length
}
