import { attribute } from './xml.js'
import type { Zip } from './zip.js'

/** Tables of an OpenDocument workbook that are not shown: their style says so, and the library that reads the rest does not. */
export async function hiddenTables(zip: Zip): Promise<ReadonlySet<string>> {
  const hiding = new Set<string>()
  const hidden = new Set<string>()
  if (!zip.has('content.xml')) return hidden
  let style = ''
  await zip.all('content.xml', {
    open: (name, attributes) => {
      if (name === 'style') style = attribute(attributes, 'name') ?? ''
      else if (name === 'table-properties' && attribute(attributes, 'display') === 'false') hiding.add(style)
      else if (name === 'table' && hiding.has(attribute(attributes, 'style-name') ?? '')) hidden.add(attribute(attributes, 'name') ?? '')
    },
    text: () => undefined,
    close: () => undefined,
  })
  return hidden
}
