import { isMessageCode, say, type Lang, type Messages, type MessageCode } from '../messages/index.js'
import type { Departure } from './types.js'

/** A departure in a sentence: what stood there, where cleansing would say what it did. */
export function departureText(lang: Lang, { code, params }: Pick<Departure, 'code' | 'params'>): string {
  const own = code.replace(/^reason\./, 'conform.c.')
  if (own !== code && isMessageCode(own)) return say(lang, own as 'conform.c.blank', {})
  return isMessageCode(code) ? say(lang, code, params as Messages[MessageCode]) : code
}

/** Places as they are shown: lines, with the sheet where there are several. */
export function placesText(lang: Lang, { places, count }: Pick<Departure, 'places' | 'count'>, sheets: boolean): string {
  const shown = listedIn(
    lang,
    places.map(p => (sheets && p.sheet !== null ? `${p.sheet}!${p.line}` : String(p.line))),
  )
  return count > places.length && shown !== '' ? `${shown} …` : shown
}

/** Words in a row. */
export function listedIn(lang: Lang, words: readonly string[]): string {
  return words.join(lang === 'en' ? ', ' : '、')
}

/** Parts that may hold commas. */
export function partedIn(lang: Lang, parts: readonly string[]): string {
  return parts.join(lang === 'en' ? '; ' : '；')
}
