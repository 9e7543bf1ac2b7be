import { keptQuality } from '../engine/index.js'
import type { Agency } from '../kernel/index.js'
import type { CleansingInput, LoadedFile, Note, NoteKind, QualityLine, ReasonFigure } from '../report/index.js'
import { eachNote, noteGroups, type NoteRow, type Segment, type Store } from '../store/index.js'

/** Columns of a note in the order of its texts, and which of them are field and reason. */
const TABLES = {
  aside: { table: 'set_aside', texts: ['reason', 'detail', 'raw'], field: null },
  issues: { table: 'issues', texts: ['field', 'value', 'reason'], field: 'field' },
  changes: { table: 'changes', texts: ['field', 'before', 'after', 'reason'], field: 'field' },
} as const

/**
 * What was noted when the batches of an agency were loaded: by extract, by reason, and one by one; and what quality rules last said of
 * them. Batches taken out since are left out.
 */
export function cleansingNotes(
  store: Store,
  ids: ReadonlySet<number>,
  agency: Agency,
): Pick<CleansingInput, 'files' | 'reasons' | 'count' | 'notes' | 'quality'> {
  const batches = store.batches().filter(b => b.agency === agency && ids.has(b.id) && b.state !== 'dropped')
  const known = new Set(batches.map(b => b.id))
  const quality = store
    .readCatalog(keptQuality)
    .filter(k => known.has(k.batch))
    .map(k => JSON.parse(k.line) as QualityLine)
  const segments = batches.flatMap(b => b.segments)
  const files = batches.flatMap(b =>
    b.segments.map(({ file, counts: c }): LoadedFile => ({ file, batch: b.id, dataDate: b.dataDate, ...c })),
  )
  const reasons = (['aside', 'issues', 'changes'] as const).flatMap(kind => reasonsOf(segments, kind))
  return {
    files,
    reasons,
    count: kind => reasons.filter(r => r.kind === kind).reduce((n, r) => n + r.rows, 0),
    notes: kind => notesOf(segments, kind),
    quality,
  }
}

function reasonsOf(segments: readonly Segment[], kind: NoteKind): readonly ReasonFigure[] {
  const { table, field } = TABLES[kind]
  const out = new Map<string, ReasonFigure>()
  for (const segment of segments) {
    for (const g of noteGroups(segment, table, field !== null)) {
      const key = `${g.reason}|${g.field ?? ''}`
      const before = out.get(key)
      out.set(key, {
        kind,
        reason: g.reason,
        field: g.field,
        rows: g.rows + (before?.rows ?? 0),
        first: before?.first ?? noteOf(segment, kind, g.first),
      })
    }
  }
  return [...out].toSorted(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1)).map(([, figure]) => figure)
}

function noteOf({ file }: Segment, kind: NoteKind, row: NoteRow): Note {
  return {
    file,
    sheet: row['sheet'] === null ? null : String(row['sheet']),
    line: Number(row['line']),
    texts: TABLES[kind].texts.map(t => String(row[t] ?? '')),
  }
}

/** In the order of the extract: loading notes a block's rows field by field. */
function* notesOf(segments: readonly Segment[], kind: NoteKind): Iterable<Note> {
  for (const segment of segments) for (const row of eachNote(segment, TABLES[kind].table)) yield noteOf(segment, kind, row)
}
