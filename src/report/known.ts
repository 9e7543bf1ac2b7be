import { ODD, type Known } from './characters.js'
import { Draft } from './draft.js'

/** A part of a text that will be added again and again; null where UTF-8 cannot say it. */
export function knownOf(text: string): Known | null {
  if (/\p{Surrogate}/u.test(text)) return null
  const draft = new Draft([{ type: 'text' }])
  draft.begin(false)
  draft.text(text)
  return {
    bytes: Uint8Array.from(draft.bytes.subarray(draft.start[0], draft.end[0])),
    odd: draft.odd[0]! & ~(ODD.edge | ODD.formula),
    first: text === '' ? -1 : text.charCodeAt(0),
    last: text === '' ? -1 : text.charCodeAt(text.length - 1),
  }
}

/** Few words that cells hold again and again. */
export class Words {
  private readonly say: (of: string | number) => string
  private readonly cells = new Map<string | number, Known | null>()
  private last: string | number = ''
  private cell: Known | null | undefined

  /** `say`: what a cell says of a value. */
  constructor(say: (of: string | number) => string = String) {
    this.say = say
  }

  /** A cell of a value; none where there is no value. */
  put(of: string | number | null, into: Draft): void {
    if (of === null) {
      into.none()
      return
    }
    if (of !== this.last) this.cell = this.cells.get(of)
    if (this.cell === undefined) {
      this.cell = knownOf(this.say(of))
      if (this.cells.size < WORDS_MOST) this.cells.set(of, this.cell)
    }
    this.last = of
    if (this.cell === null) into.text(this.say(of))
    else into.known(this.cell)
  }
}

const WORDS_MOST = 1000
