import { createHash, type Hash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { problem } from '../../kernel/index.js'
import type { OpenSource } from '../types.js'
import { copyLine } from './copy-text.js'
import { failed, LostConnection } from './failure.js'
import { isMark, lowerBound, Newest } from './mark.js'
import { Fresh } from './merge.js'
import { connectMysql } from './mysql.js'
import { connectDm, connectOracle } from './oracle.js'
import { connectPostgres } from './postgres.js'
import { DatabaseReader } from './reader.js'
import { connectSqlite } from './sqlite.js'
import { connectSqlserver } from './sqlserver.js'
import type { OpenSqlite, PullSpec, ResultColumn, Session } from './types.js'

/** A pull that is open for reading once. */
export interface OpenPull extends OpenSource {
  /**
   * What the next pull can begin from, and the file with the rows as received, which then stays behind; null where the source declares no
   * watermark, or no row had one. Asked for once all rows were read and are wanted.
   */
  readonly next: () => { readonly fingerprint: string; readonly mark: string; readonly rows: string } | null
  /** Rows that are new and rows that changed since the earlier pull; null where everything was asked for. */
  readonly fresh: () => { readonly added: number; readonly changed: number } | null
}

function connect(spec: PullSpec, openSqlite: OpenSqlite): Promise<Session> {
  switch (spec.setting.kind) {
    case 'postgres':
      return connectPostgres(spec)
    case 'mysql':
      return connectMysql(spec)
    case 'oracle':
      return connectOracle(spec)
    case 'sqlserver':
      return connectSqlserver(spec)
    case 'sqlite':
      return connectSqlite(spec, openSqlite)
    case 'dm':
      return connectDm(spec)
  }
}

/** Connects and asks for the rows. Throws `database.*`, and `LostConnection` where the same may be tried again. */
export async function openPull(spec: PullSpec, openSqlite: OpenSqlite): Promise<OpenPull> {
  let open: { close(): Promise<void> } | undefined
  try {
    const session = await connect(spec, openSqlite)
    open = session
    const pull = new Pull(spec, session, await patiently(session.describe(), spec))
    open = pull
    return await pull.open()
  } catch (error) {
    await open?.close()
    throw failed(error, spec)
  }
}

class Pull {
  private readonly spec: PullSpec
  private readonly session: Session
  private readonly columns: readonly ResultColumn[]
  private readonly names: readonly string[]
  private readonly fingerprint: string
  private readonly newest: Newest | null
  private readonly hash: Hash = createHash('sha256')
  private fresh: Fresh | null = null
  private digest = ''
  private bytes = 0

  constructor(spec: PullSpec, session: Session, columns: readonly ResultColumn[]) {
    const { incremental, from } = spec.setting
    this.spec = spec
    this.session = session
    this.columns = columns
    this.names = columns.map(c => c.name)
    this.fingerprint = createHash('sha256')
      .update(JSON.stringify([from, incremental, spec.setting.timeZone, columns]))
      .digest('hex')
      .slice(0, 16)
    this.newest = incremental === null ? null : new Newest(incremental.overlap, spec.today)
  }

  async open(): Promise<OpenPull> {
    const { spec, names, newest } = this
    const { incremental } = spec.setting
    for (const name of incremental === null ? [] : [incremental.watermark, ...incremental.key]) this.place(name)
    if (spec.earlier !== null && spec.earlier.fingerprint === this.fingerprint && isMark(spec.earlier.mark, incremental!.overlap))
      await this.fetchFresh(spec.earlier.mark)
    const watched = newest === null ? null : { column: this.place(incremental!.watermark), newest }
    const reader = new DatabaseReader({ source: spec.source, names, pieces: () => this.received(), watched })
    // A getter: the digest is known once all rows were read.
    const digest = (): string => this.digest
    const bytes = (): number => this.bytes
    return {
      path: '',
      format: 'database',
      wrapped: [],
      leftOut: [],
      beside: [],
      unchanged: () => undefined,
      encoding: null,
      encodingWhy: null,
      delimiter: null,
      readers: [reader],
      sheets: [],
      get digest() {
        return digest()
      },
      get bytes() {
        return bytes()
      },
      next: () => this.next(),
      fresh: () => (this.fresh === null ? null : this.fresh.counts),
      close: () => this.close(),
    }
  }

  private wanted = false

  private next(): ReturnType<OpenPull['next']> {
    const mark = this.newest?.mark ?? null
    const { keep } = this.spec
    if (mark === null || keep === null) return null
    this.wanted = true
    return { fingerprint: this.fingerprint, mark, rows: keep }
  }

  /** Place of a declared column in the result. Throws `database.column`. */
  private place(name: string): number {
    const at = this.names.indexOf(name)
    if (at < 0) throw problem('database.column', { source: this.spec.source, column: name, found: this.names.join('、') })
    return at
  }

  private async fetchFresh(mark: string): Promise<void> {
    const { spec, session, columns } = this
    const { watermark, overlap, key } = spec.setting.incremental!
    this.fresh = new Fresh(`${spec.keep!}.new`, {
      source: spec.source,
      key,
      columns: key.map(k => this.place(k)).toSorted((a, b) => a - b),
    })
    await this.fresh.fill(
      guarded(session.read(columns, { column: columns[this.place(watermark)]!, bound: lowerBound(mark, overlap) }), spec),
    )
    await this.disconnect()
  }

  private connected = true

  private async disconnect(): Promise<void> {
    if (!this.connected) return
    this.connected = false
    await this.session.close()
  }

  /** The rows as received, their digest taken and, where the next pull needs them, kept. */
  private async *received(): AsyncIterable<Uint8Array> {
    const { spec, fresh } = this
    const fd = spec.keep === null ? null : openSync(spec.keep, 'w', 0o600)
    try {
      const take = (piece: Uint8Array): Uint8Array => {
        this.hash.update(piece)
        this.bytes += piece.length
        if (fd !== null) writeFileSync(fd, piece)
        return piece
      }
      take(Buffer.from(copyLine(this.names)))
      const pieces = fresh === null ? guarded(this.session.read(this.columns, null), spec) : fresh.merged(spec.earlier!.rows)
      for await (const piece of pieces) yield take(piece)
      if (fd !== null) fsyncSync(fd)
      this.digest = this.hash.digest('hex')
    } finally {
      if (fd !== null) closeSync(fd)
    }
  }

  async close(): Promise<void> {
    await this.disconnect()
    const { keep } = this.spec
    if (keep === null) return
    rmSync(`${keep}.new`, { force: true })
    if (!this.wanted) rmSync(keep, { force: true })
  }
}

/** The pieces, with the driver's errors told as Problems, and a connection that gives nothing for too long taken for lost. */
async function* guarded(pieces: AsyncIterable<Uint8Array>, spec: PullSpec): AsyncIterable<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  try {
    for (;;) {
      const step = await patiently(iterator.next(), spec)
      if (step.done === true) return
      yield step.value
    }
  } catch (error) {
    throw failed(error, spec)
  }
}

async function patiently<T>(work: Promise<T>, { setting }: PullSpec): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new LostConnection(`${setting.patience} s`)), setting.patience * 1000)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}
