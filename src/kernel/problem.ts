import { say, type Lang, type MessageCode, type Messages } from '../messages/index.js'

/** Exit statuses, decided here only. `findings` of `conform`, of others only with `--exit-code`; `busy` is sysexits' EX_TEMPFAIL. */
export const Exit = { done: 0, findings: 1, operator: 2, bug: 3, busy: 75 } as const
/** A status that the program may end with. */
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
export interface ProblemData {
  readonly code: MessageCode
  readonly params: Messages[MessageCode]
  readonly exit: ExitStatus
}

/** The Problem that a worker told of, to be thrown on this side. */
export function problemFrom(data: ProblemData): Problem {
  return new Problem(data.code, data.params, data.exit)
}

/** On a disk that is full to the last byte SQLITE_IOERR_SHMSIZE comes before SQLITE_FULL: WAL asks for a file with the first reading. */
const FULL = /^(?:ENOSPC|EDQUOT|SQLITE_(?:FULL|IOERR)(?:_\w+)?)$/
/** No right to it, written to nothing but read, or a share that went away. */
const DENIED = /^(?:EACCES|EPERM|EROFS|EIO|ESTALE|ENOTCONN|EHOSTDOWN|SQLITE_(?:READONLY|CANTOPEN)(?:_\w+)?)$/
/** A file where a folder should be, or the reverse; a path that leads nowhere. */
const MISPLACED: ReadonlySet<unknown> = new Set(['ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'])

/**
 * What the file system refuses is the operator's to mend, with the path where it names one; and so is a file that is damaged inside, where
 * no reader of ours has seen it before.
 */
function asDiskProblem(error: unknown): ProblemData | null {
  if (error instanceof Problem) return null
  const { code, path = '', syscall } = (error ?? {}) as { code?: string; path?: string; syscall?: string }
  if (isDamage(error))
    return { code: 'store.damaged', params: { detail: error instanceof Error ? error.message : String(code) }, exit: Exit.operator }
  if (FULL.test(String(code))) return { code: 'store.full', params: { detail: String(code) }, exit: Exit.operator }
  if (DENIED.test(String(code))) return { code: 'store.denied', params: { path, detail: String(code) }, exit: Exit.operator }
  // That a file is absent is our bug, except for the folder of scratch files, which the environment names.
  if (path !== '' && (MISPLACED.has(code) || (code === 'ENOENT' && syscall === 'mkdtemp')))
    return { code: 'store.place', params: { path, detail: String(code) }, exit: Exit.operator }
  return null
}

/** What the operator can mend, as plain data; null for a bug. */
export function asMendable(error: unknown): ProblemData | null {
  return asDiskProblem(error) ?? (error instanceof Problem ? { code: error.code, params: error.params, exit: error.exit } : null)
}

/** Whether the system lets nobody, or not this user, write (or read) what was to be opened. */
export function isDenied(error: unknown): boolean {
  return !(error instanceof Problem) && DENIED.test(String((error as { code?: unknown } | null)?.code))
}

/** SQLite's word that a file is none of its own, or is broken inside. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown } | null)?.code)) && !(error instanceof Problem)
}
