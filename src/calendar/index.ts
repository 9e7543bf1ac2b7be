export { lastDay } from './periods.js'
export { endOfDay, isIncomplete, sourceStatus, type StatusQuestion, type DeliveredBatch, type PeriodStatus } from './status.js'
