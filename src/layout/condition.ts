import type { Inputs } from './inputs.js'
import type { Condition } from './schema.js'

/** Whether a row is meant. */
export type Predicate = (r: number) => boolean

/**
 * A condition over input columns, all parts of which must hold. A column that the extract lacks is blank; `nonzero` is filled and, of a
 * number, not 0.
 */
export function predicateOf(inputs: Inputs, condition: Condition | undefined): Predicate {
  const parts = Object.entries(condition ?? {}).map(([name, wanted]) => part(inputs, name, wanted))
  if (parts.length === 1) return parts[0]!
  return r => parts.every(holds => holds(r))
}

/** False where a condition asks for a column that the extract lacks: the record can never be. */
export function canHold(inputs: Inputs, condition: Condition | undefined): boolean {
  return Object.entries(condition ?? {}).every(
    ([name, wanted]) => wanted === 'blank' || wanted === 'zero' || onlyForbids(wanted) || inputs.has(name),
  )
}

/** Rows in which one of these columns holds something, 0 only where zeros count; what cannot be read is something. */
export function anyFilled(inputs: Inputs, names: readonly string[], zeros: 'skip' | 'keep'): Predicate {
  const wanted = zeros === 'keep' ? 'filled' : 'nonzero'
  const parts = names.filter(name => inputs.has(name)).map(name => ({ holds: part(inputs, name, wanted), bad: inputs.bads.get(name)! }))
  return r => parts.some(p => p.bad[r] === 1 || p.holds(r))
}

function part(inputs: Inputs, name: string, wanted: Condition[string]): Predicate {
  if (wanted === 'filled') return filled(inputs, name)
  if (wanted === 'nonzero') {
    const num = inputs.nums.get(name)?.num
    return num === undefined || num === null ? filled(inputs, name) : r => num[r] !== 0 && !Number.isNaN(num[r]!)
  }
  if (wanted === 'blank' || wanted === 'zero') {
    const holds = part(inputs, name, wanted === 'blank' ? 'filled' : 'nonzero')
    return r => !holds(r)
  }
  const column = inputs.codes.get(name)
  if (column === undefined) return () => onlyForbids(wanted)
  const fits = anyOf(wanted)
  const memo: boolean[] = []
  return r => {
    const entry = column.index[r]!
    return (memo[entry] ??= fits(column.valueOf(entry)))
  }
}

function filled(inputs: Inputs, name: string): Predicate {
  const text = inputs.texts.get(name)
  const bad = inputs.bads.get(name)
  // A number that Excel destroyed is not known any more; that one stood there is.
  if (text !== undefined) return r => text.end[r] !== text.start[r] || bad?.[r] === 1
  const code = inputs.codes.get(name)
  if (code !== undefined) return r => code.valueOf(code.index[r]!) !== ''
  const num = inputs.nums.get(name)?.num ?? inputs.periods.get(name)?.from
  return num === undefined || num === null ? () => false : r => !Number.isNaN(num[r]!)
}

/** Patterns that only say what must not be: a column that is not there fits them. */
function onlyForbids(wanted: Condition[string]): boolean {
  return Array.isArray(wanted) && wanted.every(p => p.startsWith('!'))
}

/** One of the patterns fits, and none of those that begin with `!`; of these alone, none. */
function anyOf(patterns: readonly string[]): (value: string) => boolean {
  const not = patterns.filter(p => p.startsWith('!')).map(p => glob(p.slice(1)))
  const is = patterns.filter(p => !p.startsWith('!')).map(glob)
  return value => (is.length === 0 || is.some(p => p.test(value))) && !not.some(p => p.test(value))
}

/** `*` any text, `?` one character; case does not count. */
function glob(pattern: string): RegExp {
  const source = [...pattern].map(c => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[.+^${}()|[\]\\]/g, '\\$&'))).join('')
  return new RegExp(`^${source}$`, 'iu')
}
