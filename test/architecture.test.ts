import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { ROOT } from './helpers/binary.js'

/** What each folder may import: the lines of design §3. `config` reads YAML and CSV for the folders that have files of their own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  messages: [],
  kernel: ['messages'],
  records: ['kernel', 'messages'],
  config: ['kernel', 'messages'],
  source: ['records', 'kernel', 'messages'],
  sql: ['records', 'kernel', 'messages'],
  cleanse: ['records', 'kernel', 'messages'],
  layout: ['cleanse', 'source', 'config', 'records', 'kernel', 'messages'],
  store: ['sql', 'records', 'kernel', 'messages'],
  match: ['sql', 'config', 'records', 'kernel', 'messages'],
  engine: ['match', 'store', 'sql', 'records', 'kernel', 'messages'],
  ledger: ['engine', 'store', 'match', 'sql', 'records', 'kernel', 'messages'],
  report: ['records', 'kernel', 'messages'],
  propose: ['layout', 'cleanse', 'source', 'config', 'records', 'kernel', 'messages'],
  conform: ['propose', 'layout', 'source', 'config', 'records', 'kernel', 'messages'],
  workspace: ['config', 'source', 'report', 'records', 'kernel', 'messages'],
  calendar: ['workspace', 'store', 'records', 'kernel', 'messages'],
  synth: ['kernel', 'messages'],
  flow: ['conform', 'propose', 'calendar', 'workspace', 'ledger', 'engine', 'match', 'store', 'sql', 'layout', 'cleanse', 'source', 'config', 'report', 'synth', 'records', 'kernel', 'messages'],
  cli: ['flow', 'conform', 'propose', 'calendar', 'report', 'workspace', 'ledger', 'match', 'source', 'records', 'kernel', 'messages'],
}

/** Folders of one file a verb: each file is a door of its own, so that a command loads only what it needs. Every other folder has one door, `index.ts`. */
const OPEN_FOLDERS = ['flow']

/** Packages that live in one folder, behind its door. */
const ONE_HOME: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'], 'better-sqlite3-napi': ['store'], 'exceljs': ['report'], 'csv-stringify': ['report', 'synth'], 'commander': ['cli'], 'chalk': ['cli'], 'yauzl': ['source', 'report'], 'yazl': ['report', 'synth'],
  '@e965/xlsx': ['source'], '@zip.js/zip.js': ['source'], 'officecrypto-tool': ['source'], 'iconv-lite': ['report', 'synth', 'source'], 'yaml': ['config'], 'csv-parse': ['config', 'flow'],
  'pg': ['source'], 'pg-cursor': ['source'], 'pg-copy-streams': ['source'], 'mysql2': ['source'], 'oracledb': ['source'], 'zod': ['config', 'layout', 'match', 'workspace'],
  'node:child_process': [], 'node:worker_threads': ['flow'], 'node:http': [], 'node:https': [], 'node:net': ['source'],
}

/** Who reads and writes files: sources of extracts, the store, packages, configuration, and the flows that find and set up files. */
const MAY_USE_FILES = [
  'kernel/stat', 'source', 'store', 'report', 'config', 'synth', 'workspace/open', 'layout/read', 'layout/codes', 'layout/control', 'match/rules', 'match/quality',
  'flow/init', 'flow/doctor', 'flow/export', 'flow/export-job', 'flow/inbox', 'flow/infer', 'flow/interface', 'flow/layouts', 'flow/package', 'flow/premises', 'ledger/standing', 'cli/main', 'cli/parse', 'cli/places', 'cli/run/conform',
]

/** Who writes SQL: the folders whose business it is, the sources that ask a server, and the flow that runs the operator's own. */
const MAY_WRITE_SQL = ['sql', 'match', 'store', 'engine', 'ledger', 'source/database', 'flow/query']

const MAX_LINES = 400

interface Module { readonly path: string; readonly folder: string; readonly name: string; readonly text: string; readonly imports: readonly string[]; readonly ast: ts.SourceFile }

const SRC = join(ROOT, 'src')
const modules: readonly Module[] = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter(f => f.isFile() && f.name.endsWith('.ts')).map(f => join(f.parentPath, f.name)).toSorted().map(path => {
  const text = readFileSync(path, 'utf8')
  const ast = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const name = relative(SRC, path).replace(/(\.d)?\.ts$/, '')
  return { path, folder: name.split('/')[0]!, name, text, imports: importsOf(ast), ast }
})
const byPath = new Map(modules.map(m => [m.path, m]))

/** Every module that a file names: imports, exports from, import types, dynamic imports. */
function importsOf(ast: ts.SourceFile): readonly string[] {
  const out: string[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) out.push(node.moduleSpecifier.text)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) out.push(node.argument.literal.text)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && ts.isStringLiteral(node.arguments[0]!)) out.push(node.arguments[0].text)
    ts.forEachChild(node, visit)
  }
  visit(ast)
  return out
}

const isOwn = (specifier: string): boolean => specifier.startsWith('.')
const targetOf = (m: Module, specifier: string): Module | undefined => byPath.get(join(dirname(m.path), specifier).replace(/\.js$/, '.ts'))
const packageOf = (specifier: string): string => specifier.startsWith('node:') ? specifier : specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
const covers = (list: readonly string[], { name }: Module): boolean => list.some(entry => name === entry || name.startsWith(`${entry}/`))

