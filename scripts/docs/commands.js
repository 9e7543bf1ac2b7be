import { COMMANDS, EXAMPLES } from '../../dist/cli/index.js'
import { Exit } from '../../dist/kernel/index.js'
import { say } from '../../dist/messages/index.js'
import { block, code, page, table } from './markdown.js'

const zh = c => say('zh-CN', c, {})
const en = c => say('en', c, {})

const GLOBALS = [
  ['-C, --workspace <dir>', 'cli.o.workspace'],
  ['--lang <lang>', 'cli.o.lang'],
  ['--debug', 'cli.o.debug'],
  ['-h, --help', 'cli.o.help'],
  ['-V, --version', 'cli.version'],
]

const STATUSES = {
  done: ['完成', 'done'],
  findings: [
    '有差异或不合格：`conform` 总是，其他命令只在给出 `--exit-code` 时',
    'discrepancies stand, or something does not conform: always of `conform`, else only where `--exit-code` was given',
  ],
  operator: [
    '有事要操作者处理：参数、文件或设置有误；或有提取件装载失败（其余照常装载）',
    'something for the operator to mend: arguments, a file, a setting; also when an extract failed though others loaded',
  ],
  bug: ['内部错误', 'an error of hedui itself'],
  busy: ['另一个命令正在使用工作区', 'another command is using the workspace'],
}

export function commandsPage() {
  return page(
    'Commands · 命令',
    '`hedui COMMAND --help` says the same in the terminal, in the language of the session. Results go to stdout, everything else to stderr.\n\n终端里 `hedui 命令 --help` 说的是同样的内容。结果写到标准输出，其余写到标准错误。',
    table(
      ['command', '中文', 'English'],
      COMMANDS.map(c => [`[${code(`hedui ${c.name}`)}](#hedui-${c.name.replaceAll(' ', '-')})`, zh(c.text), en(c.text)]),
    ),
    '## Options of every command · 通用选项',
    table(
      ['option', '中文', 'English'],
      GLOBALS.map(([flags, c]) => [code(flags), zh(c), en(c)]),
    ),
    "The workspace is `-C DIR`, else `HEDUI_WORKSPACE`, else the nearest folder upward from here that has a `hedui.yaml`. The language is `--lang`, else the workspace's, else English where the locale is English, else Chinese. `NO_COLOR` switches colours off.\n\n" +
      '工作区依次取：`-C 文件夹`、环境变量 `HEDUI_WORKSPACE`、从当前文件夹向上第一个有 `hedui.yaml` 的文件夹。语言依次取：`--lang`、工作区设置、locale 为英语时用英语、否则中文。设 `NO_COLOR` 可关闭颜色。',
    '## Exit status · 退出码',
    table(
      ['status', '中文', 'English'],
      Object.entries(Exit).map(([name, n]) => [String(n), ...STATUSES[name]]),
    ),
    ...COMMANDS.map(one),
  )
}

function one(command) {
  const usage = ['hedui', command.name, ...(command.options.length > 0 ? ['[options]'] : []), ...command.args.map(([name]) => name)].join(
    ' ',
  )
  const examples = EXAMPLES[command.name] ?? []
  return [
    `## hedui ${command.name}`,
    `${zh(command.text)}。`,
    `${en(command.text)}.`,
    block([usage]),
    ...(command.args.length === 0
      ? []
      : [
          table(
            ['argument', '中文', 'English'],
            command.args.map(([name, c]) => [code(name), zh(c), en(c)]),
          ),
        ]),
    ...(command.options.length === 0
      ? []
      : [
          table(
            ['option', '中文', 'English'],
            command.options.map(([flags, c]) => [code(flags), zh(c), en(c)]),
          ),
        ]),
    ...(examples.length === 0 ? [] : [block(examples)]),
  ].join('\n\n')
}
