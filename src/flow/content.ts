import type { Agency, Owner } from '../kernel/index.js'
import type { Batch } from '../store/index.js'

/** Batches by what their files hold: by digest alone, and by digest and whom the file speaks for. */
export type Contents = Readonly<Record<string, number>>

/** Whom an extract speaks for: two agencies that agree may well send the same bytes, and each of them has then sent its own. */
export interface SpokenFor {
  readonly agency: Agency
  readonly sender: Owner | null
}

/** A file's content as one agency's. */
export function contentOf(digest: string, { agency, sender }: SpokenFor): string {
  return `${digest} ${agency} ${sender ?? ''}`
}

/** The contents of these batches that are active; `replaced`: of those too that others have taken the place of. */
export function contentsOf(batches: readonly Batch[], { replaced }: { readonly replaced: boolean }): Record<string, number> {
  const counted = batches
    .filter(b => b.state === 'active' || (replaced && b.state === 'replaced'))
    .toSorted((a, b) => Number(a.state === 'active') - Number(b.state === 'active'))
  return Object.fromEntries(
    counted.flatMap(b =>
      b.segments.flatMap(s => [
        [s.digest, b.id],
        [contentOf(s.digest, b), b.id],
      ]),
    ),
  )
}
