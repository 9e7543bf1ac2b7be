import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { readLedger } from '../../src/ledger/index.js'
import { openDb, openStore } from '../../src/store/index.js'
import type { Workspace } from '../../src/workspace/index.js'

export type TruthLine = Readonly<Record<string, string>>

export function readTruth(path: string): readonly TruthLine[] {
  return parse(readFileSync(path), { columns: true, bom: true }) as TruthLine[]
}

const KEYS = ['agency', 'id_number', 'employer', 'insurance', 'period', 'period_end', 'area', 'office', 'voucher', 'levy_no'] as const

/** A planted thing as the ledger identifies it. */
export function identityOf(t: TruthLine): string {
  const parts = KEYS.filter(k => t[k] !== '').map(k => `${k}=${t[k]}`).toSorted()
  return [t['outcome'], ...parts].join('|')
}

export interface Found { readonly identity: string; readonly state: string; readonly outcome: string; readonly variant: string | null }

export function foundIn(ws: Workspace): readonly Found[] {
  const store = openStore(ws.data)
  try {
    return store.readCatalog(db => readLedger(db, null)).map(e => ({ identity: e.finding.identity, state: e.state, outcome: e.finding.outcome, variant: e.finding.variant }))
  } finally {
    store.close()
  }
}

/** Rows of all batches in force. */
export function rowsIn(ws: Workspace): number {
  const store = openStore(ws.data)
  try {
    return store.inForce('2025-10-10').reduce((n, b) => n + b.segments.reduce((m, s) => m + s.counts.rowsLoaded, 0), 0)
  } finally {
    store.close()
  }
}

export interface Noted { readonly file: string; readonly line: number; readonly field: string; readonly before: string; readonly after: string; readonly reason: string }

/** Changes, issues or rows set aside of all batches in force. */
export function notedIn(ws: Workspace, table: 'changes' | 'issues' | 'set_aside'): readonly Noted[] {
  const store = openStore(ws.data)
  try {
    return store.inForce('2025-10-10').flatMap(b => b.segments.flatMap(s => {
      const db = openDb(s.path, { readonly: true })
      try {
        return (db.prepare(`select * from ${table}`).all() as Record<string, string | number | null>[]).map(r => ({
          file: s.file, line: Number(r['line']), field: String(r['field'] ?? ''), before: String(r['before'] ?? r['value'] ?? ''), after: String(r['after'] ?? ''), reason: String(r['reason']).replace('reason.', ''),
        }))
      } finally {
        db.close()
      }
    }))
  } finally {
    store.close()
  }
}
