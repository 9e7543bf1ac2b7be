import { saidValues, valueText, why, type Case } from './explain.js'
import type { Known } from './characters.js'
import type { Draft } from './draft.js'
import { knownOf } from './known.js'
import type { EvidenceRow, Found, FoundTrail } from './types.js'
import type { Voice } from './words.js'

/** Patterns that are kept; a table has a few. */
const KEPT = 16
/** More rows are not held against each other. */
const MOST_ROWS = 8
/** Where that many more did not fit than did, sentences are made one by one. */
const PATIENCE = 256

/** Controls, that no word has, around the number of a value. */
const HOLE = /\u0001(\d+)\u0002/

/** What stays of a case whose finding goes on to the next. */
interface Like extends Pick<Case, 'state' | 'rule'> {
  readonly finding: Pick<Found, 'outcome' | 'variant' | 'owner' | 'agency_has' | 'agency_lacks'>
  readonly rows: readonly Pick<EvidenceRow, 'side' | 'agency' | 'kind'>[]
}

function likeOf({ finding: { outcome, variant, owner, agency_has, agency_lacks }, state, rule, rows }: Case): Like {
  return {
    finding: { outcome, variant, owner, agency_has, agency_lacks },
    state,
    rule,
    rows: rows.map(({ side, agency, kind }) => ({ side, agency, kind })),
  }
}

/** All that a reason is made of but the values that differ, and its text around them: text, number of a value, text, and so on. */
interface Pattern {
  readonly like: Like
  readonly passes: FoundTrail['passes']
  readonly fields: readonly string[]
  readonly lacking: number
  /** Known texts and numbers of values in turn; null where it is not so simple. */
  readonly text: readonly (Known | number)[] | null
}

/**
 * Why, of one discrepancy after another. Most say the same sentence with other values: where all else that a sentence depends on is as
 * before, only the values are made. `why` is the obvious way; each pattern is held to it when it is made.
 */
export class Reasons {
  private readonly voice: Voice
  private readonly known: Pattern[] = []
  private doubt = 0

  constructor(voice: Voice) {
    this.voice = voice
  }

  /** Adds the reason to a cell. */
  add(c: Case, into: Draft): void {
    const text = this.patternOf(c)?.text ?? null
    if (text === null) {
      into.add(why(c, this.voice))
      return
    }
    const values = text.length === 1 ? [] : saidValues(c, this.voice)
    for (const part of text) {
      const value = typeof part === 'number' ? values[part]! : null
      if (value === null) into.addKnown(part as Known)
      else if (typeof value === 'number') into.money(value)
      else into.add(value)
    }
  }

  private patternOf(c: Case): Pattern | null {
    if (this.doubt > PATIENCE || !isPatterned(c)) return null
    const { known } = this
    const n = known.findIndex(p => fits(p, c))
    if (n >= 0) {
      this.doubt = Math.max(0, this.doubt - 1)
      const found = known[n]!
      // The last one is asked first.
      if (n > 0) known.splice(n, 1)
      if (n > 0) known.unshift(found)
      return found
    }
    this.doubt++
    const made = this.made(c)
    known.unshift(made)
    known.length = Math.min(known.length, KEPT)
    return made
  }

  private made(c: Case): Pattern {
    const trail = c.finding.trail!
    const values = saidValues(c, this.voice).map(valueText)
    const text = why(
      c,
      this.voice,
      values.map((_, i) => `\u0001${i}\u0002`),
    ).split(HOLE)
    const said = text.map((part, i) => (i % 2 === 0 ? part : (values[Number(part)] ?? ''))).join('')
    const parts = text.map((part, i) => (i % 2 === 0 ? knownOf(part) : Number(part)))
    const isSo = said === why(c, this.voice) && parts.every(p => p !== null)
    return { like: likeOf(c), passes: trail.passes, fields: fieldsOf(trail), lacking: lackingOf(trail), text: isSo ? parts : null }
  }
}

/** Whether its sentence depends on nothing but what `fits` compares, and on `valuesOf`. */
function isPatterned({ finding, rows, rule }: Case): boolean {
  return (
    rule?.kind === 'compare' &&
    rule.grain === undefined &&
    finding.trail !== null &&
    finding.trail.also === undefined &&
    finding.reasons === null &&
    rows.length <= MOST_ROWS
  )
}

function fits(p: Pattern, c: Case): boolean {
  const [f, g] = [p.like.finding, c.finding]
  const trail = g.trail!
  return (
    p.passes === trail.passes &&
    f.outcome === g.outcome &&
    f.variant === g.variant &&
    f.owner === g.owner &&
    f.agency_has === g.agency_has &&
    f.agency_lacks === g.agency_lacks &&
    p.like.rule === c.rule &&
    p.like.state === c.state &&
    areAlike(p.like.rows, c.rows) &&
    areFields(p.fields, trail) &&
    p.lacking === lackingOf(trail)
  )
}

function areAlike(some: Like['rows'], others: readonly EvidenceRow[]): boolean {
  if (some.length !== others.length) return false
  for (let i = 0; i < some.length; i++)
    if (some[i]!.side !== others[i]!.side || some[i]!.agency !== others[i]!.agency || some[i]!.kind !== others[i]!.kind) return false
  return true
}

/** The fields whose values a sentence may name: what failed, and what differs from the nearest row. */
function fieldsOf({ failed, nearest }: FoundTrail): readonly string[] {
  return [failed?.field ?? '', ...(nearest === null ? ['-'] : nearest.differs.map(d => d.field))]
}

function areFields(fields: readonly string[], { failed, nearest }: FoundTrail): boolean {
  if (fields[0] !== (failed?.field ?? '')) return false
  if (nearest === null) return fields[1] === '-'
  if (fields.length !== nearest.differs.length + 1) return false
  for (let i = 0; i < nearest.differs.length; i++) if (fields[i + 1] !== nearest.differs[i]!.field) return false
  return true
}

/** Which of the failed values there are, and whether they are whole numbers. */
function lackingOf({ failed }: FoundTrail): number {
  return failed === null ? 0 : kindOf(failed.a) * 3 + kindOf(failed.b)
}

const kindOf = (value: string | null): number => (value === null ? 0 : Number.isInteger(Number(value)) ? 1 : 2)
