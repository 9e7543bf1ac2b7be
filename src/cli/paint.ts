import type { ChalkInstance } from 'chalk'
import type { Effects } from '../kernel/index.js'
import { printable, table, wrapped, type Col, type Frame } from './table.js'
import { widthsFor } from './width.js'

let chalk: ChalkInstance | undefined

/** Loads colours where the terminal shows them: a pipe and cron need none. */
export async function colours({ color }: Pick<Effects, 'color'>): Promise<void> {
  chalk = color ? new (await import('chalk')).Chalk({ level: 1 }) : undefined
}

/** How a table stands on this terminal: its width, the head bold, second lines faint. */
export function frame({ columns }: Pick<Effects, 'columns'>): Frame {
  return { width: columns, paint: (text, part) => (part === 'head' ? strong(text) : part === 'below' ? (chalk?.dim(text) ?? text) : text) }
}

/** A table among the results. */
export async function showTable(
  fx: Pick<Effects, 'columns' | 'out'>,
  columns: readonly Col[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  await widthsFor([...columns.map(c => c.title), ...rows.flat().map(printable)])
  for (const line of table(columns, rows, frame(fx))) fx.out(line)
}

/** A sentence among the results, broken where the terminal ends. */
export function prose(fx: Pick<Effects, 'columns' | 'out'>, text: string): void {
  for (const line of text.split('\n').flatMap(l => wrapped(l, fx.columns))) fx.out(line)
}

/** The few words that should catch the eye. */
export function strong(text: string): string {
  return chalk?.bold(text) ?? text
}

/** What should alarm; only where the terminal has colours. */
export function alarming(text: string): string {
  return chalk?.red(text) ?? text
}
