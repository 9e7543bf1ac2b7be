import { Chalk } from 'chalk'
import type { Effects } from '../kernel/index.js'
import { wrapped, type Frame } from './table.js'

/** How a table stands on this terminal: its width, the head bold, second lines faint. Without colours where they are not wanted. */
export function frame({ columns, color }: Pick<Effects, 'columns' | 'color'>): Frame {
  const chalk = new Chalk({ level: color ? 1 : 0 })
  return { width: columns, paint: (text, part) => part === 'head' ? chalk.bold(text) : part === 'below' ? chalk.dim(text) : text }
}

/** A sentence among the results, broken where the terminal ends. */
export function prose(fx: Pick<Effects, 'columns' | 'out'>, text: string): void {
  for (const line of text.split('\n').flatMap(l => wrapped(l, fx.columns))) fx.out(line)
}

/** The few words that should catch the eye. */
export function strong(fx: Pick<Effects, 'color'>, text: string): string {
  return new Chalk({ level: fx.color ? 1 : 0 }).bold(text)
}

export function alarming(fx: Pick<Effects, 'color'>, text: string): string {
  return new Chalk({ level: fx.color ? 1 : 0 }).red(text)
}
