import { availableParallelism } from 'node:os'
import type { Effects, ExitStatus } from '../kernel/index.js'
import type { Lang, MessageCode } from '../messages/index.js'
import type { Workspace } from '../workspace/index.js'

/** Options of one call by name in camel case, as commander gives them; `options.ts` reads them with their types. */
export type Options = Readonly<Record<string, unknown>>
/** One call as it was read: arguments in the order in which the command declares them, a list where it takes several. */
export interface Parsed {
  readonly command: Command
  readonly args: readonly (string | readonly string[] | undefined)[]
  readonly options: Options
}

/** What a command runs with. */
export interface Context {
  readonly fx: Effects
  readonly dir: string
  readonly workspace: () => Workspace
  readonly json: boolean
  /** What `--lang` says; null where it is not there. */
  readonly asked: Lang | null
}

/** A command as a value: its name, what it takes, and what it does. Parsing, help and the reference pages come from this table. */
export interface Command {
  readonly name: string
  readonly text: MessageCode
  readonly args: readonly (readonly [string, MessageCode])[]
  readonly options: readonly (readonly [string, MessageCode])[]
  readonly run: (context: Context, args: Parsed['args'], options: Options) => Promise<ExitStatus | undefined>
}

/** Extracts loaded at a time unless the operator says otherwise. */
export const DEFAULT_JOBS = Math.max(1, Math.min(4, availableParallelism()))
