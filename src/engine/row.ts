/** A row of a working table, as SQLite gives it. */
export type Row = Readonly<Record<string, string | number | null>>

/** An employer without a credit code stands in rules as agency:number. */
export const UNRESOLVED = /^(ss|mi|tax|bank):(.+)$/su

/** First of the rows that has a value there. */
export function valueOf(from: readonly Row[], field: string): string | number | null {
  for (const row of from) {
    const v = row[field]
    if (v !== null && v !== undefined && v !== '') return v
  }
  return null
}
