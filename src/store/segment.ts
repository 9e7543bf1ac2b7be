import { rmSync } from 'node:fs'
import { fieldsOf, isNumeric, type Block, type Change, type Issue, type Kind, type RecordColumns } from '../records/index.js'
import { ident } from '../sql/index.js'
import { openDb, unsynced } from './db.js'
import { PAGE_SIZE, PageFile, type SegmentStage } from './pages.js'
import { sync } from './sync.js'
import { TableWriter } from './table-writer.js'
import type { TableSpec } from './types.js'

/** Version of the record tables, kept in `user_version`: older segments are read with absent trailing columns as NULL. */
const RECORDS_VERSION = 1

const NOTES = {
  changes: ['line', 'sheet', 'field', 'before', 'after', 'reason'],
  issues: ['line', 'sheet', 'field', 'value', 'reason'],
  set_aside: ['line', 'sheet', 'reason', 'detail', 'raw'],
} as const
type NoteTable = keyof typeof NOTES

/** A row that could not be read, as it was received. */
export interface SetAside {
  readonly line: number
  readonly sheet: string | null
  readonly reason: string
  readonly detail: string
  readonly raw: string
}

/**
 * Writes one extract's segment: records, changes, issues and rows set aside as SQLite pages, `meta` by INSERT at the end. The same rows
 * give the same bytes. Nobody sees the file before the store's `commit` names it.
 */
export class SegmentWriter {
  readonly path: string
  private readonly file: PageFile
  private readonly lap: (stage: SegmentStage) => void
  private readonly tables = new Map<Kind, TableWriter>()
  private readonly notes: Readonly<Record<NoteTable, TableWriter>>

  /** `lap` is told when a stage is over. */
  constructor(path: string, tables: readonly TableSpec[], lap: (stage: SegmentStage) => void = () => undefined) {
    this.path = path
    this.lap = lap
    rmSync(path, { force: true })
    const roots = create(path, tables)
    this.file = new PageFile(path, roots.pages, lap)
    for (const { kind, fields } of tables) this.tables.set(kind, new TableWriter(this.file, roots.of(kind), fields.length))
    const note = (name: NoteTable): TableWriter => new TableWriter(this.file, roots.of(name), NOTES[name].length)
    this.notes = { changes: note('changes'), issues: note('issues'), set_aside: note('set_aside') }
  }

  /** Appends a block's records; the columns are those the table was declared with. */
  records(block: Block, list: readonly RecordColumns[]): void {
    this.file.filling = 'encode'
    for (const { kind, columns, emit } of list) this.tables.get(kind)!.append(block, columns, emit)
    this.file.filling = 'notes'
  }

  /** Notes a value that was made canonical. */
  change(line: number, sheet: string | null, c: Change): void {
    this.notes.changes.row([line, sheet, c.field, c.before, c.after, c.reason])
  }

  /** Notes a value that was loaded and is doubtful. */
  issue(line: number, sheet: string | null, i: Issue): void {
    this.notes.issues.row([line, sheet, i.field, i.value, i.reason])
  }

  /** The first row set aside, for a message that refuses the file. */
  firstSetAside: SetAside | undefined

  /** Keeps a row that could not be read. */
  setAside(row: SetAside): void {
    this.firstSetAside ??= row
    this.notes.set_aside.row([row.line, row.sheet, row.reason, row.detail, row.raw])
  }

  /** Records of a kind so far. */
  rowsOf(kind: Kind): number {
    return this.tables.get(kind)?.rows ?? 0
  }

  /** Writes trees and `meta`, and brings everything to the disk. */
  finish(meta: Readonly<Record<string, string>>): void {
    this.file.filling = 'encode'
    for (const table of [...this.tables.values(), ...Object.values(this.notes)]) table.finish()
    this.file.finish()
    const db = openDb(this.path)
    try {
      unsynced(db)
      const insert = db.prepare('insert into meta values (?, ?)')
      db.transaction(() => {
        for (const [key, value] of Object.entries(meta)) insert.run(key, value)
      })()
    } finally {
      db.close()
    }
    this.lap('write')
    sync(this.path)
    this.lap('sync')
  }

  /** Closes the file and removes it. */
  abandon(): void {
    this.file.abandon()
    rmSync(this.path, { force: true })
  }
}

function create(path: string, tables: readonly TableSpec[]): { pages: number; of: (table: string) => number } {
  const db = openDb(path)
  try {
    db.pragma(`page_size = ${PAGE_SIZE}`)
    unsynced(db)
    db.pragma(`user_version = ${RECORDS_VERSION}`)
    db.transaction(() => {
      for (const { kind, fields } of tables) {
        const types = new Map(fieldsOf(kind).map(f => [f.name, isNumeric(f.type) ? 'integer' : 'text']))
        db.exec(`create table ${ident(kind)} (${fields.map(f => `${ident(f)} ${types.get(f) ?? 'text'}`).join(', ')})`)
      }
      for (const [name, columns] of Object.entries(NOTES))
        db.exec(`create table ${name} (${columns.map(c => `"${c}" ${c === 'line' ? 'integer' : 'text'}`).join(', ')})`)
      db.exec('create table meta ("key" text not null, "value" text not null)')
    })()
    const roots = new Map(db.prepare('select name, rootpage from sqlite_master').raw().all() as [string, number][])
    return { pages: db.pragma('page_count', { simple: true }) as number, of: table => roots.get(table)! }
  } finally {
    db.close()
  }
}
