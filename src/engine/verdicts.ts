import { eachAlone, emptyColumns, itemsTable, joinRows, rowsTable, type CompareRule } from '../match/index.js'
import { ident } from '../sql/index.js'
import { eachRow, type Db } from '../store/index.js'
import type { Delivery } from './feeds.js'
import type { Row } from './row.js'

/**
 * A verdict that is no match, with the item of each side that is in it and the rows behind that (none where the item is shown in their
 * place).
 */
export interface Judged {
  readonly verdict: Row
  readonly items: ReadonlyMap<string, Row>
  readonly rows: ReadonlyMap<string, readonly Row[]>
}

interface Ground {
  readonly db: Db
  readonly rule: CompareRule
  readonly sides: ReadonlyMap<string, Delivery>
}

/**
 * All verdicts that are no match, in order. Items and rows are read along with them, a statement for all: one for each would cost as much
 * again as reading what it gives.
 */
export function* verdicts(ground: Ground): Iterable<Judged> {
  const { db, rule } = ground
  const beside = rule.sides.map(({ name }) => ({ name, at: `i_${name}`, ...alongside(ground, name) }))
  try {
    for (const verdict of eachRow<Row>(db.prepare(`select * from "verdict" v where "class" <> 'matched' order by v.rowid`))) {
      const items = new Map<string, Row>()
      const rows = new Map<string, readonly Row[]>()
      for (const { name, at, item, behind } of beside) {
        const i = verdict[at] ?? null
        if (i === null) continue
        const mine = behind === null ? [] : behind.of(i)
        rows.set(name, mine)
        items.set(name, item === null ? mine[0]! : item.of(i)[0]!)
      }
      yield { verdict, items, rows }
    }
  } finally {
    for (const { item, behind } of beside) {
      item?.close()
      behind?.close()
    }
  }
}

/** An item of which several may be meant (`amb`: at which step), with the rows behind it. */
export interface InDoubt {
  readonly item: Row
  readonly rows: readonly Row[]
}

/** A side's items of which several may be meant, in order; rows are read along with them. */
export function* inDoubt(ground: Ground, side: string): Iterable<InDoubt> {
  const { db, rule } = ground
  const x = itemsTable(side)
  if (db.prepare(`select 1 from ${x} where "amb" is not null limit 1`).get() === undefined) return
  const rows = new Alongside(
    eachRow(
      db.prepare(
        `select x."i" as "i", x."amb" as "amb"${filled(ground, side)
          .map(c => `, t.${c}`)
          .join('')} from ${x} x ${joinRows(rule, side, 'x."i"')} where x."amb" is not null order by x."i", t."n"`,
      ),
    ),
  )
  const items = eachAlone(rule) ? null : eachRow<Row>(db.prepare(`select * from ${x} where "amb" is not null order by "i"`))
  try {
    if (items === null) for (let row = rows.take(); row !== null; row = rows.take()) yield { item: row, rows: [row] }
    else for (const item of items) yield { item, rows: rows.of(item['i']!) }
  } finally {
    rows.close()
    items?.return?.()
  }
}

function alongside(ground: Ground, side: string): { readonly item: Alongside | null; readonly behind: Alongside | null } {
  const { db, rule } = ground
  const v = ident(`i_${side}`)
  const ordered = (select: string, join: string, order: string): Alongside =>
    new Alongside(eachRow(db.prepare(`select ${select} from "verdict" v ${join} where v."class" <> 'matched' order by v.rowid${order}`)))
  // Of sums over very many rows the item itself is shown.
  const behind =
    rule.coarsen !== undefined
      ? null
      : ordered(
          `v.${v} as "i"${filled(ground, side)
            .map(c => `, t.${c}`)
            .join('')}`,
          joinRows(rule, side, `v.${v}`),
          ', t."n"',
        )
  // Where every row is compared by itself, the row is the item.
  const same = eachAlone(rule)
  return { item: same ? null : ordered('x.*', `cross join ${itemsTable(side)} x on x."i" = v.${v}`, ''), behind }
}

/** Columns of a side's rows that may hold anything: of some fifty most are empty in any extract, and every row would name them. */
function filled({ db, rule, sides }: Ground, name: string): readonly string[] {
  const empty = emptyColumns(
    rule.sides.find(s => s.name === name)!,
    new Set(sides.get(name)!.sources.flatMap(s => s.fields)),
  )
  return db
    .prepare(`select * from ${rowsTable(name)}`)
    .columns()
    .map(c => c.name)
    .filter(c => !empty.has(c) && !UNREAD.has(c))
    .map(ident)
}

/** Of a working row, what no finding asks for. */
const UNREAD = new Set(['n', 'c', 'fen'])

/** Rows in the order of the verdicts, read as far as was asked. */
class Alongside {
  private readonly rows: IterableIterator<Row>
  private next: IteratorResult<Row>

  constructor(rows: IterableIterator<Row>) {
    this.rows = rows
    this.next = rows.next()
  }

  /** The rows of the item, which must be the next one. */
  of(item: string | number): readonly Row[] {
    const out: Row[] = []
    for (; this.next.done !== true && this.next.value['i'] === item; this.next = this.rows.next()) out.push(this.next.value)
    return out
  }

  /** The next row, whatever its item; null at the end. */
  take(): Row | null {
    if (this.next.done === true) return null
    const row = this.next.value
    this.next = this.rows.next()
    return row
  }

  close(): void {
    this.rows.return?.()
  }
}
