import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { init } from '../../../src/flow/init.js'
import { load } from '../../../src/flow/load.js'
import { matchRun } from '../../../src/flow/match.js'
import type { Effects } from '../../../src/kernel/index.js'
import { openDb, openStore } from '../../../src/store/index.js'
import { openWorkspace, type Workspace } from '../../../src/workspace/index.js'

/** Effects of a test: a clock that stands, nothing said. */
export const quiet: Effects = { lang: 'zh-CN', now: () => new Date('2025-10-20T09:00:00Z'), out: () => undefined, note: () => undefined, progress: () => undefined, columns: 120, color: false }

/** A workspace of shipped files in a folder of its own. */
export class TestCity {
  readonly ws: Workspace
  private readonly dir: string

  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'hedui-city-'))
    init(this.dir, false)
    this.ws = openWorkspace(this.dir)
  }

  /** Writes an extract of rows, header first. */
  write(name: string, rows: readonly (readonly (string | number)[])[]): string {
    const path = join(this.ws.inbox, name)
    writeFileSync(path, rows.map(r => r.join(',')).join('\n') + '\n')
    return path
  }

  load(): ReturnType<typeof load> {
    return load(this.ws, { files: [], jobs: 1, settle: 0 }, quiet)
  }

  match(asOf: string, rules: readonly string[] = []): ReturnType<typeof matchRun> {
    return matchRun(this.ws, { asOf, rules, exact: true }, quiet)
  }

  /** Findings of the last run, identities with their class and amount. */
  found(): { identity: string; class: string; variant: string | null; amount_fen: number | null }[] {
    const store = openStore(this.ws.data)
    const db = openDb(store.runs().at(-1)!.path, { readonly: true })
    try {
      return db.prepare('select identity, class, variant, amount_fen from finding order by identity').all() as ReturnType<TestCity['found']>
    } finally {
      db.close()
      store.close()
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true })
  }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** An id of nobody, with a right check digit: a county code that is not assigned, born on a day of 1990. */
export function idOf(n: number): string {
  const day = new Date(Date.UTC(1990, 0, 1 + (n % 365))).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `110000${day}${String(n % 1000).padStart(3, '0')}`
  const sum = [...body].reduce((s, d, i) => s + Number(d) * WEIGHTS[i]!, 0)
  return body + '10X98765432'[sum % 11]!
}
