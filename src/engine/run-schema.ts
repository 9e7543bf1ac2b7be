import type { Agency, Day, Fen, Owner, Period } from '../kernel/index.js'
import type { Kind } from '../records/index.js'

/**
 * The tables of a run, `data/runs/<id>.db`: what the ledger and the exports read. A run is written once and never changed.
 * JSON columns hold the shapes below.
 */
export const RUN_DDL = `
create table rule_run (          -- one row per rule and owner of the insurance; outcomes: those that it decided; delivered: agency:kind (and :sender) of what the rule reads; incomplete: sources of it that owe something
  rule text not null, owner text, outcomes text not null, state text not null, missing text not null, delivered text not null, incomplete text not null
);
create table balance (           -- every row in force in exactly one class, per rule, owner and side
  rule text not null, owner text, side text not null, class text not null, rows integer not null, fen integer not null
);
create table finding (           -- one row per identity (outcome + the scalar key fields), numbered in its order
  id integer primary key, identity text not null, class text not null, outcome text not null, variant text,
  rule text not null, owner text, severity text not null,
  agency text, id_number text, person_no text, name text, employer text, employer_no text, employer_name text, insurance text,
  period integer, period_end integer, voucher text, levy_no text, area text, office text, subject text,
  vouchers text, levy_nos text, insurances text, id_numbers text, person_nos text, reasons text,
  amount_fen integer, agency_has text, agency_lacks text, who_acts text not null, kinds text not null, until text, due text, trail text not null
);
create table finding_row (       -- the rows behind a finding, both sides
  finding integer not null, side text not null, agency text not null, kind text not null, batch integer not null, segment integer not null,
  file text not null, sheet text, line integer not null, vals text not null, raw text not null
);
create table undecided (outcome text not null, identity text not null);
create table left_out (rule text not null, outcome text not null);   -- what rules give that were not asked for it
create table both_sides (rule text not null, owner text, name text not null, value);   -- of a rule that needs a value (a month) from both sides: those that it had, and one line without a value
create table run_batch (batch integer not null, data_date text not null, layout text not null, source text);
`

export type FindingClass = 'discrepancy' | 'in_transit' | 'note' | 'ambiguous'

/** A row of `finding` as objects see it; JSON columns parsed. */
export interface Finding {
  readonly id: number
  readonly identity: string
  readonly class: FindingClass
  readonly outcome: string
  readonly variant: string | null
  readonly rule: string
  readonly owner: Owner | null
  readonly severity: 'high' | 'medium' | 'low'
  readonly agency: Agency | null
  readonly id_number: string | null
  readonly person_no: string | null
  readonly name: string | null
  readonly employer: string | null
  /** With `agency` in place of `employer`, where the number could not be resolved. */
  readonly employer_no: string | null
  readonly employer_name: string | null
  readonly insurance: string | null
  readonly period: Period | null
  readonly period_end: Period | null
  readonly voucher: string | null
  readonly levy_no: string | null
  readonly area: string | null
  readonly office: string | null
  /** Stands for the person or thing where no key field does: the text as delivered. */
  readonly subject: string | null
  readonly vouchers: readonly string[] | null
  readonly levy_nos: readonly string[] | null
  readonly insurances: readonly string[] | null
  readonly id_numbers: readonly string[] | null
  readonly person_nos: readonly string[] | null
  /** R03: all reasons, worst first. */
  readonly reasons: readonly string[] | null
  readonly amount_fen: Fen | null
  readonly agency_has: string | null
  readonly agency_lacks: string | null
  /** Agencies that must act, in order. */
  readonly who_acts: readonly Agency[]
  /**
   * What the rows behind it are, as `agency:kind`, of layouts by sender `agency:kind:sender`: where one of these is not delivered, it is
   * not closed.
   */
  readonly kinds: readonly string[]
  /** In transit until the end of this day. */
  readonly until: Day | null
  /** L06: due day, for ageing. */
  readonly due: Day | null
  readonly trail: Trail
}

/** For `diff explain`: how the verdict came about. */
export interface Trail {
  /** Steps of the ladder that were tried, in order, with the key fields and how many candidates stood there. */
  readonly passes: readonly { readonly key: readonly string[]; readonly candidates: number; readonly taken: boolean }[]
  /** First compared field that failed, with both values as text. */
  readonly failed: { readonly field: string; readonly a: string | null; readonly b: string | null } | null
  /** Nearest row of the other side that was not accepted, and in which fields it differs. */
  readonly nearest: { readonly differs: readonly { readonly field: string; readonly a: string | null; readonly b: string | null }[] } | null
  /** What else is so of the same key, beside what variant and amount are of; absent: nothing. */
  readonly also?: readonly Story[]
}

/** What a rule found of a key, under one variant. */
export interface Story {
  readonly rule: string
  readonly variant: string | null
  readonly amount_fen: Fen | null
}

/** A row of `finding_row`. `vals`: canonical values as text by field; `raw`: the text as received where it was another. */
export interface FindingRow {
  readonly finding: number
  readonly side: string
  readonly agency: Agency
  readonly kind: Kind
  readonly batch: number
  readonly segment: number
  readonly file: string
  readonly sheet: string | null
  readonly line: number
  readonly vals: Readonly<Record<string, string | number | null>>
  readonly raw: Readonly<Record<string, string>>
}
