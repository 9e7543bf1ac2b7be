import { Problem, type Effects } from '../kernel/index.js'
import type { Workspace } from '../workspace/index.js'
import type { Context } from './command.js'
import { delimiterOption, oneOption, textOption } from './options.js'
import type { Options } from './parse.js'

const ENCODINGS = ['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const

/** How a file is to be opened, from the options that every reading command takes. */
export interface ReadingOptions {
  readonly encoding?: (typeof ENCODINGS)[number]
  readonly delimiter?: string
  readonly sheet?: string
}

/** Throws `cli.value`. */
export function readingOf(options: Options): ReadingOptions {
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: ENCODINGS })
  const delimiter = delimiterOption(options)
  const sheet = textOption(options, 'sheet')
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(sheet === undefined ? {} : { sheet }),
  }
}

/** The same with the password of the environment. */
export function readingWith(fx: Pick<Effects, 'env'>, options: Options): ReadingOptions & { readonly password?: string } {
  const password = fx.env?.('HEDUI_PASSWORD')
  return { ...readingOf(options), ...(password === undefined ? {} : { password }) }
}

/**
 * The workspace where there is one: its layouts, codes and sources come before those that ship. One that is named and is none, or that
 * cannot be read, is not passed over.
 */
export function workspaceOr(workspace: Context['workspace']): Workspace | null {
  try {
    return workspace()
  } catch (error) {
    if (error instanceof Problem && error.code === 'workspace.none') return null
    throw error
  }
}
