import type { Owner } from '../kernel/index.js'
import { ID_FAULTS } from '../records/index.js'
import { kindIn } from './feeds.js'
import type { Cell } from './identity.js'
import type { KeptRow, KeptRows } from './kept-rows.js'
import type { KeptTexts } from './kept.js'
import type { Piece } from './piece.js'

/** Fields of which an outcome may list all values, in the order of the columns of `finding`. */
const LISTED = ['voucher', 'levy_no', 'insurance', 'id_number', 'person_no'] as const

/** What a piece says: the values of KEYS and of ATTRIBUTES, until when it is in transit, and its due day. */
type Said = readonly [...KeyCells, ...AttributeCells, until: string | null, due: string | null]
type KeyCells = readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]
type AttributeCells = readonly [Cell, Cell, Cell, Cell, Cell, Cell]

/** Where rows stood, their texts as received where those were others, and of whose insurances a batch is where its layout is by sender. */
export interface Originals {
  readonly raw: (row: KeptRow) => Readonly<Record<string, string>> | undefined
  readonly file: (row: KeptRow) => string
  readonly sender: (batch: number) => Owner | null
}

/** What the run file says of a finding, made of what is kept of it. */
export class FindingColumns {
  private readonly texts: KeptTexts
  private readonly kept: KeptRows

  constructor(texts: KeptTexts, kept: KeptRows) {
    this.texts = texts
    this.kept = kept
  }

  /** The trail from behind its passes, with what is so beside it. */
  private endingOf({ ending, also = [] }: Piece): string {
    const text = this.texts.text(ending)
    return also.length === 0 ? text : `${text.slice(0, -1)},"also":${JSON.stringify(also)}}`
  }

  /** All reasons of the rows, the worst first. */
  private reasonsOf({ manner, rows }: Piece): readonly string[] | null {
    const field = manner.outcome.reasons
    if (field === undefined) return null
    const found = new Set(rows.flatMap(row => String(this.kept.values(row)[field] ?? '').split(',')).filter(x => x !== ''))
    return [...ID_FAULTS.filter(f => found.has(f)), ...[...found].filter(f => !(ID_FAULTS as readonly string[]).includes(f)).toSorted()]
  }

  variantOf(d: Piece): string | null {
    if (d.manner.class === 'ambiguous') return null
    return this.reasonsOf(d)?.[0] ?? d.manner.outcome.variant ?? null
  }

  /** All values of the listed fields, each as JSON; null where the outcome does not list it, or its key has it (`inKey`). */
  private listed({ manner: { outcome }, rows }: Piece, inKey: Readonly<Record<(typeof LISTED)[number], Cell>>): readonly (string | null)[] {
    const asked = LISTED.map(field => outcome.lists.includes(field) && inKey[field] === null)
    const all = asked.includes(true) ? rows.map(row => this.kept.values(row)) : []
    return LISTED.map((field, i) => {
      if (!asked[i]) return null
      const values = [...new Set(all.map(row => row[field]).filter(v => v !== undefined))].map(String).toSorted()
      return values.length === 0 ? null : JSON.stringify(values)
    })
  }

  /** The columns of `finding`, in the order of its table. */
  columnsOf(d: Piece, sender: Originals['sender']): readonly Cell[] {
    const { manner: m } = d
    // prettier-ignore
    const [
      agency, idNumber, keyPersonNo, employerNo, insurance, period, periodEnd, voucher, levyNo, subject,
      personNo, name, employer, employerName, area, office, until, due,
    ] = JSON.parse(this.texts.text(d.said)) as Said
    const reasons = this.reasonsOf(d)
    const kinds = kindsOf(
      d.rows.map(n => this.kept.row(n)),
      sender,
    )
    const lists = this.listed(d, { voucher, levy_no: levyNo, insurance, id_number: idNumber, person_no: keyPersonNo })
    // prettier-ignore
    return [
      null, d.identity, m.class, m.outcome.code, this.variantOf(d), m.rule.rule, m.owner, m.outcome.severity,
      agency, idNumber, personNo, name, employer, employerNo, employerName, insurance, period, periodEnd, voucher, levyNo, area, office, subject,
      ...lists, reasons === null ? null : JSON.stringify(reasons), d.amount, m.has, m.lacks, jsonOnce(m.acts), jsonOnce(kinds), until, due,
      `{"passes":${jsonOnce(d.passes)},${this.endingOf(d)}`,
    ]
  }
}

/** Lists that many findings share are written as JSON once. */
const written = new WeakMap<object, string>()

function jsonOnce(list: readonly unknown[]): string {
  let json = written.get(list)
  if (json === undefined) written.set(list, (json = JSON.stringify(list)))
  return json
}

function kindsOf(rows: readonly KeptRow[], sender: Originals['sender']): readonly string[] {
  const named = ({ agency, kind, batch }: KeptRow): string => kindIn(agency, kind, sender(batch))
  if (rows.length === 1 && rows[0]!.agency !== '') return kindsOnce(named(rows[0]!))
  return kindsOnce([...new Set(rows.flatMap(row => (row.agency === '' ? [] : [named(row)])))].toSorted().join())
}

const kinds = new Map<string, readonly string[]>()

/** The few lists of kinds that there are, each of them once. */
function kindsOnce(all: string): readonly string[] {
  let list = kinds.get(all)
  if (list === undefined) kinds.set(all, (list = all === '' ? [] : all.split(',')))
  return list
}
