import type { Owner } from '../kernel/index.js'
import type { Outcome, Rule } from '../match/index.js'
import type { Fill } from '../store/index.js'
import { FindingColumns, type Originals } from './finding-columns.js'
import { attributesOf, identityOf, keyOf, type Alike } from './identity.js'
import { KeptRows, type KeptRow, type PackedRows } from './kept-rows.js'
import { KeptTexts, Numbered } from './kept.js'
import { actsOfBoth, endingOf, larger, leading, leads, storiesBeside, type Evidence, type Manner, type Piece } from './piece.js'
import type { Row } from './row.js'
import type { FindingClass, Trail } from './run-schema.js'

/** Fields of a key, in the order of `Said`. */
const KEYS = [
  'agency',
  'id_number',
  'person_no',
  'employer_no',
  'insurance',
  'period',
  'period_end',
  'voucher',
  'levy_no',
  'subject',
] as const

/** What a rule tells its findings to. */
export type FindingSink = Pick<Findings, 'piece' | 'near' | 'add' | 'undecided'>

/** Collects discrepancies by identity; several on one key are one that lists all. */
export class Findings {
  private readonly pieces = new Map<string, Piece>()
  /** What other rules than its first found on a key, a piece for each; none where one rule found several variants. */
  private readonly others = new Map<string, Piece[]>()
  private readonly unsure = new Map<string, string>()
  private readonly manners = new Map<Outcome, Manner[]>()
  private readonly texts = new KeptTexts()
  private readonly kept = new KeptRows(this.texts)
  private readonly columns = new FindingColumns(this.texts, this.kept)
  private readonly noEnding = this.texts.keep(endingOf(null, null))

  /** What is kept of a thing: to be added now or later. */
  piece(evidence: Evidence): Piece {
    const {
      outcome,
      owner,
      from,
      amount,
      until,
      due,
      trail: { passes, failed, nearest },
    } = evidence
    const key = keyOf(outcome, from, owner)
    const rows = evidence.rows.map(({ side, row }) => this.kept.keep(evidence.rule, side, row))
    return {
      identity: identityOf(outcome.code, key),
      manner: this.mannerOf(evidence),
      said: this.texts.keep(JSON.stringify([...KEYS.map(name => key.fields[name] ?? null), ...attributesOf(from, key), until, due])),
      passes,
      ending: failed === null && nearest === null ? this.noEnding : this.texts.keep(endingOf(failed, nearest)),
      amount,
      rows,
      agency: this.agencyOf(evidence.rule, rows),
      places: null,
    }
  }

  /** Says of a piece that stands alone what came nearest to it. */
  near(piece: Piece, nearest: Trail['nearest']): void {
    if (nearest !== null) piece.ending = this.texts.keep(endingOf(null, nearest))
  }

  add(piece: Piece): void {
    const before = this.pieces.get(piece.identity)
    if (before === undefined) {
      this.pieces.set(piece.identity, piece)
      return
    }
    if (before.manner.rule.rule === piece.manner.rule.rule) {
      this.join(before, piece)
      return
    }
    const others = this.others.get(piece.identity)
    const same = others?.find(p => p.manner.rule.rule === piece.manner.rule.rule)
    if (same !== undefined) this.join(same, piece)
    else if (others === undefined) this.others.set(piece.identity, [piece])
    else others.push(piece)
  }

  /** Puts to a piece what the same rule found on its key. */
  private join(before: Piece, piece: Piece): void {
    const { manner, amount } = piece
    const led = leads(manner, before.manner)
    const isAlike = manner.class === before.manner.class
    const acts = isAlike ? actsOfBoth(before.manner, manner) : (led ? manner : before.manner).acts
    if (isAlike) this.tellVariants(before, piece)
    else if (led) before.variants = undefined
    if (isAlike) before.amount = this.together(before, piece)
    else if (led) before.amount = amount
    if (led)
      Object.assign(before, {
        manner,
        said: piece.said,
        passes: piece.passes,
        ending: piece.ending,
        agency: piece.agency,
        shares: undefined,
      })
    if (before.manner.acts !== acts) before.manner = this.mannerOf({ ...before.manner, acts })
    this.addRows(before, piece.rows)
  }

