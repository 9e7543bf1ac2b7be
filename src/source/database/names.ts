import type { DatabaseKind } from './types.js'

/** A name as the database's SQL: always quoted, so that it can be read as nothing else. */
export function quoteName(kind: DatabaseKind, name: string): string {
  if (kind === 'mysql') return `\`${name.replaceAll('`', '``')}\``
  if (kind === 'sqlserver') return `[${name.replaceAll(']', ']]')}]`
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A text as a literal of standard SQL, for COPY, which cannot bind; the session reads backslashes as themselves
 * (standard_conforming_strings).
 */
export function quoteText(text: string): string {
  if (text.includes('\0')) throw new Error('a literal with NUL')
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * What a select reads from: the table by its parts, or the query in brackets on lines of its own, so that a comment at its end ends there.
 */
export function fromClause(kind: DatabaseKind, from: { readonly table: readonly string[] } | { readonly query: string }): string {
  return 'table' in from ? from.table.map(part => quoteName(kind, part)).join('.') : `(\n${bareQuery(from.query)}\n)`
}

/** The query without what ends a statement. */
export function bareQuery(query: string): string {
  return query.trim().replace(/(?:;\s*)+$/, '')
}

/** `schema.table` by its parts; a part in double quotes may hold a dot. */
export function tableParts(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")+)"|([^."]+)/g)].map(m => m[1]?.replaceAll('""', '"') ?? m[2]!.trim())
}
