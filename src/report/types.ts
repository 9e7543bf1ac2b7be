import type { Agency, Day, Fen, Owner, Period } from '../kernel/index.js'
import type { Kind } from '../records/index.js'

/** How a verdict came about: the keys tried, the first field that failed, the nearest row. */
export interface FoundTrail {
  readonly passes: readonly { readonly key: readonly string[]; readonly candidates: number; readonly taken: boolean }[]
  readonly failed: { readonly field: string; readonly a: string | null; readonly b: string | null } | null
  readonly nearest: { readonly differs: readonly { readonly field: string; readonly a: string | null; readonly b: string | null }[] } | null
  /** What else is so of the same key. */
  readonly also?: readonly { readonly variant: string | null; readonly amount_fen: Fen | null }[]
}

/** Takes a text as the bytes that it is in UTF-8; false: it leaves them. */
export interface Taker {
  take(bytes: Uint8Array, from: number, to: number): boolean
}

/**
 * What lies somewhere as bytes: gives a field's text to who takes it, so that no string is made of it. Null: there is none. False: it has
 * to be asked for as a value.
 */
export interface Giver {
  give(field: string, to: Taker): boolean | null
}

/** A discrepancy as a run holds it: what reports ask of it. One that has `give` is good until the next is taken. */
export interface Found extends Partial<Giver> {
  readonly id: number
  /** Outcome and key fields: `L01|id_number=…|insurance=…`. */
  readonly identity: string
  readonly class: 'discrepancy' | 'in_transit' | 'note' | 'ambiguous'
  /** Name of the rule that found it. */
  readonly rule: string
  readonly outcome: string
  readonly variant: string | null
  readonly owner: Owner | null
  readonly agency: Agency | null
  readonly id_number: string | null
  readonly person_no: string | null
  readonly name: string | null
  readonly employer: string | null
  readonly employer_no: string | null
  readonly employer_name: string | null
  readonly insurance: string | null
  readonly period: Period | null
  readonly period_end: Period | null
  readonly voucher: string | null
  readonly levy_no: string | null
  readonly area: string | null
  readonly office: string | null
  readonly subject: string | null
  readonly vouchers: readonly string[] | null
  readonly levy_nos: readonly string[] | null
  readonly insurances: readonly string[] | null
  readonly id_numbers: readonly string[] | null
  readonly person_nos: readonly string[] | null
  readonly reasons: readonly string[] | null
  readonly amount_fen: Fen | null
  readonly agency_has: string | null
  readonly agency_lacks: string | null
  readonly who_acts: readonly Agency[]
  readonly until: Day | null
  readonly due: Day | null
  readonly trail: FoundTrail | null
}

/** A row behind a discrepancy: canonical values by field, and the text as received where it was another. */
export interface EvidenceRow extends Partial<Giver> {
  readonly side: string
  readonly agency: string
  readonly kind: Kind | ''
  readonly file: string
  readonly sheet: string | null
  readonly line: number
  /** Null: the row has no such value. */
  readonly value: (field: string) => string | number | null
  /** Fields of which it has a value. */
  readonly fields: () => readonly string[]
  readonly raw: Readonly<Record<string, string>>
}

/** A discrepancy with its place in the ledger (none after a run that left the ledger alone) and the rows behind it. */
export interface Discrepancy {
  readonly no: number | null
  readonly state: string
  readonly opened: Day | null
  readonly finding: Found
  readonly rows: readonly EvidenceRow[]
}

/** Whether a bureau must act on a discrepancy, or is shown it because it has or lacks a row of it. */
export type Part = 'acts' | 'informed'

interface ShapeOutcome {
  readonly code: string
  readonly variant?: string | undefined
  readonly has?: string | undefined
  readonly lacks?: string | undefined
}

/** What sentences ask of a rule that compares sides. */
export interface CompareShape {
  readonly kind: 'compare'
  readonly sides: readonly {
    readonly name: string
    readonly record: Kind
    readonly from: readonly string[]
    readonly level: string | null
  }[]
  readonly grain?: readonly string[] | undefined
  readonly near?: readonly string[] | undefined
  readonly outcomes: readonly ShapeOutcome[]
}

/** What sentences ask of a rule that looks at rows together or one by one. */
export interface GroupShape {
  readonly kind: 'unique' | 'check'
  readonly feeds: readonly { readonly record: Kind }[]
  readonly key: readonly string[]
  readonly outcomes: readonly ShapeOutcome[]
}

/** What reports know of a rule: enough to say which sides there are and by what they were compared. */
export type RuleShape = CompareShape | GroupShape

/** Discrepancies that stand (several candidates among them), and what is none: 在途 and notes. */
export type Group = 'standing' | 'in_transit' | 'note'

/** Figures of discrepancies that counts do not tell apart: how many, what is at stake, the largest amount. */
export interface Brief {
  readonly outcome: string
  readonly class: Found['class']
  readonly acts: boolean
  readonly due: Day | null
  readonly opened: Day | null
  readonly rows: number
  readonly fen: Fen
  readonly widest: Fen
  /** Which key fields some of them have, bit by bit. */
  readonly filled: number
}
