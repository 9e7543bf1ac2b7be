import { anyFilled, canHold, predicateOf, type Predicate } from './condition.js'
import type { Inputs } from './inputs.js'
import type { LayoutFile, RecordSpec } from './schema.js'

/** A record as the binder makes it. `measures`: columns one of which must hold something (of a wide row, its set's amounts); null where none needs to. */
export interface PlannedRecord extends RecordSpec { readonly measures: readonly string[] | null }

/** Targets that go with an amount and do not make a record by themselves. */
const BESIDE = new Set(['base', 'base_employer', 'rate_employer', 'rate_person', 'headcount'])

/** The records of a layout, a wide one as one a set of its columns. */
export function plannedRecords(spec: LayoutFile): readonly PlannedRecord[] {
  return spec.records.flatMap((record): readonly PlannedRecord[] => {
    const { unpivot, ...plain } = record
    if (unpivot === undefined) return [{ ...record, measures: record.any ?? null }]
    return unpivot.map(({ set, fields }) => {
      const own = Object.entries(fields)
      const measures = own.filter(([target]) => !BESIDE.has(target))
      return {
        ...plain, constants: { ...plain.constants, ...set }, fields: { ...plain.fields, ...fields },
        measures: (measures.length === 0 ? own : measures).flatMap(([, from]) => [from].flat()),
      }
    })
  })
}

/** False where the extract lacks what the record asks for: it can never be. */
export function canBe(inputs: Inputs, record: PlannedRecord): boolean {
  return canHold(inputs, record.when) && (record.measures === null || record.measures.some(name => inputs.has(name)))
}

/** Whether a row gives this record. */
export function recordPredicate(inputs: Inputs, record: PlannedRecord): Predicate {
  const holds = predicateOf(inputs, record.when)
  if (record.measures === null) return holds
  const any = anyFilled(inputs, record.measures, record.zeros ?? 'skip')
  return r => any(r) && holds(r)
}
