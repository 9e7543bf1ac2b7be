import type { CodeColumn, Constants, Interval } from '../cleanse/index.js'
import { numberColumn, textColumn, type Block, type Column } from '../records/index.js'

/** A column of a record: where it stands, what to do when the block is new, what to do with every block. */
export interface ColumnFill {
  readonly column: Column
  readonly attach?: (block: Block, constants: Constants) => void
  readonly run?: (block: Block) => void
}

/** One text for every row. */
export function constant(value: string): ColumnFill {
  const column = textColumn()
  return {
    column,
    attach: (block, constants) => {
      const at = constants.of(value) ?? block.constant(value)
      column.start.fill(at.start)
      column.end.fill(at.end)
    },
  }
}

/** One number for every row. */
export function fixedNumber(value: number): ColumnFill {
  const column = numberColumn()
  column.num!.fill(value)
  return { column }
}

/** A number for each code of a column. */
export function byEntry(code: CodeColumn, of: (value: string) => number): ColumnFill {
  const column = numberColumn()
  const memo: number[] = []
  return {
    column,
    run: block => {
      for (let r = 0; r < block.rows; r++) {
        const entry = code.index[r]!
        column.num![r] = memo[entry] ??= of(code.valueOf(entry))
      }
    },
  }
}

/** A column of few texts, chosen row by row: each is written into the block once. */
export function shared(chooser: () => (r: number) => string): ColumnFill {
  const column = textColumn()
  let constants: Constants | null = null
  const places = new Map<string, Interval>()
  const place = (block: Block, text: string): Interval => {
    const known = places.get(text)
    if (known !== undefined) return known
    const at = constants!.of(text) ?? block.constant(text)
    places.set(text, at)
    return at
  }
  let choose: ((r: number) => string) | null = null
  return {
    column,
    attach: (_, made) => {
      if (constants !== made) places.clear()
      constants = made
      choose = chooser()
    },
    run: block => {
      for (let r = 0; r < block.rows; r++) {
        if (block.state[r] !== 0) continue
        const at = place(block, choose!(r))
        column.start[r] = at.start
        column.end[r] = at.end
      }
    },
  }
}
