import type { Kind } from '../records/index.js'
import { ident, literal, type SqlStep } from '../sql/index.js'
import type { Speaker } from './feed-sql.js'
import { BUNDLE, REFUND } from './level-sql.js'
import type { CompareRule, Side } from './types.js'
import { rowsTable } from './work.js'

const open = '"c" is null'
const UNIT = '"level" = \'unit\''
const PERSON = '"level" = \'person\''
/** What unit rows speak for: what was paid, or refunded, of an insurance under a voucher. */
const SPOKEN = [BUNDLE, '"insurance"', REFUND]

/** The kind of a side's details of which unit rows speak for persons; null: none. */
function detailsOf(side: Side): Kind | null {
  return side.otherwise?.prefer_unit === true ? side.otherwise.record : side.prefer_unit ? side.record : null
}

/** Details stand in where no summary was sent; unit rows speak for a voucher and insurance that has them. */
export function substituteSteps(side: Side): readonly SqlStep[] {
  const t = rowsTable(side.name)
  const steps: SqlStep[] = []
  if (side.otherwise !== null && side.otherwise_by !== null) {
    const by = ident(side.otherwise_by)
    steps.push({
      name: `${side.name}: summaries first`,
      why: `details of a ${side.otherwise_by} that has a summary are another level`,
      sql: `update ${t} set "c" = 'other_level' where ${open} and "k" = ${literal(side.otherwise.record)} and ${by} in (select ${by} from ${t} where ${open} and "k" = ${literal(side.record)})`,
    })
  }
  const details = detailsOf(side)
  if (details !== null) {
    const kind = `"k" = ${literal(details)}`
    steps.push({
      name: `${side.name}: units before persons`,
      why: 'where a voucher has unit rows of an insurance, its person rows are another level',
      sql: `update ${t} set "c" = 'other_level' where ${open} and ${kind} and ${PERSON} and (${SPOKEN.join(', ')}) in (select ${SPOKEN.join(', ')} from ${t} where ${open} and ${kind} and ${UNIT})`,
    })
  }
  return steps
}

/**
 * The same as `substituteSteps`, asked before rows are taken in: nearly all of a side's rows may be of the other level, and need not be
 * copied to be told so. In the order in which they are to be filled. Empty where steps before those of `substituteSteps` have a say in
 * which rows take part.
 */
export function speakersOf(rule: Pick<CompareRule, 'repeats' | 'cancel'>, side: Side): readonly Speaker[] {
  if (rule.repeats !== null || rule.cancel !== undefined || side.once !== null) return []
  const details = detailsOf(side)
  const { otherwise, otherwise_by: by } = side
  return [
    ...(otherwise === null || by === null
      ? []
      : [{ table: 'temp."summed"', of: side.record, silences: otherwise.record, columns: [ident(by)], where: '1', who: '1' }]),
    ...(details === null ? [] : [{ table: 'temp."units"', of: details, silences: details, columns: SPOKEN, where: UNIT, who: PERSON }]),
  ]
}

/** The condition that a row of `kind` is spoken for by any of these. */
export function spokenFor(speakers: readonly Speaker[], kind: Kind): string | null {
  const mine = speakers.filter(s => s.silences === kind)
  return mine.length === 0 ? null : mine.map(s => `(${s.who} and (${s.columns.join(', ')}) in (select * from ${s.table}))`).join(' or ')
}
