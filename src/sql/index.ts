/** A name as SQL: always quoted, so that a field name can never be read as anything else. */
export function ident(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as an SQL literal. */
export function literal(value: string | number | null): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}

/** A named step of a rule's SQL: printed by `rules sql`, run in order by the engine. */
export interface SqlStep {
  readonly name: string
  /** What the step does, for the auditor who reads it. */
  readonly why: string
  readonly sql: string
}
