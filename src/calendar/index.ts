export { lastDay } from './periods.js'
export { endOfDay, isIncomplete, sourceStatus, type Asked, type Delivered, type PeriodStatus } from './status.js'
