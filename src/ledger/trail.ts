import type { Finding } from '../engine/index.js'
import type { Json } from './vals.js'

type Trail = Finding['trail']
type Passes = Trail['passes']
type Failed = NonNullable<Trail['failed']>

/** Who must act, what the rows are, the keys tried: few of them differ, and each is read once. */
const shared = new Map<string, unknown>()
const SHARED_MOST = 4096

export function once(json: string): unknown {
  let list = shared.get(json)
  if (list !== undefined) return list
  if (shared.size >= SHARED_MOST) shared.clear()
  shared.set(json, (list = JSON.parse(json)))
  return list
}

const PASSES = '{"passes":'
const BEHIND_PASSES = '],"failed":'

/** What in a text, or in bytes as characters, is not ASCII. */
const ODD = /[^\u0000-\u007f]/

/** The passes of the last few trails, as they stand in JSON and read. */
const lately: { readonly text: string; /** Its characters are its bytes. */ readonly isPlain: boolean; readonly passes: Passes }[] = []
const LATELY = 8

/** Quotes within a text are escaped in JSON: the first `],"failed":` ends the passes. */
export function trailOf(json: string): Trail {
  const known = passesOf(json)
  if (known !== null) return trailAt(json, known.text.length, known.passes)
  const end = json.startsWith(PASSES) ? json.indexOf(BEHIND_PASSES) : -1
  if (end < 0) return JSON.parse(json) as Trail
  const passes = once(json.slice(PASSES.length, end + 1)) as Passes
  const text = json.slice(0, end)
  lately.unshift({ text, isPlain: !ODD.test(text), passes })
  lately.length = Math.min(lately.length, LATELY)
  return trailAt(json, end, passes)
}

/**
 * The passes with which a trail begins, if they are known. Parts that are compared whole are told by the memory's own comparison: twenty
 * times as fast as startsWith.
 */
function passesOf(json: string): (typeof lately)[number] | null {
  for (const known of lately)
    if (json.substring(0, known.text.length) === known.text && json.startsWith(BEHIND_PASSES, known.text.length)) return known
  return null
}

function trailAt(json: string, end: number, passes: Passes): Trail {
  return { passes, ...(JSON.parse(`{${json.slice(end + 2)}`) as Omit<Trail, 'passes'>) }
}

/**
 * The trail whose JSON these bytes are, where its passes are known and its texts are ASCII without escapes; else null, and `trailOf` tells.
 */
export function plainTrail({ window, base, from, to }: Json): Trail | null {
  const known = passesOf(window.substring(from - base, to - base))
  return known?.isPlain === true ? tail.read(window, from - base + known.text.length, known.passes) : null
}

/** Reads what stands behind the passes of a trail, letter by letter as we write it. */
class Tail {
  private text = ''
  private at = 0
  /** All was as expected so far. */
  private isPlain = true

  read(text: string, at: number, passes: Passes): Trail | null {
    this.text = text
    this.at = at
    this.isPlain = true
    this.pass(BEHIND_PASSES)
    const failed = this.next('{') ? this.failed() : this.none()
    this.pass(',"nearest":')
    const nearest = this.next('{') ? { differs: this.differs() } : this.none()
    this.pass('}')
    return this.isPlain ? { passes, failed, nearest } : null
  }

  private differs(): readonly Failed[] {
    const out: Failed[] = []
    this.pass('{"differs":[')
    while (this.isPlain && !this.next(']')) {
      if (out.length > 0) this.pass(',')
      out.push(this.failed())
    }
    this.pass(']}')
    return out
  }

  private failed(): Failed {
    this.pass('{"field":')
    const field = this.value() ?? ''
    this.pass(',"a":')
    const a = this.value()
    this.pass(',"b":')
    const b = this.value()
    this.pass('}')
    return { field, a, b }
  }

  private value(): string | null {
    if (!this.next('"')) return this.none()
    const { text } = this
    const from = this.at + 1
    let to = from
    for (let c = text.charCodeAt(to); c !== 0x22; c = text.charCodeAt(++to)) {
      // Beyond the end it is no number.
      if (c >= 0x20 && c < 0x80 && c !== 0x5c) continue
      this.isPlain = false
      return null
    }
    this.at = to + 1
    return text.substring(from, to)
  }

  private none(): null {
    this.pass('null')
    return null
  }

  private next(sign: string): boolean {
    return this.text.charCodeAt(this.at) === sign.charCodeAt(0)
  }

  private pass(letters: string): void {
    const { text, at } = this
    for (let i = 0; i < letters.length; i++) if (text.charCodeAt(at + i) !== letters.charCodeAt(i)) this.isPlain = false
    this.at = at + letters.length
  }
}

const tail = new Tail()
