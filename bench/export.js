#!/usr/bin/env node
// What it costs to write packages and to list: node bench/export.js [--rows 300000] [--runs 3] [--against CHECKOUT] [--city DIR]
// [--work csv,list] [--json FILE]. Needs npm run build.
// Two extracts of `--rows` levies each, of a day on which a quarter disagrees (bench/data.js), are loaded and matched once, untimed;
// `--city` takes a workspace that was. Then whole commands, each in a process of its own: export for two bureaus as CSV and as workbooks,
// and the first page of `diff list`, plain, by outcome and state, and as JSON. Each figure is the least of several runs; `--against`
// measures another built checkout turn by turn with this one.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { figures, HERE, hedui, inTurns, option, report, rowsOf } from './checkouts.js'
import { DAYS, OWNER, TAX, writeExtracts } from './data.js'

const ROWS = rowsOf('300000')
const CITY = option('city', null)

const WORK = {
  csv: { formats: '[csv]', command: ['export'] },
  xlsx: { formats: '[xlsx]', command: ['export'] },
  both: { formats: '[xlsx, csv]', command: ['export'] },
  list: { command: ['diff', 'list'] },
  filtered: { command: ['diff', 'list', '--outcome', 'L02', '--state', 'new'] },
  json: { command: ['diff', 'list', '--json', '--limit', '20'] },
}

/** A workspace with one run over both extracts. */
function built(dir) {
  const city = join(dir, 'city')
  hedui(HERE, dir, ['init', city])
  writeExtracts(dir, { rows: ROWS, day: DAYS.disagree })
  for (const { layout, file } of [OWNER, TAX])
    hedui(HERE, dir, ['-C', city, 'load', '--layout', layout, '--date', '2025-09-30', join(dir, file)])
  hedui(HERE, dir, ['-C', city, 'match', '--as-of', '2025-10-10', '--rule', 'levy-copy'])
  return city
}

function prepared(city, formats) {
  rmSync(join(city, 'outbox'), { recursive: true, force: true })
  if (formats === undefined) return
  const config = join(city, 'hedui.yaml')
  writeFileSync(
    config,
    readFileSync(config, 'utf8')
      .replace(/formats: \[.*\]/, `formats: ${formats}`)
      .replace(/recipients: \[.*\]/, 'recipients: [ss, tax]'),
  )
}

report(ROWS, CITY ?? `${ROWS.toLocaleString('en')} rows a side`, (dir, keep) => {
  const city = CITY ?? built(dir)
  console.log('work      of       wall s    cpu s   user s    sys s  peak MB')
  for (const work of option('work', Object.keys(WORK).join()).split(',')) {
    const { formats, command } = WORK[work]
    for (const [of, best] of inTurns(checkout => {
      prepared(city, formats)
      return hedui(checkout, dir, ['-C', city, ...command])
    })) {
      keep({ work, of, ...best })
      console.log(`${work.padEnd(9)} ${of.padEnd(6)}${figures(best)}`)
    }
  }
})
