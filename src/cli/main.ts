import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { asMendable, Exit, Problem, problemFrom, WORKSPACE_FILE, type ExitStatus } from '../kernel/index.js'
import { say, type Lang } from '../messages/index.js'
import type { Workspace } from '../workspace/index.js'
import type { Context } from './command.js'
import { COMMANDS } from './commands.js'
import { colours } from './paint.js'
import { parse } from './parse.js'
import { quietPipes, ReaderGone, refuseLost, terminal } from './terminal.js'
import { widthsFor } from './width.js'

interface Globals {
  readonly rest: readonly string[]
  readonly lang: Lang | null
  readonly dir: string | null
  readonly debug: boolean
  readonly wrongLang: string | null
}

/** Options that every command takes, wherever they stand. */
function globals(argv: readonly string[]): Globals {
  const rest: string[] = []
  const found = { lang: null as string | null, dir: null as string | null, debug: false }
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i]!
    if (arg === '--') {
      rest.push(...argv.slice(i))
      break
    }
    const inline = /^(--lang|--workspace)=(.*)$/.exec(arg)
    if (inline !== null) {
      if (inline[1] === '--lang') found.lang = inline[2]!
      else found.dir = inline[2]!
    } else if (arg === '--lang' && i + 1 < argv.length) found.lang = argv[++i]!
    else if ((arg === '-C' || arg === '--workspace') && i + 1 < argv.length) found.dir = argv[++i]!
    else if (arg === '--debug') found.debug = true
    else rest.push(arg)
  }
  const lang = found.lang === null ? null : /^en/i.test(found.lang) ? 'en' : /^zh/i.test(found.lang) ? 'zh-CN' : null
  return { rest, lang, dir: found.dir, debug: found.debug, wrongLang: found.lang !== null && lang === null ? found.lang : null }
}

/** Runs a command line; returns the exit status and never ends the process itself. */
export async function main(argv: readonly string[]): Promise<ExitStatus> {
  quietPipes()
  const given = globals(argv)
  // A variable that is set to nothing names nothing.
  const dir = given.dir ?? (process.env['HEDUI_WORKSPACE'] || null)
  const workspace = opener(dir)
  const lang = given.lang ?? (await settled(dir, workspace)) ?? locale(process.env) ?? 'zh-CN'
  const fx = terminal(lang)
  try {
    if (given.wrongLang !== null) throw new Problem('cli.lang', { found: given.wrongLang })
    // `-C "$CITY"` with nothing in CITY would work on whatever folder this is.
    if (given.dir === '') throw new Problem('cli.value', { option: '-C', found: '', expected: '<dir>' })
    await widthsFor(argv)
    const parsed = await parse(COMMANDS, given.rest, fx)
    if (parsed === null) return Exit.done
    if ('status' in parsed) return parsed.status
    await colours(fx)
    const context: Context = {
      fx,
      dir: dir ?? here(),
      workspace: await workspace(),
      json: parsed.options['json'] === true,
      asked: given.lang,
    }
    const status = (await parsed.command.run(context, parsed.args, parsed.options)) ?? Exit.done
    // A stream says on a later turn that it could not write.
    await new Promise(resolve => setImmediate(resolve))
    refuseLost()
    return status
  } catch (error) {
    fx.progress('')
    if (error instanceof ReaderGone) return Exit.done
    const known = asMendable(error)
    if (known !== null) {
      fx.note(problemFrom(known).text(lang))
      return known.exit
    }
    fx.note(say(lang, 'cli.bug', { detail: error instanceof Error ? error.message : String(error) }))
    if (given.debug && error instanceof Error) fx.note(error.stack ?? '')
    return Exit.bug
  }
}

/** The language of the session's locale, where it is English; every other session gets Chinese. */
function locale(env: NodeJS.ProcessEnv): Lang | null {
  return /^en([_.@-]|$)/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'en' : null
}

/** Opens the workspace once, when somebody asks. Its readers of YAML are loaded only then: help and a wrong argument need none. */
function opener(dir: string | null): () => Promise<() => Workspace> {
  let opened: Workspace | undefined
  return async () => {
    const { findWorkspace, openWorkspace } = await import('../workspace/index.js')
    return () => (opened ??= dir === null ? findWorkspace(here()) : openWorkspace(dir))
  }
}

/** The language that the workspace sets, if there is one and it can be read. */
async function settled(dir: string | null, workspace: () => Promise<() => Workspace>): Promise<Lang | null> {
  if (!isWorkspace(dir)) return null
  try {
    return (await workspace())().lang
  } catch {
    return null
  }
}

function isWorkspace(dir: string | null): boolean {
  if (dir !== null) return existsSync(join(dir, WORKSPACE_FILE))
  try {
    for (let at = here(); ; at = dirname(at)) {
      if (existsSync(join(at, WORKSPACE_FILE))) return true
      if (at === dirname(at)) return false
    }
  } catch {
    // Whoever needs the folder says so.
    return false
  }
}

/** The folder of the session. Throws `cli.folder_gone` where it was removed meanwhile. */
function here(): string {
  try {
    return process.cwd()
  } catch {
    throw new Problem('cli.folder_gone', {})
  }
}
