import type { Lang } from '../messages/index.js'

/** The world as the core sees it. Core code has no console, no process, no clock of its own. */
export interface Effects {
  readonly lang: Lang
  /** Wall clock, for catalogue, audit and default days only: never inside a rule or a report. */
  readonly now: () => Date
  /** Milliseconds of a clock that only runs forward, parts of them too: for what stages took, never for what is found. */
  readonly ticks: () => number
  /** File of the entry of workers that load extracts; without it all is loaded in this thread. */
  readonly loadWorker?: string
  /** File of the entry of the worker that a match has beside it; without it all is matched in this thread. */
  readonly matchWorker?: string
  /** A result line on stdout. */
  readonly out: (text: string) => void
  /** Progress, hints and problems on stderr. */
  readonly note: (text: string) => void
  /** A progress line that replaces itself; silent unless stderr is a terminal. */
  readonly progress: (text: string) => void
  /**
   * Undoes what is half-done where the session ends the command (Ctrl-C, kill, a terminal that is closed), which ends then all the same;
   * gives back how to forget it. Heard between turns of the event loop alone.
   */
  readonly interrupted?: (undo: () => void) => () => void
  /** Width of the terminal that results go to, in columns; infinite when they go to a file or a pipe, where nothing is cut. */
  readonly columns: number
  /** Colours wanted. */
  readonly color: boolean
  /** An environment variable, for passwords; without it there is none. */
  readonly env?: (name: string) => string | undefined
}
