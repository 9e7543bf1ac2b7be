import { availableParallelism } from 'node:os'
import type { Effects, ExitStatus } from '../kernel/index.js'
import type { Lang, MessageCode } from '../messages/index.js'
import type { Workspace } from '../workspace/index.js'

export type Options = Readonly<Record<string, unknown>>
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
