import type { Day, Owner } from '../../kernel/index.js'
import type { Side } from '../../match/index.js'
import { MAX_ROWS, scan, type Chunk, type Prints } from '../../store/index.js'
import type { Delivery, Source } from '../feeds.js'
import { rowTest, type RowTest } from './condition.js'
import { Columns, KeyPrints } from './keys.js'
import { RowSet } from './row-set.js'

/** What a side is read for. */
export interface SideInput {
  readonly side: Side
  readonly delivery: Delivery
  /** Only rows of this owner's insurances; null: all. */
  readonly owner: Owner | null
  readonly asOf: Day
  /** Credit codes by `agency:number`. */
  readonly employers: () => ReadonlyMap<string, string>
}

/** Rows of a side, and their money in 分. */
export interface SideTally {
  rows: number
  fen: number
}

/** What one reading of a side asks of its rows. */
export interface ReadingPlan {
  readonly side: Side
  readonly asOf: Day
  readonly columns: Columns
  readonly keys: KeyPrints
}

/**
 * Rows of a side that stand together: `first` is the place of the first, `part[r]` is 1 where row r takes part. All is used again for the
 * next.
 */
export interface LeafRows {
  readonly chunk: Chunk
  readonly prints: Prints
  readonly first: number
  readonly part: Uint8Array
}

/** Asks a reading for what it needs, and takes that of one leaf after the other. */
export type SideReader = (plan: ReadingPlan) => (leaf: LeafRows) => void

/** The rows of one side over all its files, by place: a row's place is the place of its file's first row plus its rowid less one. */
export class SideScan {
  readonly input: SideInput
  readonly rows: number
  readonly sources: readonly { readonly source: Source; readonly first: number }[]
  /** Rows that SQL must decide. */
  readonly suspects: RowSet
  /** Rows that bring their whole key before SQL. */
  readonly hot: RowSet
  /** Rows compared at unit level, and rows of the level that is not compared; empty where all is compared by person. */
  units: RowSet | null = null
  otherLevel: RowSet | null = null
  /** Classes of rows that take no part, counted by the first reading; null before. */
  apart: ReadonlyMap<string, SideTally> | null = null
  /** Told after each leaf. */
  beat: () => void = () => undefined

  constructor(input: SideInput) {
    this.input = input
    let rows = 0
    this.sources = input.delivery.sources.map(source => {
      const first = rows
      rows += source.rows
      return { source, first }
    })
    this.rows = rows
    this.suspects = new RowSet(rows)
    this.hot = new RowSet(rows)
  }

  /** Places of a file's rows: of the first, and behind the last. */
  placesOf(source: Source): readonly [number, number] {
    const { first } = this.sources.find(s => s.source === source)!
    return [first, first + source.rows]
  }

  /**
   * Reads all files once, for all readers; `only`: those that have one of these rows. `otherLevel`: rows that take no part for their level.
   */
  read(readers: readonly SideReader[], { otherLevel = null, only }: { readonly otherLevel?: RowSet | null; readonly only?: RowSet }): void {
    const { side, asOf, employers } = this.input
    const columns = new Columns(side.record)
    const keys = new KeyPrints(columns, side.fields)
    const gate = new Gate(this.input, columns)
    const takes = readers.map(reader => reader({ side, asOf, columns, keys }))
    const employerOf = (agency: string, number: string): string => employers().get(`${agency}:${number}`) ?? `${agency}:${number}`
    for (const { source, first } of this.sources) {
      if (only?.hasAny(first, first + source.rows) === false) continue
      const setting = { rounded: source.segment.roundedIds, employerOf, units: this.units }
      scan(source.segment, source.kind, columns.names, (chunk, prints) => {
        const place = first + chunk.firstRow - 1
        keys.run(chunk, prints, { setting, first: place })
        gate.run(chunk, otherLevel, place)
        const leaf = { chunk, prints, first: place, part: gate.part }
        for (const take of takes) take(leaf)
        this.beat()
      })
    }
    this.apart ??= gate.classes()
  }
}

/** What a row is that takes no part, in the order of their numbers; 0 is of another owner, not of this side at all. */
const APART = ['', 'takes part', 'not_comparable', 'not_live', 'reversal_pending', 'other_level', 'filtered']
const PART = 1

/** Tells rows that take no part from those that do, in the order in which SQL does (`classSql`). */
class Gate {
  /** 1 for the rows of the chunk that take part. */
  readonly part = new Uint8Array(MAX_ROWS)
  private readonly tallies = APART.map((): SideTally => ({ rows: 0, fen: 0 }))
  private readonly money: number
  private readonly owner: number
  private readonly ownerAt: number
  private readonly live: number
  private readonly comparable: number
  private readonly level: number
  private readonly levelIs: number
  private readonly test: RowTest | null

  constructor({ side, owner, asOf }: SideInput, columns: Columns) {
    const lives = side.record === 'levy' || side.record === 'payment'
    this.owner = owner === null ? 0 : owner.charCodeAt(0)
    this.ownerAt = owner === null ? -1 : columns.at('owner')
    this.live = lives ? columns.at('live') : -1
    this.comparable = lives ? columns.at('comparable') : -1
    this.level = side.level === null ? -1 : columns.at('level')
    this.levelIs = side.level === null ? 0 : side.level.charCodeAt(0)
    this.test = side.where === null ? null : rowTest(side.where, columns, asOf)
    const money = moneyOf(side)
    this.money = money === null ? -1 : columns.at(money)
  }

  /** `without`: places that take no part, and are counted elsewhere. */
  run(chunk: Chunk, without: RowSet | null, first: number): void {
    const { part, tallies } = this
    const fens = this.money < 0 ? null : chunk.columns[this.money]!.num!
    for (let r = 0; r < chunk.rows; r++) {
      const is = this.classOf(chunk, r)
      if (is === PART) part[r] = without?.has(first + r) === true ? 0 : 1
      else {
        part[r] = 0
        const tally = tallies[is]!
        tally.rows++
        const fen = fens === null ? 0 : fens[r]!
        if (fen === fen) tally.fen += fen
      }
    }
  }

  /** Rows and money of what takes no part. */
  classes(): ReadonlyMap<string, SideTally> {
    return new Map(this.tallies.flatMap((tally, i) => (i > PART && tally.rows > 0 ? [[APART[i]!, tally] as const] : [])))
  }

  private classOf(chunk: Chunk, r: number): number {
    const { bytes, columns } = chunk
    if (this.owner !== 0) {
      const { start, end } = columns[this.ownerAt]!
      if (start[r] === end[r] || bytes[start[r]!] !== this.owner) return 0
    }
    if (this.live >= 0) {
      if (columns[this.comparable]!.num![r] === 0) return 2
      const live = columns[this.live]!.num![r]
      if (live === 0) return 3
      if (live === 2) return 4
    }
    if (this.level >= 0) {
      const { start, end } = columns[this.level]!
      if (start[r] === end[r] || bytes[start[r]!] !== this.levelIs) return 5
    }
    return this.test === null || this.test(chunk, r) === 1 ? PART : 6
  }
}

/** The column of a row's money for the balance, as `moneySql` has it; null: none. */
export function moneyOf({ record }: Side): string | null {
  return record === 'levy' || record === 'payment' || record === 'bank_txn' ? 'amount' : null
}
