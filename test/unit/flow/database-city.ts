import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { init } from '../../../src/flow/init.js'
import { load, type LoadReport, type LoadRequest } from '../../../src/flow/load.js'
import type { Effects } from '../../../src/kernel/index.js'
import { openDb, openStore } from '../../../src/store/index.js'
import { openWorkspace, type Workspace } from '../../../src/workspace/index.js'
import { quiet } from './workspace.js'

/** A workspace whose sources are those given, as YAML. */
export class DatabaseCity {
  readonly dir = mkdtempSync(join(tmpdir(), 'hedui-db-'))
  env: Record<string, string> = {}
  now = '2025-10-20T09:00:00Z'

  constructor(sources: string) {
    init(this.dir, false)
    // One layout is enough here, and a load reads them all.
    const layouts = join(this.dir, 'layouts')
    for (const file of readdirSync(layouts)) if (file !== 'ss-levy.yaml') rmSync(join(layouts, file))
    this.sources(sources)
  }

  /** Sources anew, each line of them indented by two. */
  sources(yaml: string): void {
    const path = join(this.dir, 'hedui.yaml')
    const text = readFileSync(path, 'utf8')
    const lines = yaml.trim().split('\n').map(l => `  ${l}`).join('\n')
    writeFileSync(path, text.replace(/^sources:\n[^]*?\n(?=# 任务)/m, `sources:\n${lines}\n\n`))
  }

  get ws(): Workspace {
    return openWorkspace(this.dir)
  }

  get fx(): Effects {
    return { ...quiet, now: () => new Date(this.now), env: name => this.env[name] }
  }

  load(request: Partial<LoadRequest> = {}): Promise<LoadReport> {
    return load(this.ws, { files: [], jobs: 1, ...request }, this.fx)
  }

  /** Records in force, of the segments' own tables. */
  records(kind = 'levy', columns = '*'): Record<string, unknown>[] {
    const store = openStore(this.ws.data)
    try {
      return store.inForce('2099-12-31').flatMap(b => b.segments.flatMap(s => {
        const db = openDb(s.path, { readonly: true })
        try {
          return db.prepare(`select ${columns} from ${kind} order by line`).all() as Record<string, unknown>[]
        } finally {
          db.close()
        }
      }))
    } finally {
      store.close()
    }
  }

  notes(table: 'changes' | 'issues' | 'set_aside'): Record<string, unknown>[] {
    return this.records(table, '*')
  }

  /** Files that no batch names. */
  strays(): readonly string[] {
    const store = openStore(this.ws.data)
    try {
      return store.strays()
    } finally {
      store.close()
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** What became of the one extract. */
export function only(report: LoadReport): LoadReport['extracts'][number] {
  if (report.extracts.length !== 1) throw new Error(`${report.extracts.length} extracts`)
  return report.extracts[0]!
}
