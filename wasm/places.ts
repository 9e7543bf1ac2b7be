// Where things lie at the front of a block's memory: src/records/loops.ts names the same places. Static data of the module lies from 32768 on.
export const ROWS: i32 = 2048
export const STATE: usize = 64
export const KINDS: usize = 256
/** Header and body of the row that is being written. */
export const HEADER: usize = 512
export const BODY: usize = 1200128
/** A byte a row: 1 for the rows to write, or what became of the rows so far (0: still a row). */
export const EMIT: usize = 1024
export const ROW_START: usize = 4096
export const ROW_END: usize = 12288
export const PAGE: usize = 65536
export const CELLS: usize = 131072
/** Bytes a column: starts, then ends (or numbers). Not a power of two, so that columns do not share cache lines' sets. */
export const COLUMN: usize = 16512
export const ENDS: usize = 8256
/** The rows that a look is not sure of. */
export const LEFT: usize = 1187840
/** What a look at codes or at beginnings looks up. */
export const TABLE: usize = 1196032

@inline export function put(at: usize, value: i32): void { store<i32>(at, value) }

@inline export function startOf(r: i32): i32 { return load<i32>(CELLS + (<usize>r << 2)) }
@inline export function endOf(r: i32): i32 { return load<i32>(CELLS + ENDS + (<usize>r << 2)) }
