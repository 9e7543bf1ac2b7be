import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DateRule } from '../../src/cleanse/day.js'
import { plainDecimal, readDecimal } from '../../src/cleanse/decimal.js'
import { readId } from '../../src/cleanse/id.js'
import {
  Constants, IdColumn, cleanseDates, cleanseDecimals, cleansePeriods, cleanseText, creditCode, fold, orgName, personName, readDate, readPeriod, text,
  type DecimalForm, type TextType,
} from '../../src/cleanse/index.js'
import { Block, citizenCheck, creditCheck, emptyNotes, numberColumn, type Notes } from '../../src/records/index.js'

const TODAY = 20250630
const RUNS = { numRuns: 400 }

/** Characters that extracts really mix: canonical ones often, everything that folding touches now and then. */
const char = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'0123456789ABCDEFGXx甲乙丙测试䶮·') },
  { weight: 2, arbitrary: fc.constantFrom(...' -.,/()（）\'="+%*E:年月日至', '\u3000', '\u00A0', '\u200B', '\uFEFF', '•', '．', '１', 'Ａ', '\uE863', '\uE000', '\uFFFD', '¥', '\t', '𠂇', '−') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
)
const noise = fc.array(char, { maxLength: 24 }).map(cs => cs.join(''))

/** A canonical text, or one with a character put in, left out, or dressed. */
function near(canonical: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const cut = fc.tuple(canonical, fc.nat(), char).map(([t, at, c]) => {
    const i = at % (t.length + 1)
    return t.slice(0, i) + c + t.slice(i + at % 2)
  })
  const dressed = fc.tuple(fc.constantFrom(' ', '\'', '="', '\u3000', ''), canonical, fc.constantFrom(' ', '"', '\u200B', '')).map(parts => parts.join(''))
  return fc.oneof({ weight: 3, arbitrary: canonical }, cut, dressed, noise)
}

