/** The texts of one area in one language: a function per code, typed by the code's parameters. */
export type Texts<M> = { readonly [K in keyof M]: (p: M[K]) => string }

/** Parameters of a message that has none. */
export type None = Record<string, never>

/** What a Problem lists with 、, knowing nothing of languages, as English has it. */
export function commas(list: string): string {
  return list.replaceAll('、', ', ')
}

/** A count with its noun, as English has it: `1 row`, `1,234 rows`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${thousands(n)} ${n === 1 ? one : many}`
}

/** A count as people read it: 1234567 -> 1,234,567. Not for line numbers and ids, which are searched for as they stand. */
export function thousands(n: number): string {
  const text = String(n)
  if (text.length < 4) return text
  if (!Number.isSafeInteger(n)) return text.replace(/\B(?=(\d{3})+$)/g, ',')
  const first = n < 0 ? 1 : 0
  let from = text.length - 3
  let out = text.slice(from)
  for (; from > first; from -= 3) out = `${text.slice(Math.max(first, from - 3), from)},${out}`
  return first === 0 ? out : `-${out}`
}
