// Where things lie in the memory in which leaves are read: src/store/leaf.ts names the same places.
/** Of each column of the table: which column of the chunk it is, or −1. */
export const WANTED: usize = 1024
export const PAGE: usize = 65536
export const CELLS: usize = 131072
/** Rows that a page can hold at most, and bytes a column of the chunk: numbers, then starts, then ends. */
export const ROWS: usize = 10928
export const COLUMN: usize = ROWS * 16 + 128
export const STARTS: usize = ROWS * 8
export const ENDS: usize = ROWS * 12
/** Behind 64 columns: fingerprints, 8 bytes a row. */
export const PRINTS: usize = CELLS + 64 * COLUMN
export const SLOT: usize = ROWS * 8 + 128
