/** A name as SQL: always quoted, so that a field name can never be read as anything else. */
export function ident(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Names as a list; with an alias in front of each where one is given. */
export function idents(names: readonly string[], alias?: string): string {
  return names.map(n => (alias === undefined ? ident(n) : `${alias}.${ident(n)}`)).join(', ')
}

/** The condition that none of these is absent. */
export function filled(names: readonly string[]): string {
  return names.map(n => `${ident(n)} is not null`).join(' and ')
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
