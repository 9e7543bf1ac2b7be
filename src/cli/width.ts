let exact: ((text: string) => number) | undefined

/** Loads what knows every character there is. */
export async function exactWidths(): Promise<void> {
  exact ??= (await import('string-width')).default
}

/** Loads it where one of the texts asks for it: it takes 25 ms, a third of what help takes beyond Node itself, and nearly no text does. */
export async function widthsFor(texts: readonly string[]): Promise<void> {
  if (exact === undefined && !texts.every(isEverydayText)) await exactWidths()
}

/** Whether `widthOf` needs nothing else for a text. */
export function isEverydayText(text: string): boolean {
  return everyday(text) >= 0
}

/**
 * Columns that a text takes on a terminal. Printable ASCII, Han characters and their punctuation, of which nearly all texts are, are
 * counted here, fifty times as fast; any other text goes to string-width, once it is loaded; before, it is counted a character at a time,
 * rather too wide than too narrow: what needs more (a table) calls `widthsFor` first.
 */
export function widthOf(text: string): number {
  const width = everyday(text)
  return width >= 0 ? width : (exact?.(text) ?? [...text].reduce((n, c) => n + (c.codePointAt(0)! < 0x1100 ? 1 : 2), 0))
}

/** −1: there is another character in it. */
function everyday(text: string): number {
  let width = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if ((c >= 0x20 && c <= 0x7e) || c === 0xb7 || (c >= 0x2010 && c <= 0x2026) || (c >= 0x2190 && c <= 0x2193)) width++
    else if ((c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3001 && c <= 0x3011) || (c >= 0xff01 && c <= 0xff5e)) width += 2
    else return -1
  }
  return width
}
