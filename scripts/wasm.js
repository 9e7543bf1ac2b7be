// Compiles the loops in wasm/ and writes their bytes into src: npm run wasm. `--print` writes them to stdout instead, as JSON by file; a
// test compares them with the files.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = readdirSync(`${root}/wasm`)
/** Each with the file that holds its bytes. */
const MODULES = {
  loops: 'src/records/loops-code.ts',
  leaf: 'src/store/leaf-code.ts',
  gb: 'src/source/gb-code.ts',
  lines: 'src/report/lines-code.ts',
}

async function compiled(name) {
  let code = new Uint8Array(0)
  const { error, stderr } = await asc.main(
    [
      `${name}.ts`,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      '--memoryBase',
      '32768',
      '--noExportMemory',
      '-o',
      `${name}.wasm`,
    ],
    {
      readFile: path => (sources.includes(path) ? readFileSync(`${root}/wasm/${path}`, 'utf8') : null),
      writeFile: (_, contents) => {
        code = contents
      },
      listFiles: () => [],
    },
  )
  if (error !== null) throw new Error(stderr.toString())
  const lines = Buffer.from(code)
    .toString('base64')
    .match(/.{1,150}/g)
  return `/** wasm/${name}.ts, compiled by \`npm run wasm\`. */\nexport const ${name.toUpperCase()}_CODE = [\n${lines.map(line => `  '${line}',`).join('\n')}\n].join('')\n`
}

const fresh = {}
for (const [name, file] of Object.entries(MODULES)) fresh[file] = await compiled(name)
if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(fresh))
else for (const [file, text] of Object.entries(fresh)) writeFileSync(`${root}/${file}`, text)
