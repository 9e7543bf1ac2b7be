import type { LayoutFile, RecordSpec } from './schema.js'

/**
 * A record as the binder makes it. `measures`: columns one of which must hold something (of a wide row, its set's amounts); null where none
 * needs to.
 */
export interface PlannedRecord extends RecordSpec {
  readonly measures: readonly string[] | null
}

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
        ...plain,
        constants: { ...plain.constants, ...set },
        fields: { ...plain.fields, ...fields },
        measures: (measures.length === 0 ? own : measures).flatMap(([, from]) => [from].flat()),
      }
    })
  })
}
