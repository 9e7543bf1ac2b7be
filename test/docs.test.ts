import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../src/cli/commands.js'
import { EXAMPLES } from '../src/cli/examples.js'
import { parse } from '../src/cli/parse.js'
import type { Effects } from '../src/kernel/index.js'
import { layoutSchema } from '../src/layout/schema.js'
import { readLayouts } from '../src/layout/index.js'
import { FUNCTIONS } from '../src/match/expr.js'
import { readRules } from '../src/match/index.js'
import { ruleSchema } from '../src/match/schema.js'
import { messageCodes, say } from '../src/messages/index.js'
import { CODE_LISTS, fieldsOf, KIND_LABELS, KINDS } from '../src/records/index.js'
import { workspaceSchema } from '../src/workspace/open.js'
// @ts-expect-error -- plain JavaScript that writes the pages
import { FUNCTION_WORDS, wordsOf } from '../scripts/docs/key-words.js'
// @ts-expect-error -- plain JavaScript that writes the pages
import { keysOf } from '../scripts/docs/schema.js'

const read = (path: string): string => readFileSync(path, 'utf8')
const page = (name: string): string => read(`docs/reference/${name}.md`)

/** What a page lacks of what it must hold. */
function missing(text: string, wanted: readonly string[]): readonly string[] {
  return wanted.filter(w => !text.includes(w))
}

const key = (area: string, schema: unknown): readonly string[] => (keysOf(schema) as { path: string }[]).map(k => k.path).filter(path => (wordsOf(area, path) as string[]).some(w => w === ''))

