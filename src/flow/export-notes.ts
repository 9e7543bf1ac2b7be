import type { RunReader } from '../ledger/index.js'
import type { Agency } from '../kernel/index.js'
import type { CleansingInput, LoadedFile, Note, NoteKind, ReasonFigure } from '../report/index.js'
import { openDb, type Segment, type Store } from '../store/index.js'

/** Columns of a note in the order of its texts, and which of them are field and reason. */
const TABLES = {
  aside: { table: 'set_aside', texts: ['reason', 'detail', 'raw'], field: null },
  issues: { table: 'issues', texts: ['field', 'value', 'reason'], field: 'field' },
  changes: { table: 'changes', texts: ['field', 'before', 'after', 'reason'], field: 'field' },
} as const

/** What was noted when the extracts of an agency were loaded that a run looked at: by extract, by reason, and one by one. Batches taken out since are left out. */
export function cleansingNotes(store: Store, reader: RunReader, agency: Agency): Pick<CleansingInput, 'files' | 'reasons' | 'count' | 'notes'> {
  const inRun = new Set(reader.batches().map(b => b.batch))
  const batches = store.batches().filter(b => b.agency === agency && inRun.has(b.id) && b.state !== 'dropped')
  const segments = batches.flatMap(b => b.segments)
  const files = batches.flatMap(b => b.segments.map(({ file, counts: c }): LoadedFile => ({ file, batch: b.id, dataDate: b.dataDate, ...c })))
  const reasons = (['aside', 'issues', 'changes'] as const).flatMap(kind => reasonsOf(segments, kind))
  return { files, reasons, count: kind => reasons.filter(r => r.kind === kind).reduce((n, r) => n + r.rows, 0), notes: kind => notesOf(segments, kind) }
}

interface Group { readonly reason: string; readonly field: string | null; readonly rows: number; readonly first: number }

function reasonsOf(segments: readonly Segment[], kind: NoteKind): readonly ReasonFigure[] {
  const { table, field } = TABLES[kind]
  const out = new Map<string, ReasonFigure>()
  for (const segment of segments) {
    const db = openDb(segment.path, { readonly: true })
    try {
      const groups = db.prepare(`select reason, ${field ?? 'null'} as field, count(*) as rows, min(rowid) as first from ${table} group by 1, 2`).all() as Group[]
      for (const g of groups) {
        const key = `${g.reason}|${g.field ?? ''}`
        const before = out.get(key)
        const first = before?.first ?? noteOf(segment, kind, db.prepare(`select * from ${table} where rowid = ?`).get(g.first) as Row)
        out.set(key, { kind, reason: g.reason, field: g.field, rows: g.rows + (before?.rows ?? 0), first })
      }
    } finally {
      db.close()
    }
  }
  return [...out].toSorted(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1)).map(([, figure]) => figure)
}

type Row = Readonly<Record<string, string | number | null>>

function noteOf({ file }: Segment, kind: NoteKind, row: Row): Note {
  return { file, sheet: row['sheet'] === null ? null : String(row['sheet']), line: Number(row['line']), texts: TABLES[kind].texts.map(t => String(row[t] ?? '')) }
}

/** In the order of the extract: loading notes a block's rows field by field. */
function* notesOf(segments: readonly Segment[], kind: NoteKind): Iterable<Note> {
  for (const segment of segments) {
    const db = openDb(segment.path, { readonly: true })
    try {
      for (const row of db.prepare(`select * from ${TABLES[kind].table} order by sheet, line, rowid`).iterate() as Iterable<Row>) yield noteOf(segment, kind, row)
    } finally {
      db.close()
    }
  }
}
