import type { CodeColumn } from '../cleanse/index.js'
import { numberColumn } from '../records/index.js'
import { shared, type ColumnFill } from './fill.js'
import type { Inputs } from './inputs.js'
import type { Codes } from './types.js'

const LIVENESS = ['transfer', 'reversal', 'validity'] as const

/**
 * 1 live, 0 not live, 2 reversal pending: the worst of what the extract's flags say; live where they say nothing, or a code that nobody
 * translated.
 */
export function liveOf(inputs: Inputs): ColumnFill {
  const column = numberColumn()
  const num = column.num!
  const flags = LIVENESS.flatMap(name => inputs.codes.get(name) ?? []).map(code => ({ code, memo: [] as number[] }))
  if (flags.length === 0) {
    num.fill(1)
    return { column }
  }
  return {
    column,
    run: block => {
      for (let r = 0; r < block.rows; r++) {
        let live = 1
        for (const { code, memo } of flags) {
          const entry = code.index[r]!
          // A code without translation stays as it stands: its 0 is the sender's, not ours.
          const says = (memo[entry] ??= code.knows(entry) ? Number(['0', '2'].find(v => v === code.valueOf(entry)) ?? '1') : 1)
          if (says === 0 || (says === 2 && live === 1)) live = says
        }
        num[r] = live
      }
    },
  }
}

/** Posted by the agency's flag, else by whether its posting day is filled. */
export function postedOf(inputs: Inputs): ColumnFill | undefined {
  const flag = inputs.codes.get('posted')
  const day = inputs.texts.get('posted_date')
  if (flag === undefined && day === undefined) return undefined
  const column = numberColumn()
  const num = column.num!
  const memo: number[] = []
  return {
    column,
    run: block => {
      for (let r = 0; r < block.rows; r++) {
        const entry = flag?.index[r] ?? 0
        const value = flag?.valueOf(entry) ?? ''
        if (entry !== 0) num[r] = memo[entry] ??= value === '1' ? 1 : value === '0' ? 0 : NaN
        else num[r] = day === undefined ? NaN : day.end[r] === day.start[r] ? 0 : 1
      }
    },
  }
}

/** ss or mi by the insurance; the extract's own sender where the insurance does not say. */
export function ownerOf(inputs: Inputs, codes: Codes, fallback: string): ColumnFill {
  const columns = ['insurance_item', 'insurance'].flatMap(name => inputs.codes.get(name) ?? [])
  return shared(() => {
    const memo = columns.map((): (string | undefined)[] => [])
    return r => {
      for (const [i, code] of columns.entries()) {
        const entry = code.index[r]!
        if (entry === 0) continue
        const owner = (memo[i]![entry] ??= codes.ownerOf(code.valueOf(entry)) ?? '')
        if (owner !== '') return owner
      }
      return fallback
    }
  })
}

/**
 * Status from two elements: "registered" with "paying" paused is paused, with "paying" ended is ended; a row that was revoked is invalid.
 * Undefined where one column says it all.
 */
export function statusOf(inputs: Inputs): ColumnFill | undefined {
  const status = inputs.codes.get('status')
  const paying = inputs.codes.get('status_pay')
  const flags = LIVENESS.some(name => inputs.codes.has(name)) ? liveOf(inputs) : undefined
  if (status === undefined || (paying === undefined && flags === undefined)) return undefined
  const fill = shared(() => r => {
    if (flags !== undefined && flags.column.num![r] !== 1) return 'invalid'
    return joined(valueAt(status, r), paying === undefined ? '' : valueAt(paying, r))
  })
  return {
    ...fill,
    run: block => {
      flags?.run?.(block)
      fill.run?.(block)
    },
  }
}

function valueAt(code: CodeColumn, r: number): string {
  return code.valueOf(code.index[r]!)
}

function joined(status: string, paying: string): string {
  if (status !== 'active' && status !== '') return status
  return paying === 'paused' || paying === 'ended' ? paying : paying === 'active' ? 'active' : status
}
