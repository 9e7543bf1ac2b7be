import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** What the build leaves beside the program: values of YAML texts as JSON, by the texts' digests. From sources there is none. */
const FILE = new URL('../config/parsed.json', import.meta.url)

let values: Readonly<Record<string, string>> | undefined

/** By what a text is found in `parsed.json`. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * The value of a YAML text that the build has parsed, the shipped rules and layouts; undefined for any other, as one that was edited.
 * Nearly every command reads all of them: to parse them anew was a fifth of a small match.
 */
export function parsedBefore(text: string): unknown {
  values ??= built()
  const json = values[digestOf(text)]
  return json === undefined ? undefined : JSON.parse(json)
}

function built(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, string>>
  } catch {
    return {}
  }
}
