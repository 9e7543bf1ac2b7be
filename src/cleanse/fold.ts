/** A text after folding, and the heaviest step that changed it (a message code `reason.*`), if any. */
export interface Folded {
  readonly text: string
  readonly reason: string | undefined
}

/** What a normaliser makes of one cell as received. `issue` and `reason` are message codes; `value` is canonical, blank for nothing. */
export interface Cleansed {
  readonly value: string
  /** Why the value differs from what stood there, beyond reading a declared form. */
  readonly reason: string | undefined
  /** What is doubtful about the value that is kept. */
  readonly issue: string | undefined
  /** The cell holds something that cannot be read as its type; the value is then blank. */
  readonly unreadable: boolean
}

/** Steps by weight, lightest first: a change is named after the heaviest step that took part in it. */
const WEIGHT = [
  'reason.blank',
  'reason.width',
  'reason.excel',
  'reason.case',
  'reason.number_form',
  'reason.separator',
  'reason.negative_form',
  'reason.float',
  'reason.percent',
  'reason.dot',
  'reason.pua',
  'reason.date_form',
  'reason.date_none',
  'reason.period_form',
  'reason.id_15',
]

/** The heavier of two steps: a change is recorded with one reason. */
export function heavier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return WEIGHT.indexOf(b) > WEIGHT.indexOf(a) ? b : a
}

/**
 * Characters that nobody sees, as Excel, web pages, printers and phones leave them: zero-width, soft hyphen, byte order mark, directions,
 * controls, fillers, and selectors of one drawing of a character.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u034F\u061C\u115F\u1160\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0]|\uDB40[\uDD00-\uDDEF]/g
/** Every other blank, the ideographic one (E5E5 in older GBK tables) and line ends included. */
const BLANKS = /[\t\n\r\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uE5E5]/g
const WIDE = /[\uFF01-\uFF5E]/g
/** As `WIDE`, brackets left alone: in names of organisations they stand in full width by custom. */
const WIDE_BUT_BRACKETS = /[\uFF01-\uFF07\uFF0A-\uFF5E]/g

/** Anything that a step below could change: most cells hold none of it, and one look spares five replacements. */
const FOLDABLE = new RegExp(`${INVISIBLE.source}|${BLANKS.source}|${WIDE.source}| {2}|^ | $|^[="'\u2018\u2019\`]`)

/**
 * Folds what is never meant: invisible characters, blanks at the ends (and runs of them), full-width ASCII, the apostrophe, `="…"`, `"…"`
 * or `=` before a number that Excel leaves (a formula that joins or computes is none of these). Idempotent.
 */
export function fold(raw: string, keep: 'brackets' | 'nothing' = 'nothing'): Folded {
  if (!FOLDABLE.test(raw)) return { text: raw, reason: undefined }
  // Blanks at the ends and nothing else, as columns of fixed width leave them: a quarter less CPU where all cells have some.
  const trimmed = raw.trim()
  if (!FOLDABLE.test(trimmed)) return { text: trimmed, reason: 'reason.blank' }
  const wide = keep === 'brackets' ? WIDE_BUT_BRACKETS : WIDE
  let text = raw
  let reason: string | undefined
  for (;;) {
    const bare = text.replace(INVISIBLE, '').replace(BLANKS, ' ').replace(/ {2,}/g, ' ').trim()
    const narrow = bare.replace(wide, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    const plain = withoutExcel(narrow)
    if (plain === text) return { text, reason }
    if (bare !== text) reason = heavier(reason, 'reason.blank')
    if (narrow !== bare) reason = heavier(reason, 'reason.width')
    if (plain !== narrow) reason = heavier(reason, 'reason.excel')
    text = plain
  }
}

function withoutExcel(text: string): string {
  const wrapped = /^="((?:[^"]|"")*)"$/.exec(text) ?? /^"([^"]*)"$/.exec(text)
  if (wrapped !== null) return wrapped[1]!.replaceAll('""', '"')
  if (/^=\d[\d,.]*[A-Za-z]?$/.test(text)) return text.slice(1)
  return text.replace(/^['\u2018\u2019`]+/, '')
}

/** A number that Excel shows in scientific notation, its digits lost: 1.10105E+17. */
export function isScientific(text: string): boolean {
  return /^[+-]?\d(?:\.\d+)?[Ee]\+?\d{1,3}$/.test(text)
}

/**
 * A number that Excel has put its scientific form in place of, where it should tell one thing from another. `1E5` may be a code; what has a
 * plus sign is none.
 */
export function isDestroyed(text: string): boolean {
  return isScientific(text) && (text.length > 5 || text.includes('E+') || text.includes('e+'))
}

/** A value that can be used: changed where there is a `reason`, doubtful where there is an `issue` (message codes `reason.*`). */
export function clean(value: string, reason: string | undefined, issue?: string): Cleansed {
  return { value, reason, issue, unreadable: false }
}

/** No value: the cell stays as it was received and carries the issue. */
export function unreadable(issue: string): Cleansed {
  return { value: '', reason: undefined, issue, unreadable: true }
}
