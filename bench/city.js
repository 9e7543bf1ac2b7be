// hedui's part: a shipped workspace, and the commands of a day in it, each a process of its own.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { init } from '../dist/flow/init.js'
import { found } from './found.js'
import { HERE, node, sizeOf } from './measured.js'

const HEDUI = join(HERE, '../bin/hedui.js')
const AS_OF = '2025-10-10'
const CLASSES = { L01: r => r.variant, L02: () => 'differs' }

export class City {
  constructor(dir) {
    this.dir = dir
    this.path = join(dir, 'city')
    this.stages = {}
    init(this.path, false)
    const config = join(this.path, 'hedui.yaml')
    writeFileSync(
      config,
      readFileSync(config, 'utf8')
        .replace('formats: [xlsx, csv]', 'formats: [csv]')
        .replace('recipients: [ss, mi, tax, bank]', 'recipients: [ss, tax, bank]'),
    )
  }

  /** Adds a rule of the bench's own. */
  rule(name) {
    copyFileSync(join(HERE, `${name}.yaml`), join(this.path, 'rules', `${name}.yaml`))
  }

  /**
   * Runs a command as the stage of that name. What it printed as JSON is returned; what its own stages took is kept beside what the whole
   * took.
   */
  stage(name, args) {
    const { stdout, ...used } = node([HEDUI, '-C', this.path, ...args], this.dir)
    const said = args.includes('--json')
      ? stdout
          .trim()
          .split('\n')
          .map(line => JSON.parse(line))
      : []
    const laps = said.find(s => s.laps !== undefined)?.laps
    this.stages[name] = { ...used, ...(laps === undefined ? {} : { laps }) }
    return said
  }

  load(files) {
    return this.stage('load', ['load', '--profile', '--json', ...files]).filter(s => s.file !== undefined)
  }

  /** `rules`: none is the whole catalogue. */
  match(name, rules) {
    return this.stage(name, ['match', '--as-of', AS_OF, '--profile', '--json', ...rules.flatMap(rule => ['--rule', rule])])[0]
  }

  export() {
    this.stage('export', ['export'])
  }

  /** What the stages took together; the most memory that one of them had. */
  get used() {
    const all = Object.values(this.stages)
    const sum = pick => all.reduce((n, s) => n + pick(s), 0)
    return { wall: sum(s => s.wall), cpu: sum(s => s.cpu), mb: Math.max(...all.map(s => s.mb)), disk: sizeOf(join(this.path, 'data')) }
  }

  /** The discrepancies of rule levy-copy in the form of the other contenders. */
  async found() {
    const list = join(this.dir, 'list.jsonl')
    const done = spawnSync('/bin/sh', [
      '-c',
      `"${process.execPath}" "${HEDUI}" -C "${this.path}" diff list --json --state all --limit 1000000000 > "${list}"`,
    ])
    if (done.status !== 0) throw new Error(String(done.stderr))
    const amount = (r, side) => (r.sides[side] ?? []).reduce((n, x) => n + x.amount, 0)
    return found(list, line => {
      const r = JSON.parse(line)
      return [CLASSES[r.outcome]?.(r) ?? r.outcome, r.id_number, r.insurance, r.period, r.levy_no, amount(r, 'ss'), amount(r, 'tax')].join()
    })
  }
}
