import { Exit, Problem, problemFrom, type ExitStatus } from '../kernel/index.js'
import { say, type Lang } from '../messages/index.js'
import { findWorkspace, openWorkspace, type Workspace } from '../workspace/index.js'
import { asDiskProblem } from '../flow/extract.js'
import { COMMANDS, type Context } from './commands.js'
import { parse } from './parse.js'
import { quietPipes, ReaderGone, terminal } from './terminal.js'

interface Globals { readonly rest: readonly string[]; readonly lang: Lang | null; readonly dir: string | null; readonly debug: boolean; readonly wrongLang: string | null }

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
  const dir = given.dir ?? process.env['HEDUI_WORKSPACE'] ?? null
  const workspace = (): Workspace => dir === null ? findWorkspace(process.cwd()) : openWorkspace(dir)
  const lang = given.lang ?? settled(workspace) ?? ofLocale()
  const fx = terminal(lang)
  try {
    if (given.wrongLang !== null) throw new Problem('cli.lang', { found: given.wrongLang })
    const parsed = await parse(COMMANDS, given.rest, fx)
    if (parsed === null) return Exit.done
    if ('status' in parsed) return parsed.status
    const context: Context = { fx, dir: dir ?? process.cwd(), workspace, json: parsed.options['json'] === true }
    return await parsed.command.run(context, parsed.args, parsed.options) ?? Exit.done
  } catch (error) {
    fx.progress('')
    if (error instanceof ReaderGone) return Exit.done
    const disk = asDiskProblem(error)
    const known = error instanceof Problem ? error : disk === null ? null : problemFrom(disk)
    if (known !== null) {
      fx.note(known.text(lang))
      return known.exit
    }
    fx.note(say(lang, 'cli.bug', { detail: error instanceof Error ? error.message : String(error) }))
    if (given.debug && error instanceof Error) fx.note(error.stack ?? '')
    return Exit.bug
  }
}

/** The language of the operator's locale: Chinese unless it is an English one (`C` says nothing). */
function ofLocale(): Lang {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || ''
  return /^en/i.test(locale) ? 'en' : 'zh-CN'
}

/** The language that the workspace sets, if there is one and it can be read. */
function settled(workspace: () => Workspace): Lang | null {
  try {
    return workspace().lang
  } catch {
    return null
  }
}
