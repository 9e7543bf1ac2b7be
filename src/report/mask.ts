/** Masks of `--mask`: what is left tells one person from another at a glance and no more. */

const STAR = '*'

/** An identity number: the first 6 and the last 4 stay; of a short one the first and last 2. */
export function maskedId(text: string): string {
  const chars = [...text]
  const [head, tail] = chars.length > 10 ? [6, 4] : chars.length > 4 ? [2, 2] : [1, 0]
  return chars.map((c, i) => (i < head || i >= chars.length - tail ? c : STAR)).join('')
}

/** A bank account: the last 4 stay. */
export function maskedAccount(text: string): string {
  const chars = [...text]
  return chars.map((c, i) => (i >= chars.length - 4 ? c : STAR)).join('')
}

/** A name: the first character stays. */
export function maskedName(text: string): string {
  return [...text].map((c, i) => (i === 0 || c === ' ' ? c : STAR)).join('')
}

/** Numbers that have the shape of a citizen's: some agencies compose their own numbers of it. */
const CITIZEN = /^[1-9]\d{5}(?:(?:18|19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[\dXx]|\d{2}(?:0\d|1[0-2])[0-3]\d\d{3})$/

/** A number of an agency's own: masked where it has the shape of a citizen's, else as it is. */
export function maskedNumber(text: string): string {
  return CITIZEN.test(text) ? maskedId(text) : text
}

/** Text of which nobody knows what it is (a row that could not be read): numbers as ids or accounts, words as names. */
export function maskedText(text: string): string {
  return text
    .replace(/[0-9０-９A-Za-zＸｘ]*[0-9０-９]{6}[0-9０-９A-Za-zＸｘ]*/gu, n =>
      n.length >= 15 && n.length <= 18 ? maskedId(n) : maskedAccount(n),
    )
    .replace(/[\p{Script=Han}·]{2,}|(?<![\p{L}\p{N}*])\p{L}{2,}/gu, maskedName)
}
