import { relative } from 'node:path'

/** A path as the operator would type it from here. */
export function nearby(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' ? '.' : short.startsWith('..') ? path : short
}

/** How hedui was called, so that what a message tells to type works as it stands. */
export function self(): string {
  const script = process.argv[1] ?? 'hedui'
  return script.endsWith('.js') ? `node ${nearby(script)}` : 'hedui'
}
