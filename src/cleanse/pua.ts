/**
 * Private-use characters of older GBK and GB18030 tables and what they stand for since GB 18030-2022: runs of code points. Made by decoding
 * every two-byte code with both tables; the six beyond the basic plane stand in WHATWG's own table and so come out of decoders too.
 */
const RUNS: readonly (readonly [from: number, to: string])[] = [
  [0xe76c, '€'],
  [0xe78d, '︐︒︑︓︔︕︖︗︘︙'],
  [0xe7c7, 'ḿǹ'],
  [0xe7e7, '〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻'],
  [
    0xe815,
    '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻',
  ],
]

const REAL = new Map(RUNS.flatMap(([from, to]) => [...to].map((char, i) => [String.fromCharCode(from + i), char] as const)))
const PRIVATE = /[\uE000-\uF8FF]/g
/** Error values of spreadsheets, as they stand in cells. */
const EXCEL_ERROR = /^#(?:REF!|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|N\/A|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!)$/i

/** Private-use characters as the real ones where they are known. */
export function withoutPrivateUse(text: string): string {
  return text.replace(PRIVATE, char => REAL.get(char) ?? char)
}

/**
 * The issue of a text that nobody can read: a formula without its result, an error value of Excel, private use that no table explains, the
 * replacement character, and the euro sign, which is what GB18030 decoders make of a stray byte 80.
 */
export function characterIssue(text: string): string | undefined {
  const formula = formulaIssue(text)
  if (formula !== undefined) return formula
  if (text.includes('\uFFFD')) return 'reason.unreadable_character'
  if (text.includes('€')) return 'reason.euro_sign'
  return /[\uE000-\uF8FF]|[\u{F0000}-\u{10FFFD}]/u.test(text) ? 'reason.rare_character' : undefined
}

/** The issue of a formula without its result, or of an error value of Excel; undefined for other texts. */
export function formulaIssue(text: string): string | undefined {
  if (text.startsWith('=')) return 'reason.formula'
  return text.startsWith('#') && EXCEL_ERROR.test(text) ? 'reason.excel_error' : undefined
}
