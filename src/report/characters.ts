/**
 * What characters of a text a format may have to look at again, bit by bit; a text without any of them is taken as it is by all formats.
 */
export const ODD = {
  comma: 1,
  /** A line feed. */ feed: 2,
  quote: 4,
  /** Of XML. */ markup: 8,
  /** Controls, and a backslash. */ strange: 16,
  /** A blank at an end. */ edge: 32,
  /** It begins as a formula may. */ formula: 64,
  /** It may begin what XML reads as an escape. */ underscore: 128,
} as const

/** By ASCII character; blanks that are controls are told by both. */
export const ASCII = Uint8Array.from({ length: 128 }, (_, c) =>
  c === 0x0a
    ? ODD.feed
    : c < 0x20 || c === 0x5c
      ? ODD.strange
      : c === 0x5f
        ? ODD.underscore
        : c === 0x2c
          ? ODD.comma
          : c === 0x22
            ? ODD.quote
            : c === 0x26 || c === 0x3c || c === 0x3e
              ? ODD.markup
              : 0,
)

/** What a text may begin and end with that formats look at again. */
export const BLANK = /\s/
/** What a spreadsheet would take for the beginning of a formula, in full width too. */
export const FORMULA = /[=+\-@\t\r\n＝＋－＠]/

/** Characters that are surely no blank and begin no formula: told without a regular expression. */
export function isEveryday(c: number): boolean {
  return c < 0x80 ? (c > 0x40 && c < 0x7f) || (c >= 0x30 && c < 0x3d) : c > 0x3000 && (c < 0xfeff || c === 0xff08 || c === 0xff09)
}

/** A part of a text, looked at once. */
export interface Known {
  readonly bytes: Uint8Array
  readonly odd: number
  readonly first: number
  readonly last: number
}
