/** What a part of a workbook is read into: names without their prefix, attributes as written. */
export interface XmlHandler {
  open(name: string, attributes: string, empty: boolean): void
  text(text: string): void
  close(name: string): void
  /** Takes a whole element that begins at `open` by itself where it knows its form; returns where that ends, or -1. */
  whole?(s: string, open: number): number
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const OTHER_ENTITY = /&(?!(?:lt|gt|amp|quot|apos);)[\p{L}_][\p{L}\p{N}_.-]*;/u

/** Character and the five named entities; another one stays as it is written. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g,
    (all, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name] ?? all
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : all
    },
  )
}

/** The value of an attribute, whatever its prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    if (at > 0 && !isBoundary(attributes.charCodeAt(at - 1))) continue
    const equals = afterBlanks(attributes, at + name.length)
    if (attributes.charCodeAt(equals) !== EQUALS || insideQuotes(attributes, at)) continue
    const quote = afterBlanks(attributes, equals + 1)
    const end = attributes.indexOf(attributes[quote] ?? '', quote + 1)
    return end < 0 ? undefined : unescapeXml(attributes.slice(quote + 1, end))
  }
  return undefined
}

const EQUALS = 0x3d
const COLON = 0x3a

function isBoundary(code: number): boolean {
  return code <= 32 || code === COLON
}

function afterBlanks(s: string, from: number): number {
  let at = from
  while (s.charCodeAt(at) <= 32) at++
  return at
}

/** Whether the text up to `to` leaves a quote open: what looks like an attribute there stands in another's value. */
function insideQuotes(attributes: string, to: number): boolean {
  return openQuote(attributes, 0, to) !== 0
}

/**
 * What no XML that hedui reads may have: a document type, an entity of its own (where that is asked for), a tag or text longer than any
 * cell.
 */
export type XmlFault = 'dtd' | 'entity' | 'long'

/** Characters that may wait for their end: a tag, comment or text. Without a bound a file without `<` takes quadratic time. */
const MAX_WAITING = 1 << 22

/**
 * A small XML reader for streams: tags, text, CDATA; comments and instructions are passed over, a document type is refused, so that no
 * entity is ever expanded.
 */
export class XmlReader {
  /** Line of the tag that is being handled, from 1; counted by a strict reader. */
  line = 1
  private readonly handler: XmlHandler
  private readonly refuse: (what: XmlFault) => Error
  private readonly counts: boolean
  private readonly strict: boolean
  private readonly whole: ((s: string, open: number) => number) | null
  private counted = 0
  private rest = ''

  /** `refuse` makes the error of a fault; `strict`: entities are one, and lines are counted. */
  constructor(handler: XmlHandler, options: { readonly refuse: (what: XmlFault) => Error; readonly strict?: true }) {
    this.handler = handler
    this.refuse = options.refuse
    this.counts = this.strict = options.strict === true
    this.whole = handler.whole?.bind(handler) ?? null
  }

  /** Takes the next piece; what is cut by its end waits. */
  write(piece: string): void {
    const s = this.rest === '' ? piece : this.rest + piece
    let at = 0
    this.counted = 0
    for (;;) {
      const open = s.indexOf('<', at)
      if (open < 0) break
      if (open > at) this.handler.text(unescapeXml(this.checked(s.slice(at, open))))
      if (this.counts) this.countTo(s, open)
      const whole = this.whole === null ? -1 : this.whole(s, open)
      if (whole > 0) {
        at = whole
        continue
      }
      const next = s.charCodeAt(open + 1)
      const end = next === BANG || next === QUESTION ? this.special(s, open) : this.tag(s, open + 1)
      if (end < 0) return this.wait(s, open)
      at = end
    }
    // Text is handed on once its end is known, so that an entity is never cut.
    this.wait(s, at)
  }

  get unfinished(): boolean {
    return this.rest.trim() !== ''
  }

  private checked(text: string): string {
    if (this.strict && text.includes('&') && OTHER_ENTITY.test(text)) throw this.refuse('entity')
    return text
  }

  private wait(s: string, from: number): void {
    this.rest = s.slice(from)
    if (this.rest.length > MAX_WAITING) throw this.refuse('long')
    if (this.counts) this.countTo(s, from)
  }

  private countTo(s: string, to: number): void {
    for (let at = s.indexOf('\n', this.counted); at >= 0 && at < to; at = s.indexOf('\n', at + 1)) this.line++
    this.counted = to
  }

  /** Comment, CDATA, instruction; returns where it ends, or -1 when its end has not come yet. */
  private special(s: string, open: number): number {
    if (s[open + 1] === '?') return after(s, '?>', open)
    if (s.startsWith('<!--', open)) return after(s, '-->', open)
    if (s.startsWith('<![CDATA[', open)) {
      const end = s.indexOf(']]>', open)
      if (end < 0) return -1
      this.handler.text(s.slice(open + 9, end))
      return end + 3
    }
    const begun = s.slice(open, open + 9)
    if (s.length - open < 9 && ('<!--'.startsWith(begun) || '<![CDATA['.startsWith(begun))) return -1
    throw this.refuse('dtd')
  }

  private tag(s: string, from: number): number {
    const close = tagEnd(s, from)
    if (close < 0) return -1
    if (s.charCodeAt(from) === SLASH) {
      this.handler.close(local(s.slice(from + 1, close).trim()))
      return close + 1
    }
    const empty = s.charCodeAt(close - 1) === SLASH
    const end = empty ? close - 1 : close
    let name = from
    while (name < end && s.charCodeAt(name) > 32) name++
    const tag = local(s.slice(from, name))
    this.handler.open(tag, this.checked(s.slice(name, end)), empty)
    if (empty) this.handler.close(tag)
    return close + 1
  }
}

const BANG = 0x21
const QUESTION = 0x3f
const SLASH = 0x2f

function after(s: string, mark: string, from: number): number {
  const end = s.indexOf(mark, from)
  return end < 0 ? -1 : end + mark.length
}

/** The `>` that ends a tag: one outside quotes. */
function tagEnd(s: string, open: number): number {
  for (let from = open; ;) {
    const close = s.indexOf('>', from)
    if (close < 0) return -1
    const quote = openQuote(s, open, close)
    if (quote === 0) return close
    const again = s.indexOf(String.fromCharCode(quote), close)
    if (again < 0) return -1
    from = again
  }
}

/** The quote that is open at `to`, 0 where none is. */
function openQuote(s: string, from: number, to: number): number {
  let quote = 0
  for (let i = from; i < to; i++) {
    const c = s.charCodeAt(i)
    if (quote === 0 ? c === 0x22 || c === 0x27 : c === quote) quote = quote === 0 ? c : 0
  }
  return quote
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