  /** Keeps apart what is at stake by variant, once there are two. */
  private tellVariants(before: Piece, { manner, amount }: Piece): void {
    const [one, other] = [before.manner.outcome.variant ?? null, manner.outcome.variant ?? null]
    if (before.amount === null || amount === null || (before.variants === undefined && one === other)) return
    if (!this.others.has(before.identity)) this.others.set(before.identity, [])
    before.variants ??= new Map([[one, before.amount]])
    before.variants.set(other, (before.variants.get(other) ?? 0) + amount)
  }

  private addRows(before: Piece, rows: readonly number[]): void {
    if (before.places === null && before.rows.length > FEW) before.places = new Set(before.rows.map(row => this.kept.place(row)))
    const { rows: all, places } = before
    for (const row of rows) {
      if (places === null ? all.some(other => this.kept.isSame(other, row)) : places.has(this.kept.place(row))) continue
      places?.add(this.kept.place(row))
      all.push(row)
    }
  }

  /** Makes one of what several rules, or one under several variants, found on a key: what leads, and what is so beside it. */
  private settle(): void {
    for (const [identity, others] of this.others) {
      const first = this.pieces.get(identity)!
      const lead = leading([first, ...others])
      const alike = [first, ...others].filter(p => p.manner.class === lead.manner.class)
      const acts = alike.map(p => p.manner).reduce((a, b) => ({ ...a, acts: actsOfBoth(a, b) })).acts
      for (const { rows } of others) this.addRows(first, rows)
      const { rows, places } = first
      this.pieces.set(identity, {
        ...lead,
        manner: this.mannerOf({ ...lead.manner, acts }),
        rows,
        places,
        also: storiesBeside(alike, lead),
        variants: undefined,
      })
    }
    this.others.clear()
  }

  /** Keys whose answer may still arrive: the ledger leaves them as they are. */
  undecided({ like, codes }: Alike, from: readonly Row[], owner: Owner | null): void {
    const key = keyOf(like, from, owner)
    for (const code of codes) this.unsure.set(identityOf(code, key), code)
  }

  /** Keeps aside what a rule adds: `list` is added in its turn. */
  aside(list: Piece[]): FindingSink {
    return {
      piece: evidence => this.piece(evidence),
      near: (piece, nearest) => {
        this.near(piece, nearest)
      },
      add: piece => {
        list.push(piece)
      },
      undecided: (alike, from, owner) => {
        this.undecided(alike, from, owner)
      },
    }
  }

  /** Lists that were kept aside, with all that they refer to, as they go to another thread, which takes them over (`take`). */
  packed(lists: readonly (readonly Piece[])[]): PackedFindings {
    const [manners, passes] = [new Numbered<Manner>(), new Numbered<Trail['passes']>()]
    return {
      texts: this.texts.pieces,
      rows: this.kept.packed,
      undecided: [...this.unsure],
      lists: lists.map(list => ({
        identities: list.map(p => p.identity),
        behind: Int32Array.from(list.flatMap(p => p.rows)),
        numbers: Float64Array.from(
          list.flatMap(p => [manners.of(p.manner), passes.of(p.passes), p.said, p.ending, p.amount ?? NaN, p.rows.length]),
        ),
      })),
      manners: manners.list.map(({ rule, ...manner }) => ({ ...manner, rule: rule.rule })),
      passes: passes.list,
    }
  }

  /** Takes over what another thread found by some of `rules`; gives its lists. */
  take({ texts, rows, undecided, lists, manners: packed, passes }: PackedFindings, rules: readonly Rule[]): readonly (readonly Piece[])[] {
    const text = this.texts.take(texts)
    const row = this.kept.take(rows, text)
    for (const [identity, code] of undecided) this.unsure.set(identity, code)
    const manners = packed.map(({ rule, ...manner }) => ({ ...manner, rule: rules.find(r => r.rule === rule)! }))
    return lists.map(({ identities, numbers, behind }) => {
      let at = 0
      return identities.map((identity, i): Piece => {
        const of = i * NUMBERS
        const amount = numbers[of + 4]!
        const mine = Array.from(behind.subarray(at, (at += numbers[of + 5]!)), n => n + row)
        return {
          identity,
          manner: manners[numbers[of]!]!,
          passes: passes[numbers[of + 1]!]!,
          said: numbers[of + 2]! + text,
          ending: numbers[of + 3]! + text,
          amount: Number.isNaN(amount) ? null : amount,
          rows: mine,
          agency: this.agencyOf(manners[numbers[of]!]!.rule, mine),
          places: null,
        }
      })
    })
  }

