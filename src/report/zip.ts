import { closeSync, openSync, writeSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import type { Day } from '../kernel/index.js'

/** A quarter larger than by Node's own level, 6, for 0.4 of its time: sheets say the same again and again at any level. */
const LEVEL = 2

/** Bytes that are packed before they are written: with less, a piece is gone back to several times. */
const PACKED = 1 << 16

/** What a member's numbers may be without those of 64 bits (APPNOTE 4.4.1.4). */
const SMALL = 0xfffffffe
const FULL = 0xffffffff

/** Bits of a member: its name is UTF-8; its sizes stand behind it. */
const [UTF8, BEHIND] = [1 << 11, 1 << 3]
const [DEFLATED, PLAIN, ZIP64, UNIX] = [8, 20, 45, 3 << 8 | 63]
/** A file that only its owner reads and writes. */
const MODE = 0o100600

interface Member { readonly name: Buffer; readonly at: number; readonly flags: number; crc: number; packed: number; size: number }

/** A zip in the making, written as it comes; its bytes depend on what is in it and on the day alone. */
export class Zip {
  private readonly file: number
  private readonly day: number
  private readonly members: Member[] = []
  private at = 0

  constructor(path: string, day: Day) {
    this.file = openSync(path, 'w', 0o600)
    const [year, month, date] = day.split('-').map(Number) as [number, number, number]
    this.day = year < 1980 ? 1 << 5 | 1 : Math.min(year - 1980, 127) << 9 | month << 5 | date
  }

  /** A member that is in memory. */
  add(name: string, bytes: Buffer): void {
    const packed = zlib.deflateRawSync(bytes, { level: LEVEL })
    const member: Member = { name: Buffer.from(name), at: this.at, flags: UTF8, crc: crc32(bytes, 0), packed: packed.length, size: bytes.length }
    this.begin(member)
    this.put(packed)
  }

  /** A member that comes in pieces: while one is made, Node packs the one before in another thread. */
  async stream(name: string, pieces: Iterable<Buffer>): Promise<void> {
    const member: Member = { name: Buffer.from(name), at: this.at, flags: UTF8 | BEHIND, crc: 0, packed: 0, size: 0 }
    this.begin(member)
    const from = this.at
    await pipeline(counted(pieces, member), zlib.createDeflateRaw({ level: LEVEL, chunkSize: PACKED }), async parts => { for await (const part of parts) this.put(part as Buffer) })
    member.packed = this.at - from
    const size = isLarge(member) ? 8 : 4
    this.put(numbers([4, 0x08074b50], [4, member.crc], [size, member.packed], [size, member.size]))
  }

  /** Writes the directory. */
  end(): void {
    const from = this.at
    for (const member of this.members) this.list(member)
    const size = this.at - from
    const count = this.members.length
    const is64 = count >= 0xffff || size >= FULL || from >= FULL
    if (is64) {
      const at = this.at
      this.put(numbers([4, 0x06064b50], [8, 44], [2, UNIX], [2, ZIP64], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, from]))
      this.put(numbers([4, 0x07064b50], [4, 0], [8, at], [4, 1]))
    }
    const [members, place] = is64 ? [0xffff, FULL] : [count, from]
    this.put(numbers([4, 0x06054b50], [2, 0], [2, 0], [2, members], [2, members], [4, is64 ? FULL : size], [4, place], [2, 0]))
  }

  close(): void {
    closeSync(this.file)
  }

  private begin(member: Member): void {
    const { name, flags, crc, packed, size } = member
    this.members.push(member)
    this.put(numbers([4, 0x04034b50], [2, PLAIN], [2, flags], [2, DEFLATED], [2, 0], [2, this.day], [4, crc], [4, packed], [4, size], [2, name.length], [2, 0]))
    this.put(name)
  }

  private list(member: Member): void {
    const { name, flags, crc, packed, size, at } = member
    const is64 = isLarge(member)
    this.put(numbers(
      [4, 0x02014b50], [2, UNIX], [2, is64 ? ZIP64 : PLAIN], [2, flags], [2, DEFLATED], [2, 0], [2, this.day], [4, crc], [4, is64 ? FULL : packed], [4, is64 ? FULL : size], [2, name.length], [2, is64 ? 28 : 0],
      [2, 0], [2, 0], [2, 0], [4, MODE * 65536], [4, is64 ? FULL : at],
    ))
    this.put(name)
    if (is64) this.put(numbers([2, 1], [2, 24], [8, size], [8, packed], [8, at]))
  }

  private put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done)
    this.at += bytes.length
  }
}

function isLarge({ size, packed, at }: Member): boolean {
  return size > SMALL || packed > SMALL || at > SMALL
}

/** Numbers, each of so many bytes, lowest byte first. */
function numbers(...all: readonly (readonly [bytes: 2 | 4 | 8, n: number])[]): Buffer {
  const out = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, n] of all) {
    if (bytes === 8) out.writeBigUInt64LE(BigInt(n), at)
    else out.writeUIntLE(n, at, bytes)
    at += bytes
  }
  return out
}

function* counted(pieces: Iterable<Buffer>, member: Member): Iterable<Buffer> {
  for (const piece of pieces) {
    member.crc = crc32(piece, member.crc)
    member.size += piece.length
    yield piece
  }
}

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = (n & 1) !== 0 ? 0xedb88320 ^ n >>> 1 : n >>> 1
  return n
})

/** The checksum of a zip, of bytes behind others; where Node does not have it. @public */
export function crcByTable(bytes: Buffer, before: number): number {
  let crc = ~before
  for (const b of bytes) crc = TABLE[(crc ^ b) & 255]! ^ crc >>> 8
  return ~crc >>> 0
}

/** Node has it from 20.15 on. */
const crc32: typeof crcByTable = typeof zlib.crc32 === 'function' ? zlib.crc32 : crcByTable
