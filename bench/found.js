// What a contender found, held to what another found by content: the lines of both, in whatever order.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * Lines of a file as `read` makes them (null: none), by their number in each class (what stands before the first comma) and a sum of their
 * digests: the sum is the same in any order, tells a line that stands twice from one that stands once, and takes the same memory for ten
 * lines as for ten million. A list sorted in memory broke at some six million lines.
 */
export async function found(path, read) {
  const classes = {}
  const sum = new Uint32Array(8)
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const row = read(line)
    if (row === null) continue
    const name = row.slice(0, row.indexOf(','))
    classes[name] = (classes[name] ?? 0) + 1
    const digest = createHash('sha256').update(row).digest()
    for (let i = 0; i < 8; i++) sum[i] += digest.readUInt32LE(i * 4)
  }
  const sorted = Object.fromEntries(Object.entries(classes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { classes: sorted, digest: Buffer.from(sum.buffer).toString('hex') }
}

/** The discrepancies of the SQL contenders: a header, then class, key and amounts. Quotes are one tool's habit; no value holds any. */
export const foundInCsv = path => found(path, line => (line === '' || /^"?class"?,/.test(line) ? null : line.replaceAll('"', '')))

export const isSame = (a, b) => a.digest === b.digest && JSON.stringify(a.classes) === JSON.stringify(b.classes)
export const isNothing = ({ classes }) => Object.keys(classes).length === 0