  get counts(): readonly { outcome: string; variant: string | null; class: FindingClass; fen: number | null }[] {
    this.settle()
    return [...this.pieces.values()].map(d => ({
      outcome: d.manner.outcome.code,
      variant: this.columns.variantOf(d),
      class: d.manner.class,
      fen: d.amount,
    }))
  }

  get undecidedCount(): number {
    let n = 0
    for (const identity of this.unsure.keys()) if (!this.pieces.has(identity)) n++
    return n
  }

  /** Writes what was found, and the keys whose answer may still arrive and of which nothing was found, in order of identity. */
  write(fill: Fill, { raw, file, sender }: Originals): void {
    this.settle()
    fill(['finding', 'finding_row', 'undecided'], put => {
      for (const [i, d] of [...this.pieces.values()].toSorted((a, b) => (a.identity < b.identity ? -1 : 1)).entries()) {
        put('finding', this.columns.columnsOf(d, sender))
        for (const n of d.rows) {
          const row = this.kept.row(n)
          const was = raw(row)
          put('finding_row', [
            i + 1,
            row.side,
            row.agency,
            row.kind,
            row.batch,
            row.segment,
            file(row),
            row.sheet,
            row.line,
            this.kept.json(n),
            was === undefined ? '{}' : JSON.stringify(was),
          ])
        }
      }
      for (const identity of [...this.unsure.keys()].toSorted())
        if (!this.pieces.has(identity)) put('undecided', [this.unsure.get(identity)!, identity])
    })
  }

  /** Rows behind all that was found. */
  rows(): Iterable<KeptRow> {
    return this.kept.all()
  }

  /** The manner of a thing, which is made once. */
  private mannerOf({ rule, owner, outcome, class: what, has, lacks, acts }: Manner): Manner {
    let known = this.manners.get(outcome)
    if (known === undefined) this.manners.set(outcome, (known = []))
    let manner = known.find(
      m =>
        m.rule === rule &&
        m.owner === owner &&
        m.class === what &&
        m.has === has &&
        m.lacks === lacks &&
        (m.acts === acts || m.acts.join() === acts.join()),
    )
    if (manner === undefined) known.push((manner = { rule, owner, outcome, class: what, has, lacks, acts }))
    return manner
  }

  /** What is at stake in all: the sum; what a row of another agency says of it is the same money, and there the larger counts. */
  private together(a: Piece, b: Piece): number | null {
    if (a.amount === null || b.amount === null) return a.amount ?? b.amount
    const other = b.agency
    if (a.agency === null || other === null || (a.shares === undefined && a.agency === other)) return a.amount + b.amount
    a.shares ??= new Map([[a.agency, a.amount]])
    a.shares.set(other, (a.shares.get(other) ?? 0) + b.amount)
    return [...a.shares.values()].reduce(larger)
  }

  /** The agency that says what a rule over single rows found; null: another kind of rule. */
  private agencyOf({ kind }: Rule, rows: readonly number[]): string | null {
    return kind === 'check' && rows.length > 0 ? this.kept.row(rows[0]!).agency : null
  }
}

/**
 * Findings as they go from one thread to another: of a piece the numbers of its manner and its passes, where what it says is kept, its
 * amount (NaN: none), and how many of the rows behind all are its own.
 */
export interface PackedFindings {
  readonly texts: readonly Uint8Array[]
  readonly rows: PackedRows
  readonly undecided: readonly (readonly [identity: string, code: string])[]
  readonly manners: readonly (Omit<Manner, 'rule'> & { readonly rule: string })[]
  readonly passes: readonly Trail['passes'][]
  readonly lists: readonly { readonly identities: readonly string[]; readonly numbers: Float64Array; readonly behind: Int32Array }[]
}
const NUMBERS = 6

/** So many rows are looked through; a set for each discrepancy takes more memory than its rows. */
const FEW = 16
