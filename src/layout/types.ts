import type { IdEndings, MoneyUnit } from '../cleanse/index.js'
import type { Agency, Fen, Owner } from '../kernel/index.js'
import type { Block, Kind, Notes, RecordColumns } from '../records/index.js'
import type { PreviewRow } from '../source/index.js'
import type { LayoutFile } from './schema.js'

/** Translates agencies' codes: by (agency, list, code), never by code alone. */
export interface Codes {
  /** The canonical code, or undefined when the agency's code is not known. A canonical code translates to itself. */
  canonical(agency: string, list: string, code: string): string | undefined
  /** Whose insurance: `ss` or `mi`; undefined for an unknown code. */
  ownerOf(insurance: string): Owner | undefined
  /** What a canonical code is called; the code itself where the list does not say. */
  label(list: string, canonical: string, lang: 'zh' | 'en'): string
  /** False for levy and payment types that are account movements, which nobody pays. */
  comparable(list: string, canonical: string): boolean
  /** Canonical codes of a list that have a label, in the file's order. */
  canonicalCodes(list: string): readonly string[]
  /**
   * What an agency may write in a list: its own codes first, then those of all agencies, in the file's order, each with the canonical code.
   */
  codesOf(agency: string, list: string): readonly { readonly code: string; readonly canonical: string }[]
  /** SHA-256 of all code lists. */
  readonly digest: string
}

/** Extract column indexes of a second id; -1 where it has no type of its own. */
export interface SecondId {
  readonly number: number
  readonly type: number
}

/** The header that was found in an extract, read by one layout. */
export interface HeaderMatch {
  /** Line of the (last) header row. */
  readonly line: number
  /** The cells of its rows as they stand. */
  readonly rows: readonly (readonly string[])[]
  /** Columns of the extract, in its order, as they stand in the header. */
  readonly columns: readonly string[]
  /** Extract column index by layout column name. */
  readonly placed: ReadonlyMap<string, number>
  /** Columns of an id and its type that serve in rows where `id_number` is blank; null where the extract has none. */
  readonly secondId: SecondId | null
  /** Columns that the layout does not use: ignored and listed. */
  readonly surplus: readonly string[]
  /** The rows above the header (title rows, head lines with totals). */
  readonly above: readonly PreviewRow[]
  /** Unit of money that the header itself names, by layout column name. */
  readonly units: ReadonlyMap<string, MoneyUnit>
}

/** Totals that an extract declares about itself (JLS 记录数, 合计金额); absent where it declares none. */
export interface DeclaredTotals {
  readonly rows?: number
  readonly amount?: Fen
  readonly where: string
}

/** What a binder counted over the whole extract. */
export interface BindResult {
  readonly totals: readonly DeclaredTotals[]
  /** Rows read that are data (records' rows + set aside), blank rows, 合计/小计 rows. */
  readonly rowsRead: number
  readonly rowsBlank: number
  readonly rowsTotal: number
  /** Of these, rows in which the header stands again: how many, and the lines of the first of them. */
  readonly headersAgain: { readonly rows: number; readonly lines: readonly number[] }
  readonly rowsSetAside: number
  /** Money of all rows read where it can be read, set-aside rows included; rows whose money cannot be read are counted. */
  readonly amountRead: Fen
  readonly amountSetAside: Fen
  readonly rowsWithoutAmount: number
  /** Rows whose money is negative as it stands, or by the sign rule. */
  readonly rowsNegative: number
  /** `amountRead` as it stands in the file, before the sign rule made refunds negative: what declared totals are compared with. */
  readonly amountWritten: Fen
  /** Codes without translation: (list, code) -> rows. */
  readonly unknownCodes: ReadonlyMap<string, number>
  /** Where ids look rounded by Excel (`looksRounded` over all files of a batch), none of those that end in 000 is a key in the batch. */
  readonly idEndings: readonly IdEndings[]
}

/** A table that an extract will fill, with its fields in order: fixed before the first row. */
export interface BoundTable {
  readonly kind: Kind
  readonly fields: readonly string[]
  /** By its layout it holds refunds alone: where it came empty it says nothing of payments. */
  readonly refunds?: true
}

/** A layout bound to one reader's header: turns blocks into records. */
export interface Binder {
  readonly tables: readonly BoundTable[]
  /** Cleanses one block and says which rows are records. The columns are valid until the block's next `begin`. */
  apply(block: Block): { readonly records: readonly RecordColumns[]; readonly notes: Notes }
  finish(): BindResult
}

/** Whom an extract speaks for. `sender`: in tax's copies, whose codes and rows it carries. */
export interface LayoutIdentity {
  readonly name: string
  readonly agency: Agency
  readonly sender: Owner | null
  readonly kinds: readonly Kind[]
}

/** A layout file, checked. */
export interface Layout extends LayoutIdentity {
  readonly title: { readonly zh: string; readonly en: string }
  readonly file: string
  /** As written, defaults filled in. */
  readonly spec: LayoutFile
  /** SHA-256 of `spec`. */
  readonly digest: string
}
