// Builds dist/ from src/. Every door and every verb is a file there, with what only it needs inside: a start reads two dozen files instead
// of three hundred, which had been a third of what `diff list` took. Types are checked elsewhere (`npm run types`). A stale dist is removed
// first so that a deleted source leaves no trace.
import assert from 'node:assert'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const [src, dist] = ['src', 'dist'].map(name => join(root, name))

/**
 * Packages of many small modules that nearly every command begins with go in, without what is not used of them (sixty languages of zod).
 * Others are found where they are installed.
 */
const WITHIN = ['buffer-crc32', 'commander', 'csv-parse', 'yaml', 'yazl', 'zod']

/** yazl takes a workbook's checksums by a table, an eighth of what writing it took: here by Node's own code. */
const checksums = {
  name: 'checksums',
  resolveId: (id, importer) => (id === 'buffer-crc32' && importer?.includes('/yazl/') ? join(root, 'scripts', 'zip-checksum.js') : null),
}

/**
 * Files of their own: all of `flow`, which is one file a verb, what begins a process or a worker, and the door of each other folder
 * (`test/architecture.test.ts`).
 */
const filesOf = folder =>
  folder === 'flow' ? readdirSync(join(src, folder)) : folder === 'cli' ? ['index.ts', 'load-worker.ts', 'match-worker.ts'] : ['index.ts']
const input = Object.fromEntries(
  readdirSync(src).flatMap(folder => filesOf(folder).map(file => [`${folder}/${file.replace(/\.ts$/, '')}`, join(src, folder, file)])),
)

const isPackage = id => /^[^./]/.test(id)
const isWithin = id => WITHIN.some(name => id === name || id.startsWith(`${name}/`))

rmSync(dist, { recursive: true, force: true })
const bundle = await rolldown({ input, platform: 'node', plugins: [checksums], external: id => isPackage(id) && !isWithin(id) })
await bundle.write({ dir: dist, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'parts/[name].js' })
await bundle.close()

const licenses = WITHIN.map(name => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim()}\n`)
writeFileSync(join(dist, 'LICENSES.txt'), `Parts of other packages stand in these files:\n\n${licenses.join('\n\n')}`)

// Every command that reads rules or layouts finds the shipped ones parsed.
const { digestOf, readText, yamlValue } = await import(join(dist, 'config', 'index.js'))
const parsed = {}
for (const name of readdirSync(join(root, 'templates'), { recursive: true }).filter(n => n.endsWith('.yaml'))) {
  const text = readText(join(root, 'templates', name))
  const json = JSON.stringify(yamlValue(text))
  assert.deepStrictEqual(JSON.parse(json), yamlValue(text), name)
  parsed[digestOf(text)] = json
}
writeFileSync(join(dist, 'config', 'parsed.json'), JSON.stringify(parsed))
