// In the place of buffer-crc32 where yazl asks for it (`build.js`): Node has the same in its own code, from 20.15 on.
import plain from 'buffer-crc32'
import * as zlib from 'node:zlib'

export const unsigned = typeof zlib.crc32 === 'function' ? zlib.crc32 : plain.unsigned
