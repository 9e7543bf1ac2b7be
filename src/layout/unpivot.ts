import { anyFilled, canHold, predicateOf, type Predicate } from './condition.js'
import type { Inputs } from './inputs.js'
import type { PlannedRecord } from './planned.js'

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
