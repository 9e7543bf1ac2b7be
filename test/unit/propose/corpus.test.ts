import { describe, expect, test } from 'vitest'
import { ADDED, FORMS, type Column, type Form } from './dialects.js'
import { proposed } from './rows.js'

const ROWS = 40

/** A small generator, so that every run makes the same corpus. */
function dice(seed: number): (n: number) => number {
  let state = seed * 2654435761 % 4294967296
  return n => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % n
  }
}

const STYLES = {
  code: (c: Column, roll: (n: number) => number): string => c.code[roll(c.code.length)]!,
  chinese: (c: Column, roll: (n: number) => number): string => c.zh[roll(c.zh.length)]!,
  mixed: (c: Column, roll: (n: number) => number): string => roll(2) === 0 ? c.code[0]! : c.zh[roll(c.zh.length)]!,
  both: (c: Column, roll: (n: number) => number): string => c.code[0] === c.zh[0] ? c.zh[0]! : roll(2) === 0 ? `${c.zh[0]!}(${c.code[0]!})` : `*${c.zh[0]!}`,
  renamed: (c: Column, roll: (n: number) => number): string => c.renamed[roll(c.renamed.length)]!,
} as const
type Style = keyof typeof STYLES

interface Made { readonly rows: readonly (readonly string[])[]; readonly truth: ReadonlyMap<string, readonly string[]>; readonly added: ReadonlySet<string> }

/** An extract of a form: headers in a style, columns in any order, others among them, a title above. */
function make(form: Form, style: Style, seed: number): Made | null {
  const roll = dice(seed)
  const named = form.columns.map(c => ({ header: STYLES[style](c, roll), truth: c.truth, value: c.value }))
  if (new Set(named.map(n => n.header)).size < named.length) return null
  const known = new Set(named.map(n => n.header))
  const added = ADDED.filter(() => roll(5) === 0).filter(([h]) => !known.has(h)).map(([header, value]) => ({ header, truth: [] as readonly string[], value }))
  const columns = [...named, ...seed % 2 === 0 ? added : []].map(c => ({ ...c, order: seed % 3 === 0 ? 0 : roll(1000) })).toSorted((a, b) => a.order - b.order)
  const rows = Array.from({ length: ROWS }, (_, r) => columns.map(c => c.value(r)))
  const title = seed % 4 === 1 ? [[`${form.name.startsWith('tax') ? '某市税务局' : form.name.startsWith('mi') ? '某市医保中心' : '某市社保局'}提取明细`, ...columns.slice(1).map(() => '')]] : []
  return { rows: [...title, columns.map(c => c.header), ...rows], truth: new Map(named.map(n => [n.header, n.truth])), added: new Set(added.map(a => a.header)) }
}

interface Score { columns: number; found: number; readonly lost: string[]; readonly sure: string[] }

function score(form: Form, style: Style): Score {
  const out: Score = { columns: 0, found: 0, lost: [], sure: [] }
  for (let seed = 1; seed <= 4; seed++) {
    const made = make(form, style, seed * 31 + style.length)
    if (made === null) continue
    const { placed, nearest } = proposed(made.rows, form.name.startsWith('tax') ? '税务.csv' : 'x.csv')
    for (const [header, truth] of made.truth) {
      out.columns++
      const own = placed.filter(p => p.header === header)
      if (own.some(p => truth.includes(p.field))) out.found++
      else out.lost.push(`${header} -> ${own.map(p => p.field).join() || '-'} (${truth.join('|')}; ${nearest.layout})`)
    }
    for (const p of placed) {
      const truth = made.truth.get(p.header)
      if (p.confidence >= 0.8 && truth?.includes(p.field) !== true && p.field !== 'item') out.sure.push(`${p.header} -> ${p.field} ${p.confidence} (${truth?.join('|') ?? 'nothing'}; ${nearest.layout})`)
    }
  }
  return out
}

describe('a corpus of header dialects', () => {
  const all = { columns: 0, found: 0 }
  for (const style of Object.keys(STYLES) as Style[]) {
    test.each(FORMS)(`$name, ${style}: nearly all found, nothing sure is wrong`, form => {
      const { columns, found, lost, sure } = score(form, style)
      all.columns += columns
      all.found += found
      expect(columns).toBeGreaterThan(0)
      expect({ sure, lost: found / columns >= 0.95 ? [] : lost }).toEqual({ sure: [], lost: [] })
    })
  }

  test('as a whole', () => {
    expect(all.columns).toBeGreaterThan(4000)
    expect(all.found / all.columns).toBeGreaterThanOrEqual(0.98)
  })
})
