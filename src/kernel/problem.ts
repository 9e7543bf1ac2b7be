import { say, type Lang, type MessageCode, type Messages } from '../messages/index.js'

/** Exit statuses, decided here only. `findings` only with `--exit-code`; `busy` is sysexits' EX_TEMPFAIL. */
export const Exit = { done: 0, findings: 1, operator: 2, bug: 3, busy: 75 } as const
export type ExitStatus = (typeof Exit)[keyof typeof Exit]

/**
 * Something the operator can mend: a message code with its typed parameters (what, where, found, next step).
 * Everything else that is thrown is our bug.
 */
export class Problem<C extends MessageCode = MessageCode> extends Error {
  override readonly name = 'Problem'
  readonly code: C
  readonly params: Messages[C]
  readonly exit: ExitStatus

  constructor(code: C, params: Messages[C], exit: ExitStatus = Exit.operator) {
    super(`${code} ${JSON.stringify(params)}`)
    this.code = code
    this.params = params
    this.exit = exit
  }

  /** The sentence for the operator. */
  text(lang: Lang): string {
    return say(lang, this.code, this.params)
  }
}

/** `throw problem('source.missing', { file })` */
export function problem<C extends MessageCode>(code: C, params: Messages[C], exit?: ExitStatus): Problem<C> {
  return new Problem(code, params, exit)
}

/** A Problem survives the way between worker threads as plain data. */
export interface ProblemData { readonly code: MessageCode; readonly params: Messages[MessageCode]; readonly exit: ExitStatus }

export function problemFrom(data: ProblemData): Problem {
  return new Problem(data.code, data.params, data.exit)
}

/** A full or unwritable disk is the operator's to mend, and so is a file on it that is damaged inside, where no reader of ours has seen it before. */
function asDiskProblem(error: unknown): ProblemData | null {
  const code = (error as { code?: unknown } | null)?.code
  // On a disk that is full to the last byte SQLITE_IOERR_SHMSIZE comes before SQLITE_FULL: WAL asks for a file with the first reading.
  const full = /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EIO|SQLITE_(?:FULL|READONLY|CANTOPEN|IOERR)(?:_\w+)?)$/.test(String(code))
  if (isDamage(error)) return { code: 'store.damaged', params: { detail: error instanceof Error ? error.message : String(code) }, exit: 2 }
  return full && !(error instanceof Problem) ? { code: 'store.full', params: { detail: String(code) }, exit: 2 } : null
}

/** What the operator can mend, as plain data; null for a bug. */
export function asMendable(error: unknown): ProblemData | null {
  return asDiskProblem(error) ?? (error instanceof Problem ? { code: error.code, params: error.params, exit: error.exit } : null)
}

/** SQLite's word that a file is none of its own, or is broken inside. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown } | null)?.code)) && !(error instanceof Problem)
}
