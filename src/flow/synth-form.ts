import { join } from 'node:path'
import { formOf } from '../conform/index.js'
import { nearest } from '../config/index.js'
import { problem } from '../kernel/index.js'
import { readCodes } from '../layout/index.js'
import { deliver, type SynthDelivery } from '../synth/index.js'
import type { Workspace } from '../workspace/index.js'
import { TEMPLATES } from './init.js'
import { layoutsFor } from './layouts.js'

/** Which file of invented rows is wanted. The same seed gives the same bytes. */
export interface SynthFormRequest {
  /** For its layouts and codes; null: the shipped ones. */
  readonly ws: Workspace | null
  /** Name or path of a layout. */
  readonly layout: string
  readonly out: string
  readonly rows: number
  readonly seed: number
  readonly faults: boolean
}

/** Writes a file that keeps to a layout and, if asked, files that do not, with a list of what is wrong in them. Throws `layout.unknown`. */
export function synthForm({ ws, layout: asked, ...request }: SynthFormRequest): SynthDelivery {
  const { layouts, wanted } = layoutsFor(ws?.layouts ?? join(TEMPLATES, 'layouts'), asked)
  const layout = layouts.find(l => l.name === wanted)
  const names = layouts.map(l => l.name)
  if (layout === undefined)
    throw problem('layout.unknown', { wanted: asked, known: names.join(', '), nearest: nearest(asked, names) ?? '' })
  return deliver({ form: formOf(layout, readCodes(ws?.codes ?? join(TEMPLATES, 'codes'))), ...request })
}
