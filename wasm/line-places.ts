// Where things lie in the memory of wasm/lines.ts; src/report/line-loops.ts names the same places.

/** Cells that a line may have, and of each: what it holds, what is odd about it, where it begins and ends, its number, whether the digest has it. */
export const MOST: usize = 256
export const KIND: usize = 65536
export const ODD: usize = KIND + MOST
export const START: usize = ODD + MOST
export const END: usize = START + 4 * MOST
export const NUM: usize = END + 4 * MOST
export const GIVEN: usize = NUM + 8 * MOST
/** Of each column where its pieces begin and how long they are: its place; then as it is loud and as it is quiet: how a cell goes on that holds nothing, a number, a text, a text whose blanks count. */
export const PIECES: usize = GIVEN + MOST
export const PIECE: usize = 8
export const COLUMN: usize = 9 * PIECE
/** The line's bytes: cells say where in them they begin and end. */
export const LINE: usize = 163840
/** What is made. */
export const OUT: usize = 262144
