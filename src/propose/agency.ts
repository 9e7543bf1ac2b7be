import { AGENCIES, type Agency, type Owner } from '../kernel/index.js'
import { headerCell, normalHeader, type Codes, type Layout } from '../layout/index.js'
import type { Profile } from './profile.js'
import type { Seen } from './place.js'

/** Who sent an extract, by weight of what speaks for each; and whose insurances it holds. */
export interface Votes {
  readonly by: Readonly<Record<Agency, number>>
  readonly owners: ReadonlySet<Owner>
}

const WORDS: readonly (readonly [Agency, RegExp])[] = [
  ['mi', /医保|参保区划|医疗保障/],
  ['ss', /社保(?!费|经办)|人社|社会保障号|人力资源/],
  ['tax', /登记序号|纳税人|征收项目|征收品目|税款|主管税务|税票明细|开具日期|销号|缴费人识别|应征凭证/],
  ['bank', /交易流水|付款户名|核心流水|TIPS|委托日期|扣税日期/],
]
const NAMES: readonly (readonly [Agency, RegExp])[] = [
  ['mi', /医保|医疗保障|(?:^|[^a-z])(?:mi|ybj?)(?:[^a-z]|$)/i],
  ['ss', /社保局|人社|社会保险(?:事业)?(?:管理|经办)|社保|(?:^|[^a-z])(?:ss|sb|rs)(?:[^a-z]|$)/i],
  ['tax', /税务|金税|国税|地税|入库|退库|(?:^|[^a-z])(?:tax|sw|gt3)(?:[^a-z]|$)/i],
  ['bank', /银行|财税库行|(?:^|[^a-z])(?:bank|tips)(?:[^a-z]|$)/i],
]

/** Weighs header codes, words, insurance and document codes, title rows and the file's name. */
export function votesFor(
  seen: Seen,
  of: { readonly layouts: readonly Layout[]; readonly codes: Codes; readonly texts: readonly string[]; readonly file: string },
): Votes {
  const by: Record<Agency, number> = { ss: 0, mi: 0, tax: 0, bank: 0 }
  const spoken = new Map<string, ReadonlySet<Agency>>()
  for (const { agency, spec } of of.layouts) {
    for (const { headers } of Object.values(spec.columns)) {
      for (const header of headers.map(normalHeader).filter(h => !/[\u3400-\u9FFF]/.test(h)))
        spoken.set(header, new Set([...(spoken.get(header) ?? []), agency]))
    }
  }
  for (const cell of seen.cells) {
    const agencies = cell.variants.map(v => spoken.get(v)).find(a => a !== undefined)
    if (agencies !== undefined) for (const agency of agencies) by[agency] += 0.5 / agencies.size
    for (const [agency, word] of WORDS) if (word.test(cell.variants[0] ?? '')) by[agency] += 0.8
  }
  for (const agency of AGENCIES) by[agency] = Math.min(by[agency], 3)
  const owners = byCodes(seen.profiles, of.codes, by)
  for (const [agency, word] of NAMES) {
    if (of.texts.some(text => word.test(text))) by[agency] += 1.2
    if (word.test(of.file)) by[agency] += 1
  }
  return { by, owners }
}

/** Insurance and document codes that only one agency writes. */
function byCodes(profiles: readonly Profile[], codes: Codes, by: Record<Agency, number>): ReadonlySet<Owner> {
  const owners = new Set<Owner>()
  for (const p of profiles.filter(q => q.filled > 0 && !q.manyTexts && q.distinct <= 60)) {
    const texts = [...p.texts.keys()]
    const known = (agency: string, list: string): number =>
      texts.filter(t => codes.canonical(agency, list, t) !== undefined).length / texts.length
    const looksLike = texts.every(t => t.length >= 3) && ['ss', 'mi', 'tax'].some(a => known(a, 'insurance') >= 0.8)
    if (looksLike) {
      const [ss, mi, tax] = ['ss', 'mi', 'tax'].map(a => known(a, 'insurance')) as [number, number, number]
      if (tax > Math.max(ss, mi) + 0.3) by.tax += 2.5
      else if (ss > mi + 0.3) by.ss += 1
      else if (mi > ss + 0.3) by.mi += 1
      const found = new Set(texts.flatMap(t => ownerOf(t, codes, { ss, mi }) ?? []))
      for (const owner of found) owners.add(owner)
    }
    if (texts.includes('201') && known('tax', 'id_type') >= 0.8 && texts.every(t => /^\d{3}$/.test(t))) by.tax += 1.5
  }
  if (owners.size === 1) for (const owner of owners) by[owner] += 0.8
  if (owners.size === 2) by.tax += 0.6
  return owners
}

/** 410 is another insurance at each owner: it tells nothing. */
function ownerOf(text: string, codes: Codes, by: { ss: number; mi: number }): Owner | undefined {
  const found = new Set(
    (['ss', 'mi', 'tax'] as const).flatMap(a => {
      const canonical = codes.canonical(a, 'insurance', text)
      return canonical === undefined ? [] : (codes.ownerOf(canonical) ?? [])
    }),
  )
  if (found.size === 1) return [...found][0]
  return by.ss === 1 && by.mi < 1 ? 'ss' : by.mi === 1 && by.ss < 1 ? 'mi' : undefined
}

/** The headers of an extract as texts, for words that stand anywhere in them. */
export function hasAny(seen: Seen, words: ReadonlySet<string>): number {
  return seen.columns.filter(c => headerCell(c).variants.some(v => words.has(v))).length
}