describe('reference pages', () => {
  test('commands: every command, argument, option and example', () => {
    expect(missing(page('commands'), COMMANDS.flatMap(c => [`## hedui ${c.name}\n`, ...c.args.map(([name]) => `\`${name}\``), ...c.options.map(([flags]) => `\`${flags}\``), ...EXAMPLES[c.name] ?? []]))).toEqual([])
  })

  test('rules: every kind, rule, outcome with its variants, function', () => {
    const rules = readRules('templates/rules')
    expect(missing(page('rules'), [
      ...rules.flatMap(r => [`## ${r.rule}\n`, ...r.outcomes.map(o => `| \`${o.code}\`${o.variant === undefined ? '' : ` \`${o.variant}\``} ${o.title.zh}`), ...r.outcomes.map(o => o.do.en)]),
      ...Object.keys(FUNCTIONS).map(f => `\`${f}(`), '`compare`', '`unique`', '`check`',
    ])).toEqual([])
  })

  test('layouts: every layout with its columns', () => {
    expect(missing(page('layouts'), readLayouts('templates/layouts').flatMap(l => [`## ${l.name}\n`, ...Object.keys(l.spec.columns).map(c => `| \`${c}\` |`)]))).toEqual([])
  })

  test('records: every kind, field and code list', () => {
    expect(missing(page('records'), [...KINDS.flatMap(k => [`## ${k} · ${KIND_LABELS[k].zh}`, ...fieldsOf(k).map(f => `| \`${f.name}\` | ${f.zh} | ${f.en} |`)]), ...CODE_LISTS.map(l => `### List ${l}\n`)])).toEqual([])
  })

  test('messages: every code', () => {
    expect(missing(page('messages'), messageCodes().map(c => `| \`${c}\` |`))).toEqual([])
  })

  test('every key of the YAML files and every function of rules is said in words', () => {
    expect({ workspace: key('workspace', workspaceSchema), layout: key('layout', layoutSchema), rule: ruleSchema.options.flatMap(o => key('rule', o)) }).toEqual({ workspace: [], layout: [], rule: [] })
    expect(Object.keys(FUNCTIONS).filter(f => (FUNCTION_WORDS as Record<string, unknown>)[f] === undefined)).toEqual([])
  })
})

/** Pages that people write: the reference pages are made. */
const PAGES = ['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...(readdirSync('docs', { recursive: true }) as string[]).filter(f => f.endsWith('.md') && !f.startsWith('reference')).map(f => join('docs', f))]

/** Command lines that a page quotes, with the words of the shell taken off. */
function quoted(text: string): readonly string[] {
  const blocks = [...text.matchAll(/```[a-z]*\n(.*?)```/gs)].flatMap(m => m[1]!.split('\n'))
  const inline = [...text.replace(/```.*?```/gs, '').matchAll(/`([^`\n]+)`/g)].map(m => m[1]!)
  return [...blocks, ...inline].map(line => line.replace(/^\s*\$ /, '').replace(/^(?:node (?:\S*\/)?bin\/hedui\.js|npx hedui)(?= |$)/, 'hedui')).filter(line => /^hedui(?: |$)/.test(line)).map(line => line.replace(/\s+[|>#&].*$/, ''))
}

/** The words of a command line, quotes taken off; options that every command takes are left out. */
function words(line: string): readonly string[] {
  const all = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(m => m[1] ?? m[2] ?? m[3]!).slice(1)
  return all.filter((w, i) => !['-C', '--lang', '--debug'].includes(w) && !['-C', '--lang'].includes(all[i - 1] ?? ''))
}

/** Where the next command of a session stands. */
function nextAfter(lines: readonly string[], at: number): number {
  const next = lines.findIndex((line, i) => i > at && line.startsWith('$ '))
  return next < 0 ? lines.length : next
}

function inOrder(wanted: readonly string[], lines: readonly string[]): boolean {
  let at = 0
  for (const line of lines) if (at < wanted.length && line === wanted[at]) at++
  return at === wanted.length
}

const silent: Effects = { lang: 'en', now: () => new Date(0), ticks: () => 0, out: () => undefined, note: () => undefined, progress: () => undefined, columns: 80, color: false }

describe('pages', () => {
  test.each(PAGES)('%s quotes commands that exist', async path => {
    const wrong: string[] = []
    for (const line of quoted(read(path))) {
      const argv = words(line)
      if (argv.length === 0 || argv.includes('--help') || argv.includes('--version') || argv[0] === 'COMMAND' || argv[0] === '命令') continue
      const parsed = await parse(COMMANDS, argv, silent)
      if (parsed === null || 'status' in parsed) wrong.push(line)
    }
    expect(wrong).toEqual([])
  })

  // A page whose sessions are a case quotes what that case printed: the same lines under the same command, in order; lines may be left out.
  test.each(readdirSync('test/cases/guide'))('docs/guide/%s.md quotes sessions as they ran', name => {
    const said = ['stdout', 'stderr'].map(file => read(join('test/cases/guide', name, file)).split('\n'))
    const sessions = [...read(`docs/guide/${name}.md`).matchAll(/```\n(\$ .*?)```/gs)].map(m => m[1]!.trimEnd().split('\n'))
    const ran = (command: string): readonly (readonly string[])[] => said.flatMap(lines => lines.flatMap((line, i) => line === command ? [lines.slice(i + 1, nextAfter(lines, i))] : []))
    const wrong = sessions.flatMap(([command = '', ...lines]) => ran(command).some(printed => inOrder(lines, printed)) ? [] : [command])
    expect(sessions.length).toBeGreaterThan(3)
    expect(wrong).toEqual([])
  })

  test.each(PAGES)('%s links to what is there', path => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(m => m[1]!)
    expect(links.filter(link => !existsSync(resolve(dirname(path), link)))).toEqual([])
  })

  test('the architecture fits 150 lines, names tests that exist, every folder and every dependency', () => {
    const text = read('ARCHITECTURE.md')
    expect(text.split('\n').length).toBeLessThanOrEqual(151)
    expect([...text.matchAll(/`(test\/[^`]+)`/g)].map(m => m[1]!).filter(t => !existsSync(t))).toEqual([])
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const packages = [dependencies, devDependencies, optionalDependencies].flatMap(d => Object.keys(d ?? {})).filter(d => !d.startsWith('@types/'))
    expect(missing(text, [...packages, ...readdirSync('src').map(folder => `| \`${folder}\` |`)])).toEqual([])
  })

  test('the glossary holds the words of the design, of agencies, states, rules and record kinds', () => {
    const design = ['险种', '费款所属期', '缴费基数', '统筹区', '单位', '缴费人类型', '电子税票号码', '征集通知流水号', '入库', '上解', '提取件', '版式', '批次', '方', '规则', '轮次', '差异', '拒收', '清洗记录', '在途', '多候选',
      '参保登记', '征集', '缴费明细', '截止日', '数据日期', '期初遗留', '本期新增', '本期解决', '期末遗留', '台账', '标识', '宽限期', '生效', '平衡', '工作区', '来源', '差异包', '清洗报告']
    const spoken = messageCodes().filter(c => /^word\.(agency|state|kind|who)\./.test(c)).map(c => say('zh-CN', c as 'word.agency.ss', {}))
    expect(missing(read('docs/glossary.md'), [...design, ...spoken, ...KINDS.flatMap(k => [KIND_LABELS[k].zh, KIND_LABELS[k].en])])).toEqual([])
  })
})
