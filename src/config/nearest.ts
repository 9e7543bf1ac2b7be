/** The known word that differs least from `word` (edit distance at most a third of its length, at least 1), or undefined. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor([...word].length / 3))
  const scored = known.map(k => ({ k, d: distance([...word.toLowerCase()], [...k.toLowerCase()]) })).filter(x => x.d <= limit)
  return scored.toSorted((a, b) => a.d - b.d || (a.k < b.k ? -1 : 1))[0]?.k
}

/** What a Problem says of a name that is none of those that are known. */
export function unknown(
  found: string,
  known: readonly string[],
): { readonly found: string; readonly known: string; readonly nearest: string } {
  return { found, known: known.join(', '), nearest: nearest(found, known) ?? '' }
}

/** Levenshtein distance by rows. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
