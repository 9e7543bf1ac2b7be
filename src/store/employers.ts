import { openDb } from './db.js'
import type { Batch, Db } from './types.js'

/** Unit numbers of a batch for which no crosswalk has a credit code, how many rows name one, and the first few. */
export interface Unresolved { readonly batch: number; readonly agency: string; readonly numbers: number; readonly rows: number; readonly examples: readonly string[] }

type Segment = Batch['segments'][number]

const FEW = 5

/** Batch by batch the unit numbers that stand without a credit code and are in no employer record of these batches, or in several that disagree. */
export function unresolvedEmployers(batches: readonly Batch[]): readonly Unresolved[] {
  const codes = creditCodes(batches)
  return batches.flatMap(batch => {
    const found = new Map<string, Map<string, number>>()
    for (const segment of batch.segments) {
      each(segment, kind => kind !== 'employer', (db, kind, fields) => {
        if (!fields.includes('employer_no')) return
        const alone = fields.includes('employer') ? 'and "employer" is null' : ''
        const rows = db.prepare(`select "agency", "employer_no", count(*) from "${kind}" where "employer_no" is not null ${alone} group by 1, 2`).raw().all() as [string, string, number][]
        for (const [agency, number, count] of rows) {
          if (typeof codes.get(`${agency}:${number}`) === 'string') continue
          const numbers = found.get(agency) ?? new Map<string, number>()
          found.set(agency, numbers.set(number, (numbers.get(number) ?? 0) + count))
        }
      })
    }
    return [...found].map(([agency, numbers]) => ({ batch: batch.id, agency, numbers: numbers.size, rows: [...numbers.values()].reduce((a, b) => a + b, 0), examples: [...numbers.keys()].toSorted().slice(0, FEW) }))
  })
}

/** Credit codes by `agency:number`; null where employer records disagree. */
function creditCodes(batches: readonly Batch[]): ReadonlyMap<string, string | null> {
  const codes = new Map<string, string | null>()
  for (const segment of batches.flatMap(b => b.segments)) {
    each(segment, kind => kind === 'employer', (db, _kind, fields) => {
      if (!fields.includes('employer_no') || !fields.includes('credit_code')) return
      const rows = db.prepare('select distinct "agency", "employer_no", "credit_code" from "employer" where "employer_no" is not null and "credit_code" is not null').raw().all() as [string, string, string][]
      for (const [agency, number, code] of rows) {
        const before = codes.get(`${agency}:${number}`)
        codes.set(`${agency}:${number}`, before === undefined || before === code ? code : null)
      }
    })
  }
  return codes
}

function each(segment: Segment, wanted: (kind: string) => boolean, look: (db: Db, kind: string, fields: readonly string[]) => void): void {
  const tables = segment.tables.filter(t => t.rows > 0 && wanted(t.kind))
  if (tables.length === 0) return
  const db = openDb(segment.path, { readonly: true })
  try {
    for (const { kind, fields } of tables) look(db, kind, fields)
  } finally {
    db.close()
  }
}
