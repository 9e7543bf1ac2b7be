// Compiles wasm/loops.ts and writes its bytes as src/records/loops-code.ts: npm run wasm. `--print` writes them to stdout instead; a test compares them with the file.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['loops.ts', 'looks.ts', 'places.ts']
let code = new Uint8Array(0)
const { error, stderr } = await asc.main(['loops.ts', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--memoryBase', '32768', '--noExportMemory', '-o', 'loops.wasm'], {
  readFile: name => SOURCES.includes(name) ? readFileSync(`${root}/wasm/${name}`, 'utf8') : null,
  writeFile: (_, contents) => { code = contents },
  listFiles: () => [],
})
if (error !== null) throw new Error(stderr.toString())
const lines = Buffer.from(code).toString('base64').match(/.{1,150}/g)
const text = `/** wasm/loops.ts, compiled by \`npm run wasm\`. */\nexport const LOOPS_CODE = [\n${lines.map(line => `  '${line}',`).join('\n')}\n].join('')\n`
if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(`${root}/src/records/loops-code.ts`, text)
