import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, formOf, interfaceMarkdown, interfaceSheets, type InterfaceDescription } from '../conform/index.js'
import { nearest } from '../config/index.js'
import { problem, type Day } from '../kernel/index.js'
import { readCodes } from '../layout/index.js'
import { say, type Lang } from '../messages/index.js'
import { formRow } from '../synth/index.js'
import type { Workspace } from '../workspace/index.js'
import { TEMPLATES } from './init.js'
import { layoutsFor } from './layouts.js'
import { writeWorkbook } from './workbook.js'

/** Which interface descriptions are wanted, and where to. */
export interface InterfaceRequest {
  /** For its layouts and codes; null: the shipped ones. */
  readonly ws: Workspace | null
  /** Name or path of a layout; absent: all. */
  readonly layout?: string
  readonly lang: Lang
  /** File to write, .md or .xlsx; absent: none. */
  readonly out?: string
  readonly today: Day
}

/** Describes layouts for the bureaus that deliver by them; returns the Markdown. Throws `layout.unknown`, `doc.out`, `conform.out`. */
export async function describeLayouts({ ws, layout: asked, lang, out, today }: InterfaceRequest): Promise<string> {
  if (out !== undefined && !/\.(?:md|xlsx)$/i.test(out)) throw problem('doc.out', { file: out })
  if (out !== undefined && existsSync(out)) throw problem('workspace.file_exists', { file: out })
  const { layouts, wanted } = layoutsFor(ws?.layouts ?? join(TEMPLATES, 'layouts'), asked ?? null)
  const chosen = wanted === null ? layouts : layouts.filter(l => l.name === wanted)
  const names = layouts.map(l => l.name)
  if (chosen.length === 0)
    throw problem('layout.unknown', { wanted: asked ?? '', known: names.join(', '), nearest: nearest(asked ?? '', names) ?? '' })
  const codes = readCodes(ws?.codes ?? join(TEMPLATES, 'codes'))
  const described = chosen.map((layout): InterfaceDescription => {
    const form = formOf(layout, codes)
    const cells = formRow(form, 1, 1)
    return describe(layout, codes, { lang, examples: new Map(form.columns.map((c, i) => [c.name, cells[i]!])) })
  })
  const markdown = described.map(d => interfaceMarkdown(d, lang)).join('\n')
  if (out !== undefined && /\.md$/i.test(out)) writeFileSync(out, markdown, { mode: 0o600 })
  if (out !== undefined && /\.xlsx$/i.test(out)) {
    const pages = {
      title: say(lang, 'doc.book', {}),
      facts: described.map(d => [d.layout, d.title] as const),
      notes: described[0]!.intro,
      sheets: described.flatMap(d => interfaceSheets(d, lang)),
    }
    await writeWorkbook(out, pages, { lang, day: today })
  }
  return markdown
}
