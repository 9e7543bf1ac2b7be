/** What a part of a workbook is read into: names without their prefix, attributes as written. */
export interface XmlHandler {
  open(name: string, attributes: string, empty: boolean): void
  text(text: string): void
  close(name: string): void
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Character and the five named entities; another one stays as it is written. */
function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (all, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name] ?? all
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}

/** The value of an attribute, whatever its prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  const m = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return m === null ? undefined : unescapeXml(m[1] ?? m[2] ?? '')
}

/** A small XML reader for streams: tags, text, CDATA; comments, instructions and document types are passed over. */
export class XmlReader {
  private readonly handler: XmlHandler
  private rest = ''

  constructor(handler: XmlHandler) {
    this.handler = handler
  }

  /** Takes the next piece; what is cut by its end waits. */
  write(piece: string): void {
    const s = this.rest + piece
    let at = 0
    for (;;) {
      const open = s.indexOf('<', at)
      if (open < 0) break
      if (open > at) this.handler.text(unescapeXml(s.slice(at, open)))
      const end = this.markup(s, open)
      if (end < 0) {
        this.rest = s.slice(open)
        return
      }
      at = end
    }
    // Text is handed on once its end is known, so that an entity is never cut.
    this.rest = s.slice(at)
  }

  get unfinished(): boolean {
    return this.rest.trim() !== ''
  }

  /** Handles what begins with `<`; returns where it ends, or -1 when its end has not come yet. */
  private markup(s: string, open: number): number {
    if (s.startsWith('<!--', open)) return after(s, '-->', open)
    if (s.startsWith('<![CDATA[', open)) {
      const end = s.indexOf(']]>', open)
      if (end < 0) return -1
      this.handler.text(s.slice(open + 9, end))
      return end + 3
    }
    if (s.length - open < 9 && '<![CDATA['.startsWith(s.slice(open))) return -1
    if (s[open + 1] === '?') return after(s, '?>', open)
    const close = tagEnd(s, open)
    if (close < 0) return -1
    if (s[open + 1] === '!') return close + 1
    this.tag(s, open + 1, close)
    return close + 1
  }

  private tag(s: string, from: number, close: number): void {
    if (s[from] === '/') {
      this.handler.close(local(s.slice(from + 1, close).trim()))
      return
    }
    const empty = s[close - 1] === '/'
    const end = empty ? close - 1 : close
    let name = from
    while (name < end && s.charCodeAt(name) > 32) name++
    const tag = local(s.slice(from, name))
    this.handler.open(tag, s.slice(name, end), empty)
    if (empty) this.handler.close(tag)
  }
}

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
    if (quote === '') return close
    const again = s.indexOf(quote, close)
    if (again < 0) return -1
    from = again
  }
}

function openQuote(s: string, from: number, to: number): string {
  let quote = ''
  for (let i = from; i < to; i++) {
    const c = s[i]!
    if (quote === '' ? c === '"' || c === "'" : c === quote) quote = quote === '' ? c : ''
  }
  return quote
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
