import { closeSync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { constants, deflateRaw } from 'node:zlib'
import { crc32, type Day } from '../kernel/index.js'

/**
 * A fifth larger than by Node's own level, 6, for 0.4 of its time: sheets say the same again and again at any level.
 */
const LEVEL = 2

/** Pieces that are being packed while the next is made: Node packs beside, in threads of its own. */
const AHEAD = 3

/** Sizes and places from here on do not fit the fields of a plain zip (APPNOTE 4.4.1.4). */
const LARGE = 0xffff_ffff

const UTF8 = 0x0800
const SIZES_BEHIND = 0x0008
const DEFLATED = 8
const PLAIN_ZIP = 20
const ZIP64 = 45
const MADE_ON_UNIX = (3 << 8) | 63
const OWNER_ALONE = 0o100600
/** A last block of nothing: pieces are packed each by itself and end with no last block. */
const END_OF_DATA = Buffer.from([0x03, 0x00])

const packed = promisify<Uint8Array, object, Buffer>(deflateRaw)

interface Member { readonly name: Buffer; readonly at: number; crc: number; size: number; packed: number }

/** A zip in the making: members one after the other, all of one day, none larger in memory than its pieces. Its bytes depend on members and day alone. */
export class ZipWriter {
  private readonly file: number
  private readonly date: number
  private readonly large: number
  private readonly members: Member[] = []
  private at = 0

  /** `large`: sizes from which zip64 is used, lower in tests. */
  constructor(path: string, day: Day, large = LARGE) {
    const [year, month, date] = day.split('-').map(Number) as [number, number, number]
    this.date = (Math.max(0, year - 1980) << 9) | (month << 5) | date
    this.large = large
    this.file = openSync(path, 'w', 0o600)
  }

  /** Adds a member. Pieces must not change once they are given. */
  async add(name: string, pieces: Iterable<Uint8Array>): Promise<void> {
    const member: Member = { name: Buffer.from(name), at: this.at, crc: 0, size: 0, packed: 0 }
    this.members.push(member)
    this.put(this.local(member))
    const waiting: Promise<Buffer>[] = []
    const next = async (): Promise<void> => {
      const bytes = await waiting.shift()!
      member.packed += bytes.length
      this.put(bytes)
    }
    for (const piece of pieces) {
      member.crc = crc32(piece, member.crc)
      member.size += piece.length
      const work = packed(piece, { level: LEVEL, memLevel: 9, finishFlush: constants.Z_SYNC_FLUSH })
      // Whoever waits for it is told; a failure of a later piece, while an earlier one is waited for, must not end the process.
      work.catch(() => undefined)
      waiting.push(work)
      if (waiting.length >= AHEAD) await next()
    }
    while (waiting.length > 0) await next()
    member.packed += END_OF_DATA.length
    this.put(END_OF_DATA)
    this.put(this.descriptor(member))
  }

  /** Writes the directory. */
  end(): void {
    const from = this.at
    for (const member of this.members) this.put(this.entry(member))
    this.put(this.last(from, this.at - from))
  }

  close(): void {
    closeSync(this.file)
  }

  private put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done)
    this.at += bytes.length
  }

  private isLarge({ size, packed: p, at }: Pick<Member, 'size' | 'packed' | 'at'>): boolean {
    return size >= this.large || p >= this.large || at >= this.large
  }

  /** Local file header: sizes stand behind the data. */
  private local({ name }: Member): Buffer {
    const out = Buffer.alloc(30)
    out.writeUInt32LE(0x04034b50, 0)
    out.writeUInt16LE(PLAIN_ZIP, 4)
    out.writeUInt16LE(UTF8 | SIZES_BEHIND, 6)
    out.writeUInt16LE(DEFLATED, 8)
    out.writeUInt16LE(this.date, 12)
    out.writeUInt16LE(name.length, 26)
    return Buffer.concat([out, name])
  }

  private descriptor({ crc, size, packed: p }: Member): Buffer {
    const isLarge = size >= this.large || p >= this.large
    const out = Buffer.alloc(isLarge ? 24 : 16)
    out.writeUInt32LE(0x08074b50, 0)
    out.writeUInt32LE(crc, 4)
    if (isLarge) {
      out.writeBigUInt64LE(BigInt(p), 8)
      out.writeBigUInt64LE(BigInt(size), 16)
    } else {
      out.writeUInt32LE(p, 8)
      out.writeUInt32LE(size, 12)
    }
    return out
  }

  private entry(member: Member): Buffer {
    const { name, crc, size, packed: p, at } = member
    const isLarge = this.isLarge(member)
    const out = Buffer.alloc(46)
    out.writeUInt32LE(0x02014b50, 0)
    out.writeUInt16LE(MADE_ON_UNIX, 4)
    out.writeUInt16LE(isLarge ? ZIP64 : PLAIN_ZIP, 6)
    out.writeUInt16LE(UTF8 | SIZES_BEHIND, 8)
    out.writeUInt16LE(DEFLATED, 10)
    out.writeUInt16LE(this.date, 14)
    out.writeUInt32LE(crc, 16)
    out.writeUInt32LE(isLarge ? LARGE : p, 20)
    out.writeUInt32LE(isLarge ? LARGE : size, 24)
    out.writeUInt16LE(name.length, 28)
    out.writeUInt32LE((OWNER_ALONE << 16) >>> 0, 38)
    out.writeUInt32LE(isLarge ? LARGE : at, 42)
    if (!isLarge) return Buffer.concat([out, name])
    const more = Buffer.alloc(28)
    more.writeUInt16LE(1, 0)
    more.writeUInt16LE(24, 2)
    for (const [i, n] of [size, p, at].entries()) more.writeBigUInt64LE(BigInt(n), 4 + 8 * i)
    out.writeUInt16LE(more.length, 30)
    return Buffer.concat([out, name, more])
  }

  /** End of the directory, before it that of zip64 where one is needed. */
  private last(from: number, size: number): Buffer {
    const { members } = this
    const isLarge = from >= this.large || size >= this.large || members.length >= 0xffff
    const out = Buffer.alloc(22)
    out.writeUInt32LE(0x06054b50, 0)
    for (const place of [8, 10]) out.writeUInt16LE(isLarge ? 0xffff : members.length, place)
    out.writeUInt32LE(isLarge ? LARGE : size, 12)
    out.writeUInt32LE(isLarge ? LARGE : from, 16)
    if (!isLarge) return out
    const record = Buffer.alloc(56)
    record.writeUInt32LE(0x06064b50, 0)
    record.writeBigUInt64LE(44n, 4)
    record.writeUInt16LE(MADE_ON_UNIX, 12)
    record.writeUInt16LE(ZIP64, 14)
    for (const [i, n] of [members.length, members.length, size, from].entries()) record.writeBigUInt64LE(BigInt(n), 24 + 8 * i)
    const locator = Buffer.alloc(20)
    locator.writeUInt32LE(0x07064b50, 0)
    locator.writeBigUInt64LE(BigInt(from + size), 8)
    locator.writeUInt32LE(1, 16)
    return Buffer.concat([record, locator, out])
  }
}