const digits = (n: number): fc.Arbitrary<string> => fc.array(fc.constantFrom(...'0123456789'), { minLength: n, maxLength: n }).map(cs => cs.join(''))
const day = fc.tuple(fc.integer({ min: 1850, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([y, m, d]) => `${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`)
const id = fc.tuple(fc.constantFrom('110000', '810000', '911156', '000000', '220000'), day, digits(3), fc.boolean())
  .map(([area, birth, sequence, old]) => old ? area + birth.slice(2) + sequence : area + birth + sequence + citizenCheck(area + birth + sequence))
const credit = digits(15).map(d => `9A${d}`).map(s => s + (creditCheck(s) ?? '0'))
const name = fc.array(fc.constantFrom(...'甲乙丙丁测试·'), { minLength: 1, maxLength: 6 }).map(cs => cs.join(''))
const decimal = fc.tuple(fc.constantFrom('', '-'), fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom('', '.', '.5', '.50', '.05', '.005', '.500', '.12345678901'))
  .map(([sign, whole, rest]) => `${sign}${whole}${rest}`)

/** Folding step by step, with no short way: the oracle. */
function foldSlowly(raw: string): { text: string; reasons: Set<string> } {
  const reasons = new Set<string>()
  const steps: readonly (readonly [string, (t: string) => string])[] = [
    ['reason.blank', t => t.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u034F\u061C\u115F\u1160\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0]|\uDB40[\uDD00-\uDDEF]/g, '').replace(/[\t\n\r\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uE5E5]/g, ' ').replace(/ {2,}/g, ' ').trim()],
    ['reason.width', t => t.replace(/[\uFF01-\uFF5E]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))],
    ['reason.excel', t => /^="((?:[^"]|"")*)"$/.exec(t)?.[1]?.replaceAll('""', '"') ?? /^"([^"]*)"$/.exec(t)?.[1] ?? (/^=[0-9][0-9,.]*[A-Za-z]?$/.test(t) ? t.slice(1) : t.replace(/^['\u2018\u2019`]+/, ''))],
  ]
  let text = raw
  for (;;) {
    const before = text
    for (const [reason, step] of steps) {
      const after = step(text)
      if (after !== text) reasons.add(reason)
      text = after
    }
    if (text === before) return { text, reasons }
  }
}

test('folding takes its short way only where nothing is to fold', () => {
  fc.assert(fc.property(noise, raw => {
    const slow = foldSlowly(raw)
    const reason = ['reason.excel', 'reason.width', 'reason.blank'].find(r => slow.reasons.has(r))
    expect(fold(raw)).toEqual({ text: slow.text, reason })
  }), { numRuns: 5000 })
})

/** A block for all: a new one a case is a memory of WebAssembly a case, which costs more than all that is tested. */
const BLOCK = new Block(1, 65536)

/** One column of cells in a block; `Constants` want a new one. */
function block(cells: readonly string[], made = BLOCK): Block {
  made.begin()
  made.state.fill(0)
  made.rows = cells.length
  for (const [r, cell] of cells.entries()) made.put(made.raw[0]!, r, cell)
  return made
}

/** What the string half says, as notes. */
function noted(row: number, raw: string, read: { value: string; reason: string | undefined; issue: string | undefined; unreadable: boolean }): Notes {
  return {
    changes: read.reason === undefined ? [] : [{ row, field: 'f', before: raw, after: read.value, reason: read.reason }],
    issues: read.issue === undefined ? [] : [{ row, field: 'f', value: read.unreadable ? raw : read.value, reason: read.issue }],
  }
}

function together(all: readonly Notes[]): Notes {
  return { changes: all.flatMap(n => n.changes), issues: all.flatMap(n => n.issues) }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Without half surrogates: what a decoder can give. */
const wellFormed = (cells: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.array(cells.map(c => decoder.decode(encoder.encode(c))), { minLength: 1, maxLength: 30 })

describe('the byte half says what the string half says', () => {
  test.each<[string, TextType, fc.Arbitrary<string>]>([['text', text, noise], ['person name', personName, near(name)], ['organisation', orgName, near(name)], ['credit code', creditCode, near(credit)]])('%s', (_, type, cells) => {
    fc.assert(fc.property(wellFormed(cells), raws => {
      const b = block(raws)
      const sink = { field: 'f', notes: emptyNotes(), bad: new Uint8Array(2048) }
      cleanseText(b, b.raw[0]!, type, sink)
      const read = raws.map(raw => raw === '' ? { value: '', reason: undefined, issue: undefined, unreadable: false } : type.read(raw))
      expect(raws.map((_raw, r) => b.text(b.raw[0]!, r))).toEqual(read.map(x => x.value))
      expect(sink.notes).toEqual(together(read.map((x, r) => noted(r, raws[r]!, x))))
    }), RUNS)
  })

  test('identity numbers', () => {
    fc.assert(fc.property(wellFormed(near(id)), raws => {
      const b = block(raws, new Block(1, 65536))
      const sink = { field: 'f', notes: emptyNotes(), bad: new Uint8Array(2048) }
      const ids = new IdColumn()
      ids.run(b, b.raw[0]!, { types: null, notAfter: TODAY, blankIsIssue: false }, new Constants(b), sink)
      const read = raws.map(raw => readId(raw, '', TODAY))
      expect(raws.map((_raw, r) => [b.text(b.raw[0]!, r), b.text(ids.faults, r), ids.unusable[r]])).toEqual(read.map(x => [x.value, x.faults.join(','), x.unusable ? 1 : 0]))
      expect(sink.notes).toEqual(together(read.map((x, r) => noted(r, raws[r]!, x))))
    }), RUNS)
  })

  const forms: readonly (readonly [string, DecimalForm])[] = [
    ['yuan', { scale: 2, issue: 'reason.amount_unreadable' }], ['fen', { scale: 0, issue: 'reason.amount_unreadable' }],
    ['ten thousands of yuan', { scale: 6, issue: 'reason.amount_unreadable' }], ['counts', { scale: 0, issue: 'reason.count_unreadable' }],
  ]
  test.each(forms)('amounts in %s', (_, form) => {
    fc.assert(fc.property(wellFormed(near(decimal)), raws => {
      const b = block(raws)
      const sink = { field: 'f', notes: emptyNotes(), bad: new Uint8Array(2048) }
      const column = { ...numberColumn(), start: b.raw[0]!.start, end: b.raw[0]!.end }
      cleanseDecimals(b, column, form, sink)
      const read = raws.map(raw => readDecimal(raw, form))
      expect([...column.num!.subarray(0, raws.length)]).toEqual(read.map(x => x.num))
      expect(sink.notes).toEqual(together(read.map((x, r) => noted(r, raws[r]!, x))))
      expect([...sink.bad.subarray(0, raws.length)]).toEqual(read.map(x => x.unreadable ? 1 : 0))
    }), RUNS)
  })

  const dashed = day.map(d => `${d.slice(0, 4)}-${d.slice(4, 6)}-${d.slice(6)}`)
  const stamped = fc.tuple(fc.oneof(day, dashed), fc.constantFrom('', ' 12:30:00', '123000', ' 24:00:00', '236000', ' 1:2:3')).map(parts => parts.join(''))
  const declared = fc.subarray(['yyyymmdd', 'yyyymmddhhmmss', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss', 'yyyy/m/d', 'serial'])
  test('dates', () => {
    fc.assert(fc.property(wellFormed(near(stamped)), declared, fc.constantFrom('first', 'last', null), fc.boolean(), (raws, forms, month, openEnd) => {
      const rule: DateRule = { declared: new Set(forms), month, openEnd, none: 'all' }
      const b = block(raws)
      const sink = { field: 'f', notes: emptyNotes(), bad: new Uint8Array(2048) }
      cleanseDates(b, b.raw[0]!, rule, sink)
      const read = raws.map(raw => readDate(raw, rule))
      expect(raws.map((_raw, r) => b.text(b.raw[0]!, r))).toEqual(read.map(x => x.value))
      expect(sink.notes).toEqual(together(read.map((x, r) => noted(r, raws[r]!, x))))
    }), RUNS)
  })

  const month = day.map(d => d.slice(0, 6))
  test('periods', () => {
    fc.assert(fc.property(wellFormed(near(fc.oneof(month, day, dashed, fc.tuple(month, month).map(m => m.join('-'))))), declared, fc.boolean(), (raws, forms, year) => {
      const rule = { declared: new Set(['yyyymm', ...forms]), year }
      const b = block(raws)
      const sink = { field: 'f', notes: emptyNotes(), bad: new Uint8Array(2048) }
      const out = { from: new Float64Array(2048), to: new Float64Array(2048) }
      cleansePeriods(b, b.raw[0]!, rule, out, sink)
      const read = raws.map(raw => readPeriod(raw, rule))
      expect(raws.map((_raw, r) => [out.from[r], out.to[r]])).toEqual(read.map(x => [x.from, x.to]))
      expect(sink.notes).toEqual(together(read.map((x, r) => noted(r, raws[r]!, x))))
    }), RUNS)
  })
})

describe('a cleansed value is left alone', () => {
  test.each<[string, TextType, fc.Arbitrary<string>]>([['text', text, noise], ['person name', personName, near(name)], ['organisation', orgName, near(name)], ['credit code', creditCode, near(credit)]])('%s', (_, type, cells) => {
    fc.assert(fc.property(cells, raw => {
      const once = type.read(raw)
      expect(type.read(once.value)).toMatchObject({ value: once.value, reason: undefined, issue: once.unreadable ? undefined : once.issue })
    }), RUNS)
  })

  test('identity numbers', () => {
    fc.assert(fc.property(near(id), fc.constantFrom('', '01', '04', '07', '08', '16'), (raw, type) => {
      const once = readId(raw, type, TODAY)
      expect(readId(once.value, type, TODAY)).toEqual({ ...once, reason: undefined })
    }), RUNS)
  })

  test('dates and amounts', () => {
    fc.assert(fc.property(near(day), raw => {
      const rule: DateRule = { declared: new Set(), month: null, openEnd: false }
      const once = readDate(raw, rule)
      expect(readDate(once.value, rule)).toMatchObject({ value: once.value, reason: undefined, unreadable: false })
    }), RUNS)
    fc.assert(fc.property(near(decimal), raw => {
      const form: DecimalForm = { scale: 2, issue: 'reason.amount_unreadable' }
      const once = readDecimal(raw, form)
      expect(readDecimal(once.value, form)).toMatchObject({ num: once.num, value: once.value, reason: undefined, unreadable: false })
    }), RUNS)
  })
})

describe('amounts are exact', () => {
  /** fen of a plain decimal by integer arithmetic alone; undefined where it has more than whole fen. */
  function oracle(sign: string, whole: string, fraction: string, scale: number): bigint | undefined {
    if (/[1-9]/.test(fraction.slice(scale))) return undefined
    return BigInt(`${sign}${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`)
  }
  const whole = fc.integer({ min: 1, max: 13 }).chain(digits)
  const fraction = fc.integer({ min: 0, max: 9 }).chain(digits)

  test('against BigInt, in both halves', () => {
    fc.assert(fc.property(fc.constantFrom('', '-'), whole, fraction, fc.constantFrom(0, 1, 2, 6), (sign, w, f, scale) => {
      const raw = `${sign}${w}${f === '' ? '' : `.${f}`}`
      const exact = oracle(sign, w, f, scale)
      const bytes = encoder.encode(raw)
      const fast = plainDecimal(bytes, 0, bytes.length, scale)
      const slow = readDecimal(raw, { scale, issue: 'reason.amount_unreadable' })
      const fits = exact !== undefined && exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= -BigInt(Number.MAX_SAFE_INTEGER)
      if (!Number.isNaN(fast)) expect(BigInt(fast)).toBe(exact)
      if (!slow.unreadable && slow.reason !== 'reason.float') expect(BigInt(slow.num)).toBe(exact)
      if (fits && w.length + scale <= 15) expect(slow.unreadable).toBe(false)
      if (!Number.isNaN(fast)) expect(slow).toMatchObject({ num: fast, reason: undefined })
    }), { numRuns: 2000 })
  })

  test('with thousands separators as without', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.integer({ min: 0, max: 99 }), (yuan, cents) => {
      const dressed = `${String(yuan).replace(/\B(?=(\d{3})+$)/g, ',')}.${String(cents).padStart(2, '0')}`
      expect(readDecimal(dressed, { scale: 2, issue: 'reason.amount_unreadable' }).num).toBe(yuan * 100 + cents)
    }), RUNS)
  })

  test('a double’s noise is taken off, and nothing else rounded', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 99 }), (a, b) => {
      const sum = a / 100 + b / 100
      expect(readDecimal(String(sum), { scale: 2, issue: 'reason.amount_unreadable' }).num).toBe(a + b)
    }), RUNS)
  })
})
