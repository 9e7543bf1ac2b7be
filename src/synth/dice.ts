/** A number that depends on the seed and on what is asked, and on nothing else: any part of the city can be made by itself. */
export function hash(seed: number, ...parts: readonly number[]): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  for (const part of parts) {
    h ^= Math.imul(part + 0x7f4a7c15, 0xc2b2ae35)
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** One of a list, by any number. */
export function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length]!
}
