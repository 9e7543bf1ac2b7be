/** A whole number filled with zeros to the digits that its format shows. */
export function padded(text: string, zeros: number): string {
  return zeros > text.length && /^\d+$/.test(text) ? text.padStart(zeros, '0') : text
}

/**
 * A number as it is written, powers of ten written out digit by digit, a fraction without the noise of binary ones: 15 significant digits.
 * A number with more digits than a double holds has lost its last ones where it is written with a power of ten (2.2010219900307001E+17):
 * zeros in their place would be another number, so it stays as it is.
 */
export function numberText(text: string): string {
  if (isPlain(text)) return text
  const m = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  if (m === null || m[2]! + m[3]! === '') return text
  const exponent = Number(m[4] ?? 0)
  if (m[4] === undefined && significant(text) <= DIGITS) return text.replace(/\.0*$/, '')
  const written = m[2]!.length + m[3]!.length
  if (m[2]!.length + exponent > Math.max(written, DIGITS)) return text
  const [whole, fraction] = shifted(m[2]!, m[3]!, exponent)
  const plain = `${m[1] === '-' ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
  return fraction === '' || significant(plain) <= DIGITS ? plain : rounded(plain)
}

/** A double as text: of more whole digits than it holds for certain, a power of ten (never the digits of another number). */
export function doubleText(n: number): string {
  return numberText(Math.abs(n) < 10 ** DIGITS ? String(n) : n.toExponential(DIGITS - 1))
}

const DIGITS = 15

/** Whole numbers, and short decimals that do not end in a zero: nothing is to be done to them. */
function isPlain(text: string): boolean {
  let points = 0
  for (let i = text.charCodeAt(0) === 0x2d ? 1 : 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x2e) points++
    else if (code < 0x30 || code > 0x39) return false
  }
  return points === 0
    ? text !== '' && text !== '-'
    : points === 1 && text.length <= DIGITS && !text.endsWith('0') && !text.endsWith('.') && !/^-?\./.test(text)
}

function significant(decimal: string): number {
  return decimal.replace(/^[+-]?0*\.?0*/, '').replace('.', '').length
}

/** The digits with the point moved: whole part without leading zeros, fraction without trailing ones. */
function shifted(whole: string, fraction: string, by: number): readonly [string, string] {
  const digits = whole + fraction
  const point = whole.length + by
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 0)
  return [padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0', padded.slice(at).replace(/0+$/, '')]
}

function rounded(plain: string): string {
  const [mantissa = '', exponent = '0'] = Number(plain)
    .toExponential(DIGITS - 1)
    .split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const [w, f] = shifted(whole, fraction, Number(exponent))
  return `${plain.startsWith('-') ? '-' : ''}${w}${f === '' ? '' : `.${f}`}`
}
