import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { init } from '../../../src/flow/init.js'
import { FIXTURES, refuseStale, ROOT } from '../../helpers/binary.js'
import { Door } from '../../helpers/door.js'

/** What a page shows: files under their names in bold, and command lines with what they print, where that is shown. */
interface Page { readonly files: readonly { readonly name: string; readonly encoding: string; readonly text: string }[]; readonly commands: readonly { readonly line: string; readonly printed: string }[] }

function pageOf(name: string): Page {
  const text = readFileSync(join(ROOT, 'docs/sources', `${name}.md`), 'utf8')
  const blocks = [...text.matchAll(/^(?:\*\*(\S+)\*\*(?: \((\S+)\))?\n\n)?```([a-z]*)\n([^]*?)^```$/gm)].map(([, name, encoding, lang, content]) => ({ name, encoding, lang, content: content! }))
  const files = blocks.flatMap(b => b.name === undefined ? [] : [{ name: b.name, encoding: b.encoding ?? 'utf-8', text: b.content }])
  const commands = blocks.filter(b => b.lang === '').flatMap(b => b.content.split(/^\$ /m).slice(1)).map(block => {
    const end = block.indexOf('\n')
    return { line: block.slice(0, end), printed: block.slice(end + 1) }
  })
  return { files, commands }
}

/** Runs a page in a workspace of its own, as a shell would with `hedui` on the path; returns what the commands print that the page shows. */
async function run({ files, commands }: Page): Promise<{ readonly line: string; readonly printed: string }[]> {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-page-'))
  try {
    init(dir, false)
    symlinkSync(FIXTURES, join(dir, 'fixtures'))
    for (const { name, encoding, text } of files) writeFileSync(join(dir, name), iconv.encode(text, encoding))
    const env: Record<string, string> = {}
    const said: { readonly line: string; readonly printed: string }[] = []
    for (const { line, printed } of commands) {
      const set = /^export (\w+)=(.*)$/.exec(line)
      if (set !== null) {
        env[set[1]!] = set[2]!
        said.push({ line, printed: '' })
        continue
      }
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(m => m[1] ?? m[2]!)
      const { status, stdout, stderr } = await door.hedui(words.slice(1), dir, env)
      expect([line, status, stderr]).toEqual([line, 0, stderr])
      said.push({ line, printed: printed === '' ? '' : stdout })
    }
    return said
  } finally {
    rmSync(dir, { recursive: true })
  }
}

let door: Door
beforeAll(() => {
  refuseStale()
  door = new Door()
})
afterAll(() => door.close())

describe('the examples of the pages on files', () => {
  it.each(['text', 'workbook', 'dbf', 'fixed', 'json-lines', 'xml', 'gbt40217', 'archive'])('%s', async name => {
    const page = pageOf(name)
    expect(page.commands.some(c => c.printed !== '')).toBe(true)
    expect(await run(page)).toEqual(page.commands)
  })
})
