import { isMessageCode, say, type Lang, type Messages, type MessageCode } from '../messages/index.js'
import type { Departure } from './types.js'

/** A departure in a sentence: what stood there, where cleansing would say what it did. */
export function departureText(lang: Lang, { code, params }: Pick<Departure, 'code' | 'params'>): string {
  const own = code.replace(/^reason\./, 'conform.c.')
  if (own !== code && isMessageCode(own)) return say(lang, own as 'conform.c.blank', {})
  return isMessageCode(code) ? say(lang, code, params as Messages[MessageCode]) : code
}

/** Places as they are shown: lines, with the sheet where there are several. */
export function placesText(places: Departure['places'], count: number, sheets: boolean): string {
  const shown = places.map(p => sheets && p.sheet !== null ? `${p.sheet}!${p.line}` : String(p.line)).join('、')
  return count > places.length && shown !== '' ? `${shown} …` : shown
}
