import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import mysql from 'mysql2'
import { freePort } from './postgres.js'

function onPath(...names: readonly string[]): string | null {
  for (const name of names) {
    try {
      return execFileSync('sh', ['-c', `PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v ${name}`], { encoding: 'utf8' }).trim()
    } catch {
      // The next name may be there.
    }
  }
  return null
}

const SERVER = onPath('mariadbd', 'mysqld')
const INSTALL = onPath('mariadb-install-db', 'mysql_install_db')

/** Why tests against MariaDB cannot run here; null when they can. Where CI is set it is no reason. */
export function noMariadb(): string | null {
  if (SERVER !== null && INSTALL !== null) return null
  const reason = 'MariaDB is not installed here (apt-get install mariadb-server): its tests are skipped'
  if (process.env['CI'] === 'true') throw new Error(reason)
  process.stderr.write(`${reason}\n`)
  return reason
}

/** A real MariaDB of the test's own, in a folder that goes with it. */
export class Mariadb {
  readonly port: number
  readonly socket: string
  private readonly dir: string
  private process: ChildProcess | null = null

  private constructor(port: number, dir: string) {
    this.port = port
    this.dir = dir
    this.socket = join(dir, 's.sock')
  }

  static async start(): Promise<Mariadb> {
    const dir = mkdtempSync(join(tmpdir(), 'hedui-my-'))
    const server = new Mariadb(await freePort(), dir)
    execFileSync(INSTALL!, ['--no-defaults', `--datadir=${join(dir, 'data')}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...server.user], { stdio: 'ignore' })
    await server.restart()
    return server
  }

  /** The server refuses to run as root unless it is told so. */
  private get user(): readonly string[] {
    return userInfo().uid === 0 ? ['--user=root'] : []
  }

  async restart(): Promise<void> {
    this.process = spawn(SERVER!, [
      '--no-defaults', `--datadir=${join(this.dir, 'data')}`, `--socket=${this.socket}`, `--port=${this.port}`, '--bind-address=127.0.0.1', `--pid-file=${join(this.dir, 'pid')}`,
      '--skip-name-resolve', '--skip-log-bin', '--innodb-flush-log-at-trx-commit=0', '--innodb-fast-shutdown=2', ...this.user,
    ], { stdio: 'ignore' })
    for (let tried = 0; ; tried++) {
      try {
        await this.run('select 1')
        return
      } catch (error) {
        if (tried >= 150) throw error
        await new Promise(resolve => setTimeout(resolve, 200))
      }
    }
  }

  /** Runs statements as root, through the local socket. */
  run(sql: string, database?: string): Promise<unknown> {
    const connection = mysql.createConnection({ socketPath: this.socket, user: 'root', multipleStatements: true, charset: 'utf8mb4', ...(database === undefined ? {} : { database }) })
    connection.on('error', () => undefined)
    return new Promise((resolve, reject) => {
      connection.query(sql, (error, rows) => {
        connection.destroy()
        if (error !== null) reject(error)
        else resolve(rows)
      })
    })
  }

  /** SIGKILL, as when the machine goes down. */
  async kill(): Promise<void> {
    const gone = new Promise(resolve => this.process!.once('exit', resolve))
    this.process!.kill('SIGKILL')
    await gone
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.dir, { recursive: true, force: true })
  }
}
