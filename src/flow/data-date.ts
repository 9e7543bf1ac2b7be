import { isDay, type Day } from '../kernel/index.js'
import type { HeaderMatch } from '../layout/index.js'
import type { PreviewRow } from '../source/index.js'

const LABELLED = /(?:数据日期|提取日期|统计日期|截止日期|生成日期|SCRQ)\s*[:：]?\s*(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})/
/** The window of an extract on each of its rows, from and to (GB/T 40217, 001001). */
const WINDOW_COLUMNS = ['时间属性', 'ZZZ001']

/**
 * The data date that an extract says of itself: in the lines above its header, else the end of the window on its first row, which is known
 * up to `today`.
 */
export function declaredDate(header: HeaderMatch, preview: readonly PreviewRow[], today: Day): Day | null {
  for (const row of header.above) {
    const m = LABELLED.exec(row.cells.join(' '))
    const day = m === null ? '' : `${m[1]!}-${m[2]!.padStart(2, '0')}-${m[3]!.padStart(2, '0')}`
    if (isDay(day)) return day
  }
  const column = header.columns.findIndex(c => WINDOW_COLUMNS.includes(c.replace(/\(.*$/, '')))
  const first = preview.find(row => row.line >= header.line && /^\d{16}$/.test(row.cells[column] ?? ''))
  const end = (first?.cells[column] ?? '').replace(/^\d{8}(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  return isDay(end) ? (end < today ? end : today) : null
}
