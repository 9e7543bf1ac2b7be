import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { init } from '../../../src/flow/init.js'
import { load } from '../../../src/flow/load.js'
import { matchRun } from '../../../src/flow/match.js'
import { diffList, diffObjects, type DiffFilter } from '../../../src/flow/diff.js'
import type { Effects } from '../../../src/kernel/index.js'
import { STATES } from '../../../src/ledger/index.js'
import { openDb, openStore } from '../../../src/store/index.js'
import { openWorkspace, type Workspace } from '../../../src/workspace/index.js'
import { FORMS, linesOf, type Given, type Layout } from './extracts.js'

/** A discrepancy as `diff list --json` prints it. */
export type Shown = Readonly<Record<string, unknown>>

/** Effects of a test: a clock that stands, nothing said. */
export const quiet: Effects = { lang: 'zh-CN', now: () => new Date('2025-10-20T09:00:00Z'), ticks: () => 0, out: () => undefined, note: () => undefined, progress: () => undefined, columns: 120, color: false }

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

  /** Writes an extract in the form of a shipped layout; its data date stands in the name. */
  extract(layout: Layout, rows: readonly Given[], date = '20251010'): string {
    return this.write(`${layout}_${date}.csv`, linesOf(layout, rows))
  }

  /** Writes extracts and loads them; every row must load. */
  async deliver(extracts: Partial<Record<Layout, readonly Given[]>>, date = '20251010'): Promise<void> {
    for (const [layout, rows] of Object.entries(extracts) as [Layout, readonly Given[]][]) this.extract(layout, rows, date)
    const report = await this.load()
    const wrong = report.extracts.filter(x => x.state === 'problem' || (x.counts?.rowsSetAside ?? 0) > 0 || x.unknownCodes > 0)
    if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
  }

  /** The ledger as `diff list --json` prints it; all states unless the filter says otherwise. What the ledger counts of them must be as many, and as much. */
  objects(filter: Partial<DiffFilter> = {}): readonly Shown[] {
    const out: Shown[] = []
    diffObjects(this.ws, { states: STATES, ...filter }, object => out.push(object))
    const { total, fen } = diffList(this.ws, { states: STATES, ...filter, limit: 0 })
    const sum = out.reduce((n, o) => n + Number(o['amount_fen'] ?? 0), 0)
    if (filter.limit === undefined && (total !== out.length || fen !== sum)) throw new Error(`${out.length} discrepancies, ${sum} fen, of which the ledger says ${total} and ${fen}`)
    return out
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

/** One person (or voucher) of a table test: rows by layout, and what is expected of them. */
export interface Case { readonly says: string; readonly rows: Partial<Record<Layout, readonly Given[]>>; readonly expect: readonly string[] }

/**
 * Many small scenarios in one city: each has a person of its own (id and person number are put into its rows unless they say otherwise). `of(n)` gives what was found of
 * the n-th as lines `identity variant state amount`, the person's id left out.
 */
export class CaseCity extends TestCity {
  private readonly cases: readonly Case[]

  constructor(cases: readonly Case[]) {
    super()
    this.cases = cases
  }

  /** Writes and loads the rows of all cases; layouts named in `empty` are delivered even if no case has a row. */
  async settle(date?: string, more: Partial<Record<Layout, readonly Given[]>> = {}): Promise<void> {
    const all: Partial<Record<Layout, Given[]>> = {}
    for (const [layout, rows] of Object.entries(more) as [Layout, readonly Given[]][]) all[layout] = [...rows]
    for (const [n, { rows }] of this.cases.entries()) {
      for (const [layout, list] of Object.entries(rows) as [Layout, readonly Given[]][]) {
        const fields: readonly (readonly [string, ...unknown[]])[] = FORMS[layout]
        const own = { ...(fields.some(([f]) => f === 'id') ? { id: idOf(n + 1) } : {}), ...(/^(ss|mi)-/.test(layout) && fields.some(([f]) => f === 'person_no') ? { person_no: numberOf(n) } : {}) }
        ;(all[layout] ??= []).push(...list.map(r => ({ ...own, ...r })))
      }
    }
    await this.deliver(all, date)
  }

  of(n: number, filter: Partial<DiffFilter> = {}): readonly string[] {
    return this.objects(filter).filter(o => belongs(o, n)).map(o => lineOf(o, idOf(n + 1))).toSorted()
  }

  /** What was found and belongs to no case. */
  orphans(): readonly Shown[] {
    return this.objects().filter(o => !this.cases.some((_, n) => belongs(o, n)))
  }
}

const numberOf = (n: number): string => `P${String(n).padStart(5, '0')}`

function belongs(object: Shown, n: number): boolean {
  const text = JSON.stringify(object)
  return text.includes(idOf(n + 1)) || text.includes(`"${numberOf(n)}"`)
}

/** `identity variant state amount`, without the id of the case's person. */
export function lineOf(object: Shown, id: string): string {
  const identity = id === '' ? String(object['identity']) : String(object['identity']).replace(`id_number=${id}`, '').replace('||', '|').replace(/\|$/, '')
  return [identity, object['variant'] ?? '-', object['state'], object['amount_fen'] ?? '-'].join(' ')
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** An id of nobody, with a right check digit: a county code that is not assigned, born on a day of 1990. */
export function idOf(n: number): string {
  const day = new Date(Date.UTC(1990, 0, 1 + (n % 365))).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `110000${day}${String(n % 1000).padStart(3, '0')}`
  const sum = [...body].reduce((s, d, i) => s + Number(d) * WEIGHTS[i]!, 0)
  return body + '10X98765432'[sum % 11]!
}
