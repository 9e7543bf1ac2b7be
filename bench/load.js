#!/usr/bin/env node
// What it costs to load a delimited extract: node bench/load.js [--rows 1000000] [--runs 3] [--against CHECKOUT] [--shapes utf8,quoted]
// [--json FILE]. Needs npm run build.
// Each figure is the least of several runs, each a whole `hedui load` in a process of its own; `--against` measures another built checkout
// turn by turn with this one.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { figures, hedui, inTurns, number, option, report, rowsOf } from './checkouts.js'
import { writeLevy } from './rows.js'

const ROWS = rowsOf('1000000')

/** What the extracts are like. `two`: two extracts at once, a worker each. */
const SHAPES = { utf8: {}, gb18030: { encoding: 'gb18030' }, quoted: { quoteAll: true }, dirty: { dirt: 180 }, two: { files: 2 } }

function once(checkout, dir, files) {
  const city = mkdtempSync(join(dir, 'city-'))
  hedui(checkout, dir, ['init', city])
  const used = hedui(checkout, dir, ['-C', city, 'load', '--layout', 'ss-levy', '--date', '2025-09-30', '--json', ...files])
  rmSync(city, { recursive: true })
  return used
}

report(ROWS, `${ROWS.toLocaleString('en')} rows of 12 columns`, (dir, keep) => {
  console.log('extract   of         MB   wall s    cpu s   user s    sys s  peak MB  cpu s / M rows')
  for (const shape of option('shapes', Object.keys(SHAPES).join()).split(',')) {
    const { files = 1, ...form } = SHAPES[shape]
    const paths = Array.from({ length: files }, (_, i) => join(dir, `levy-${i}.csv`))
    for (const [i, path] of paths.entries()) writeLevy(path, ROWS + i, form)
    for (const [name, best] of inTurns(checkout => once(checkout, dir, paths))) {
      keep({ shape, name, ...best })
      console.log(
        `${shape.padEnd(9)} ${name.padEnd(6)}${number(paths.reduce((n, p) => n + statSync(p).size, 0) / 1e6, 0, 7)}${figures(best)}${number(best.cpu / ((ROWS * files) / 1e6), 2, 16)}`,
      )
    }
    for (const path of paths) rmSync(path)
  }
})
