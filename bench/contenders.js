// Who takes part in the main job: each reads the same two files, cleanses, stores, matches, and writes the discrepancies, as a process
// (hedui: three) of its own.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { City } from './city.js'
import { foundInCsv } from './found.js'
import { HERE, node, other, sizeOf, succeeds } from './measured.js'

const script = name => join(HERE, 'contenders', name)
const stages = dir => (existsSync(join(dir, 'stages.json')) ? { stages: JSON.parse(readFileSync(join(dir, 'stages.json'), 'utf8')) } : {})
const python = module => () =>
  succeeds('python3', ['-c', `import importlib.util, sys; sys.exit(importlib.util.find_spec('${module}') is None)`])
    ? null
    : `${module} is not installed for python3`

function hasDuckdb() {
  try {
    createRequire(process.env.BENCH_MODULES ?? import.meta.url).resolve('@duckdb/node-api')
    return null
  } catch {
    return '@duckdb/node-api is not installed'
  }
}

/** The sqlite3 shell runs one script; it is written before the measurement. */
function sqliteShell(files, dir) {
  const made = spawnSync(process.execPath, [script('sqlite.js'), ...files, dir], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  writeFileSync(join(dir, 'job.sql'), made.stdout)
  return other(['sqlite3', '-bail', join(dir, 'store.db'), `.read '${join(dir, 'job.sql')}'`], dir)
}

/** A contender whose whole job is one process; `stores`: what it leaves on the disk. */
const whole = (run, stores) => ({
  run: (files, dir) => {
    const { wall, cpu, mb } = run(files, dir)
    return {
      wall,
      cpu,
      mb,
      disk: stores.reduce((n, f) => n + sizeOf(join(dir, f)), 0),
      ...stages(dir),
      found: () => foundInCsv(join(dir, 'discrepancies.csv')),
    }
  },
})

/** `lacks`: why it cannot take part here, or null; `utf8`: reads nothing else. */
export const CONTENDERS = {
  /**
   * As shipped: load, match by one rule, export; rows with their place, changes and issues noted, ledger moved, packages as CSV. Then,
   * beside the job: the same match again, and one by all rules.
   */
  hedui: {
    lacks: () => null,
    run: (files, dir) => {
      const city = new City(dir)
      city.load(files)
      city.match('match', ['levy-copy'])
      city.export()
      const { used } = city
      const job = { ...city.stages }
      return {
        ...used,
        stages: job,
        found: () => city.found(),
        beside: () => {
          city.stages = {}
          city.match('match again', ['levy-copy'])
          city.match('all rules', [])
          city.match('all rules again', [])
          return city.stages
        },
      }
    },
  },
  duckdb: { lacks: hasDuckdb, utf8: true, ...whole((files, dir) => node([script('duckdb.js'), ...files, dir], dir), ['store.duckdb']) },
  plain: { lacks: () => null, utf8: true, ...whole((files, dir) => node([script('plain.js'), ...files, dir], dir), ['store.db']) },
  sqlite3: {
    lacks: () =>
      !succeeds('sqlite3', ['--version'])
        ? 'sqlite3 is not installed'
        : succeeds('python3', ['--version'])
          ? null
          : 'python3, which measures it, is not installed',
    utf8: true,
    ...whole(sqliteShell, ['store.db']),
  },
  chdb: {
    lacks: python('chdb'),
    utf8: true,
    ...whole((files, dir) => other(['python3', script('clickhouse.py'), ...files, dir], dir), ['store']),
  },
  polars: {
    lacks: python('polars'),
    utf8: true,
    ...whole((files, dir) => other(['python3', script('polars_lazy.py'), ...files, dir], dir), ['owner.parquet', 'tax.parquet']),
  },
}