/** Lines of a module where a node fits, as `src/…:line`. */
function places(list: readonly Module[], fits: (node: ts.Node, m: Module) => boolean): readonly string[] {
  return list.flatMap(m => {
    const out: string[] = []
    const visit = (node: ts.Node): void => {
      if (fits(node, m)) out.push(`src/${m.name}.ts:${m.ast.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
      ts.forEachChild(node, visit)
    }
    visit(m.ast)
    return out
  })
}

const isName = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name

describe('imports', () => {
  it('knows every folder', () => {
    expect([...new Set(modules.map(m => m.folder))].filter(f => MAY_IMPORT[f] === undefined)).toEqual([])
  })

  it('go one way', () => {
    const wrong = modules.flatMap(m => m.imports.filter(isOwn).flatMap(s => {
      const to = targetOf(m, s)
      return to === undefined ? [`src/${m.name}.ts imports ${s}, which is not there`] : to.folder === m.folder || MAY_IMPORT[m.folder]!.includes(to.folder) ? [] : [`src/${m.name}.ts imports ${to.name}`]
    }))
    expect(wrong).toEqual([])
  })

  it('go through the door of a folder', () => {
    const wrong = modules.flatMap(m => m.imports.filter(isOwn).flatMap(s => {
      const to = targetOf(m, s)
      if (to === undefined || to.folder === m.folder || OPEN_FOLDERS.includes(to.folder)) return []
      return to.name === `${to.folder}/index` ? [] : [`src/${m.name}.ts imports ${to.name}`]
    }))
    expect(wrong).toEqual([])
  })

  it('make no cycles, types included', () => {
    const state = new Map<Module, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (m: Module, trail: readonly Module[]): void => {
      if (state.get(m) === 'done') return
      if (state.get(m) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(m)), m].map(x => x.name).join(' -> '))
        return
      }
      state.set(m, 'open')
      for (const s of m.imports.filter(isOwn)) {
        const to = targetOf(m, s)
        if (to !== undefined) visit(to, [...trail, m])
      }
      state.set(m, 'done')
    }
    for (const m of modules) visit(m, [])
    expect(cycles).toEqual([])
  })

  it('keep each package in its home', () => {
    const wrong = modules.flatMap(m => m.imports.filter(s => !isOwn(s)).map(packageOf).filter(p => ONE_HOME[p] !== undefined && !ONE_HOME[p].includes(m.folder)).map(p => `src/${m.name}.ts imports ${p}`))
    expect(wrong).toEqual([])
  })

  it('keep files to those who deal in files', () => {
    const dealing = modules.filter(m => m.imports.some(s => /^(node:)?fs(\/promises)?$/.test(s)))
    expect(dealing.filter(m => !covers(MAY_USE_FILES, m)).map(m => `src/${m.name}.ts`)).toEqual([])
    expect(MAY_USE_FILES.filter(name => !dealing.some(m => covers([name], m)))).toEqual([])
  })
})

describe('the core', () => {
  const core = modules.filter(m => m.folder !== 'cli')

  it('has no process, no console', () => {
    expect(places(core, node => ts.isPropertyAccessExpression(node) && isName(node.expression, 'process'))).toEqual([])
    // One module keeps a library from printing.
    expect(places(core.filter(m => m.name !== 'source/legacy'), node => isName(node, 'console'))).toEqual([])
    // Which driver of SQLite there can be is a matter of the Node that it is.
    expect(core.filter(m => m.imports.some(s => /^(node:)?process$/.test(s))).map(m => m.name)).toEqual(['store/driver'])
  })

  it('has no clock of its own and no dice', () => {
    const reads = (node: ts.Node): boolean => ts.isPropertyAccessExpression(node) && (((isName(node.expression, 'Date') || isName(node.expression, 'performance')) && node.name.text === 'now') || (isName(node.expression, 'Math') && node.name.text === 'random'))
    const now = (node: ts.Node): boolean => ts.isNewExpression(node) && isName(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0
    expect(places(core, node => reads(node) || now(node))).toEqual([])
  })

  it('ends no process', () => {
    expect(places(modules, node => ts.isPropertyAccessExpression(node) && isName(node.expression, 'process') && node.name.text === 'exit')).toEqual([])
  })

  it('writes SQL only where SQL lives', () => {
    const sql = /^\s*(select\s.+\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s|create\s+(temp\s+|virtual\s+)?(table|view|index)\s|drop\s+table\s|attach\s+database\s|pragma\s)/is
    const fits = (node: ts.Node): boolean => (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node)) && sql.test(node.text)
    expect(places(modules.filter(m => !covers(MAY_WRITE_SQL, m)), fits)).toEqual([])
  })
})

describe('budgets', () => {
  it('a file is read in one sitting', () => {
    expect(modules.filter(m => m.text.split('\n').length > MAX_LINES + 1).map(m => `src/${m.name}.ts`)).toEqual([])
  })

  it('a comment is read without scrolling', () => {
    const long = (m: Module): readonly string[] => m.text.split('\n').flatMap((line, i) => line.length > 140 && /^\s*(?:\/\/|\/\*\*|\*) /.test(line) ? [`src/${m.name}.ts:${i + 1}`] : [])
    expect(modules.flatMap(long)).toEqual([])
  })

  it('no drawer for everything', () => {
    expect(modules.filter(m => /(^|\/)(utils?|helpers?|common|misc|shared)$/.test(m.name)).map(m => m.name)).toEqual([])
  })

  it('a command is a file of its own', () => {
    expect(modules.filter(m => m.name.startsWith('cli/run/')).filter(m => m.text.split('\n').length > 200).map(m => m.name)).toEqual([])
  })
})
