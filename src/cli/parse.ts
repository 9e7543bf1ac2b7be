import { Command as Program, CommanderError, Option } from 'commander'
import { readFileSync } from 'node:fs'
import { Exit, type Effects, type ExitStatus } from '../kernel/index.js'
import { say, type MessageCode } from '../messages/index.js'
import type { Command, Options, Parsed } from './command.js'
import { widthOf } from './width.js'
import { EXAMPLES } from './examples.js'
import { wrapped } from './table.js'

export type { Options, Parsed } from './command.js'

/** Parses a command line by the table of commands. Null: help or version was shown. A wrong one is said in the operator's language. */
export async function parse(
  commands: readonly Command[],
  argv: readonly string[],
  fx: Effects,
): Promise<Parsed | { readonly status: ExitStatus } | null> {
  let parsed: Parsed | null = null
  const root = build(commands, fx, found => {
    parsed = found
  })
  if (argv.length === 0) {
    root.outputHelp()
    return null
  }
  try {
    await root.parseAsync([...argv], { from: 'user' })
    return parsed
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0 || error.code === 'commander.help') return error.code === 'commander.help' ? { status: Exit.operator } : null
    fx.note(sentence(error, fx, argv))
    return { status: Exit.operator }
  }
}

function sentence(error: CommanderError, { lang }: Effects, argv: readonly string[]): string {
  const found = /'([^']*)'/.exec(error.message)?.[1] ?? argv[0] ?? ''
  const near = /Did you mean (?:one of )?([^?]*)\?/.exec(error.message)?.[1] ?? ''
  const codes: Readonly<Record<string, MessageCode>> = {
    'commander.unknownOption': 'cli.unknown_option',
    'commander.unknownCommand': 'cli.unknown_command',
    'commander.missingArgument': 'cli.missing_argument',
    'commander.optionMissingArgument': 'cli.option_value',
    'commander.excessArguments': 'cli.excess',
    'commander.invalidArgument': 'cli.bad_value',
  }
  const code = codes[error.code] ?? 'cli.bad_value'
  return say(lang, code as 'cli.unknown_option', { found, nearest: near.trim() })
}

type Say = (code: MessageCode) => string

function build(commands: readonly Command[], fx: Effects, take: (parsed: Parsed) => void): Program {
  const text: Say = code => say(fx.lang, code, {} as never)
  const root = dressed(new Program('hedui'), text, fx)
    .description(text('cli.about'))
    .version(version(), '-V, --version', text('cli.version'))
  for (const [flags, code] of [
    ['-C, --workspace <dir>', 'cli.o.workspace'],
    ['--lang <lang>', 'cli.o.lang'],
    ['--debug', 'cli.o.debug'],
  ] as const)
    root.addOption(new Option(flags, text(code)))
  root.addHelpText(
    'after',
    `\n${text('cli.help_more')
      .split('\n')
      .flatMap(line => wrapped(line, helpWidth(fx)))
      .join('\n')}`,
  )
  const groups = new Map<string, Program>()
  for (const command of commands) {
    const [first, second] = command.name.split(' ') as [string, string | undefined]
    let parent = root
    if (second !== undefined) {
      const known = groups.get(first)
      const verbs = commands.flatMap(c => (c.name.startsWith(`${first} `) ? [c.name.slice(first.length + 1)] : [])).join(' | ')
      parent =
        known ??
        dressed(root.command(first), text, fx)
          .usage(verbs)
          .description(text(`cli.g.${first}` as 'cli.g.diff'))
          .summary(`${text(`cli.g.${first}` as 'cli.g.diff')}${text('cli.t.colon')}${verbs}`)
      groups.set(first, parent)
    }
    const made = dressed(parent.command(second ?? first), text, fx).description(text(command.text))
    for (const [name, code] of command.args) made.argument(name, text(code))
    for (const [flags, code] of command.options) made.addOption(option(flags, text(code), command.args.length > 0))
    const examples = EXAMPLES[command.name] ?? []
    if (examples.length > 0) made.addHelpText('after', `\n${text('cli.t.examples')}\n${examples.map(e => `  ${e}`).join('\n')}`)
    made.action((...given: unknown[]) => {
      const options = given.at(-2) as Options
      take({ command, args: given.slice(0, -2) as Parsed['args'], options })
    })
  }
  return root
}

/**
 * An option of the table. `<x...>` may be repeated; where the command takes arguments too, each time with one value only, so that
 * `load --source a file` loads the file.
 */
function option(flags: string, text: string, hasArguments: boolean): Option {
  if (!flags.endsWith('...>') || !hasArguments) return new Option(flags, text)
  return new Option(flags.replace('...>', '>'), text).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ])
}

const HELP_WIDTH = 80

/** Help is read, not searched: without a terminal it keeps to 80 columns. */
function helpWidth({ columns }: Effects): number {
  return Number.isFinite(columns) ? columns : HELP_WIDTH
}

/** Help in the operator's language, errors by exception, nothing written by commander itself but help. */
function dressed(program: Program, text: Say, fx: Effects): Program {
  return program
    .exitOverride()
    .helpOption('-h, --help', text('cli.o.help'))
    .helpCommand(false)
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: s => fx.out(s.trimEnd()),
      writeErr: s => {
        if (!s.startsWith('error:')) fx.note(s.trimEnd())
      },
      getOutHelpWidth: () => helpWidth(fx),
      getErrHelpWidth: () => helpWidth(fx),
    })
    .configureHelp({
      styleTitle: title => (TITLES[title.replace(':', '')] === undefined ? title : text(TITLES[title.replace(':', '')]!)),
      boxWrap: (given, width) =>
        given
          .split('\n')
          .flatMap(line => wrapped(line, width))
          .join('\n'),
      displayWidth: widthOf,
      styleUsage: usage => placeholders(usage, text),
      styleSubcommandTerm: term => placeholders(term, text),
    })
}

/** Commander's own words inside a usage line. */
function placeholders(usage: string, text: Say): string {
  return usage.replace('[options]', text('cli.t.some_options')).replace('[command]', text('cli.t.some_command'))
}

const TITLES: Readonly<Record<string, 'cli.t.usage' | 'cli.t.arguments' | 'cli.t.options' | 'cli.t.commands'>> = {
  Usage: 'cli.t.usage',
  Arguments: 'cli.t.arguments',
  Options: 'cli.t.options',
  Commands: 'cli.t.commands',
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
}
