import { isDay, problem, type Day } from '../kernel/index.js'
import type { Options } from './parse.js'

/** A text option; undefined when it was not given. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** An option that may be given several times; empty when it was not given. */
export function listOption(options: Options, name: string): readonly string[] {
  const value = options[name]
  return Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []
}

/** A day; throws `cli.value` for one that does not exist. */
export function dayOption(options: Options, name: string, flag: string): Day | undefined {
  const value = textOption(options, name)
  if (value !== undefined && !isDay(value)) throw problem('cli.value', { option: flag, found: value, expected: 'yyyy-mm-dd' })
  return value
}

/** A whole number of up to ten digits; throws `cli.value` for anything else. */
export function numberOption(options: Options, name: string, flag: string): number | undefined {
  const value = textOption(options, name)
  if (value === undefined) return undefined
  if (!/^\d{1,10}$/.test(value)) throw problem('cli.value', { option: flag, found: value, expected: '0–9999999999' })
  return Number(value)
}

/** A delimiter, `\t` for a tab; throws `cli.value` for none at all, by which nothing can be split. */
export function delimiterOption(options: Options): string | undefined {
  const value = textOption(options, 'delimiter')
  if (value === '') throw problem('cli.value', { option: '--delimiter', found: '', expected: ', | ; \\t …' })
  return value?.replaceAll('\\t', '\t')
}

/** How many; throws `cli.value` for none at all: an empty list would look like a clean answer. */
export function countOption(options: Options, name: string, flag: string): number | undefined {
  const value = textOption(options, name)
  if (value !== undefined && !/^0*[1-9]\d{0,9}$/.test(value))
    throw problem('cli.value', { option: flag, found: value, expected: '1–9999999999' })
  return value === undefined ? undefined : Number(value)
}

/** A month as yyyymm; throws `cli.value` for what is none: as a number it would fit nothing and look like a clean answer. */
export function monthOption(options: Options, name: string, flag: string): number | undefined {
  const value = textOption(options, name)
  if (value !== undefined && !/^\d{4}(?:0[1-9]|1[0-2])$/.test(value))
    throw problem('cli.value', { option: flag, found: value, expected: 'yyyymm' })
  return value === undefined ? undefined : Number(value)
}

/** Batch numbers; throws `cli.value` for what is none. */
export function batchesOption(options: Options, name: string, flag: string): readonly number[] {
  return listOption(options, name).map(value => {
    if (!/^\d{1,10}$/.test(value)) throw problem('cli.value', { option: flag, found: value, expected: '1, 2, 3 …' })
    return Number(value)
  })
}

/** One of the values; throws `cli.value` with all of them. */
export function oneOption<const T extends string>(
  options: Options,
  name: string,
  of: { readonly flag: string; readonly values: readonly T[] },
): T | undefined {
  const value = textOption(options, name)
  const found = of.values.find(v => v === value)
  if (value !== undefined && found === undefined)
    throw problem('cli.value', { option: of.flag, found: value, expected: of.values.join(', ') })
  return found
}
