import { openWritten } from './db.js'
import { eachRow } from './rows.js'
import type { Segment } from './types.js'

/** Tables of what was noted at load. */
export type NoteTable = 'changes' | 'issues' | 'set_aside'
/** A row of such a table as it stands. */
export type NoteRow = Readonly<Record<string, string | number | null>>
/** Rows of one reason (and, where the table has fields, one field) with the first of them. */
export interface NoteGroup {
  readonly reason: string
  readonly field: string | null
  readonly rows: number
  readonly first: NoteRow
}

/** What a segment notes by reason; `byField`: and by field. */
export function noteGroups(segment: Pick<Segment, 'path'>, table: NoteTable, byField: boolean): readonly NoteGroup[] {
  const db = openWritten(segment.path)
  try {
    const groups = db
      .prepare(`select reason, ${byField ? 'field' : 'null'} as field, count(*) as rows, min(rowid) as at from ${table} group by 1, 2`)
      .all() as { reason: string; field: string | null; rows: number; at: number }[]
    const first = db.prepare(`select * from ${table} where rowid = ?`)
    return groups.map(({ reason, field, rows, at }) => ({ reason, field, rows, first: first.get(at) as NoteRow }))
  } finally {
    db.close()
  }
}

/** What a segment notes, in the order of the extract: loading notes the rows of a block field by field. */
export function* eachNote(segment: Pick<Segment, 'path'>, table: NoteTable): Iterable<NoteRow> {
  const db = openWritten(segment.path)
  try {
    yield* eachRow<NoteRow>(db.prepare(`select * from ${table} order by sheet, line, rowid`))
  } finally {
    db.close()
  }
}
