import { ident } from '../sql/index.js'
import { openDb, type Batch } from '../store/index.js'
import { Feeds } from './feeds.js'

/** Unit numbers of a batch for which no crosswalk has a credit code, how many rows name one, and the first few. */
export interface Unresolved {
  readonly batch: number
  readonly agency: string
  readonly numbers: number
  readonly rows: number
  readonly examples: readonly string[]
}

const FEW = 5

/**
 * Batch by batch the unit numbers that stand without a credit code and that rules cannot resolve by the employer records of these batches.
 */
export function unresolvedEmployers(batches: readonly Batch[]): readonly Unresolved[] {
  const db = openDb(':memory:')
  try {
    const feeds = new Feeds(db, batches)
    feeds.resolveEmployers()
    return batches.flatMap(batch => unresolvedIn(feeds, batch))
  } finally {
    db.close()
  }
}

function unresolvedIn(feeds: Feeds, batch: Batch): readonly Unresolved[] {
  const found = new Map<string, Map<string, number>>()
  for (const segment of batch.segments) {
    for (const { kind, fields, rows } of segment.tables) {
      if (rows === 0 || kind === 'employer' || !fields.includes('employer_no')) continue
      const alone = fields.includes('employer') ? ' and "employer" is null' : ''
      const named = feeds.ask<{ agency: string; number: string; rows: number }>(
        { segment },
        `select "agency", "employer_no" as "number", count(*) as "rows" from seg.${ident(kind)} where "employer_no" is not null${alone} group by 1, 2`,
        {},
      )
      for (const { agency, number, rows: naming } of named) {
        if (feeds.employers().has(`${agency}:${number}`)) continue
        const numbers = found.get(agency) ?? new Map<string, number>()
        found.set(agency, numbers.set(number, (numbers.get(number) ?? 0) + naming))
      }
    }
  }
  return [...found].map(([agency, numbers]) => ({
    batch: batch.id,
    agency,
    numbers: numbers.size,
    rows: [...numbers.values()].reduce((a, b) => a + b, 0),
    examples: [...numbers.keys()].toSorted().slice(0, FEW),
  }))
}
