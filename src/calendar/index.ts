export { lastDay } from './periods.js'
export type { Gap } from './gaps.js'
export { endOfDay, isIncomplete, sourceStatus, type Asked, type Delivered, type PeriodStatus } from './status.js'
