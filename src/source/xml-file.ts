import { problem } from '../kernel/index.js'
import { Supply } from './supply.js'
import type { Encoding } from './types.js'
import { XmlReader, type XmlHandler } from './xml.js'

const CHUNK = 1 << 18

interface XmlFile {
  readonly path: string
  readonly file: string
  readonly encoding: Encoding
}

/**
 * Hands an XML file through a handler, a step a piece; `lines` is given what tells the line of the tag that is being handled. Throws
 * `source.xml`, `source.xml_dtd`, `source.xml_entity`, `source.cell_long`.
 */
export function* readXmlFile(
  { path, file, encoding }: XmlFile,
  handler: XmlHandler & { readonly depth: number },
  lines: (line: () => number) => void = () => undefined,
): Generator<void> {
  const supply = new Supply(path, encoding)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const buffer = new Uint8Array(CHUNK + 64)
  const reader: XmlReader = new XmlReader(
    balanced(handler, () => problem('source.xml', { file, part: `#${reader.line}`, detail: '< >' })),
    {
      strict: true,
      refuse: what =>
        what === 'dtd'
          ? problem('source.xml_dtd', { file, where: `#${reader.line}` })
          : what === 'entity'
            ? problem('source.xml_entity', { file, line: reader.line })
            : problem('source.cell_long', { file, line: reader.line }),
    },
  )
  lines(() => reader.line)
  try {
    while (!supply.done) {
      const end = supply.fill(buffer, 0, CHUNK)
      reader.write(decoder.decode(buffer.subarray(0, end), { stream: !supply.done }))
      yield
    }
  } finally {
    supply.close()
  }
  if (reader.unfinished || handler.depth > 0) throw problem('source.xml', { file, part: `#${reader.line}`, detail: 'EOF' })
}

/** Tags must close as they opened; what does not is no XML, or cut together from pieces. */
function balanced(handler: XmlHandler, wrong: () => Error): XmlHandler {
  const open: string[] = []
  return {
    open: (name, attributes, empty) => {
      open.push(name)
      handler.open(name, attributes, empty)
    },
    text: text => handler.text(text),
    close: name => {
      if (open.pop() !== name) throw wrong()
      handler.close(name)
    },
  }
}
