import { join } from 'node:path'
import { keepQuality, refuseMissingGraces, runQuality, type QualityFigure } from '../engine/index.js'
import { AGENCIES, problem, type Day, type Effects } from '../kernel/index.js'
import { nameOf, readQuality, type Params, type QualityRule } from '../match/index.js'
import { agencyWord, cleansingBook, told, writeXlsx, type QualityLine, type Voice } from '../report/index.js'
import { openDb, openStoreToRead, type Batch, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { cleansingNotes } from './export-notes.js'
import { labelsOf } from './labels.js'
import { beginPackage } from './package.js'
import { paramsOf } from './rules.js'

/** Which batches are held to the quality rules, as of which day. */
export interface QualityRequest {
  readonly asOf: Day
  /** Only these batches; empty: the newest of each source. */
  readonly batches: readonly number[]
  /** Folder in which the folder of the cleansing reports is made. */
  readonly out: string | null
}

/** What the quality rules found. `rules`: how many ran; `written`: paths of the cleansing reports. */
export interface QualityReport {
  readonly asOf: Day
  readonly rules: number
  /** One a batch and rule that had something to look at. */
  readonly lines: readonly QualityLine[]
  readonly written: readonly string[]
  /** Whether the cleansing reports of packages will say it: where the workspace may only be read they will not. */
  readonly kept: boolean
}

interface Ground {
  readonly ws: Workspace
  readonly store: Store
  readonly rules: readonly QualityRule[]
  readonly params: Params
  readonly asOf: Day
}

/**
 * Holds batches to the quality rules and to the batch of the period before; keeps what was found for the cleansing reports. No value and no
 * discrepancy changes. Throws `quality.*`.
 */
export async function qualityOf(ws: Workspace, request: QualityRequest, fx: Effects): Promise<QualityReport> {
  const store = openStoreToRead(ws.data)
  const lock = store.isLook ? null : store.lock()
  try {
    const ground: Ground = { ws, store, rules: readQuality(ws.rules), params: paramsOf(ws), asOf: request.asOf }
    refuseMissingGraces(
      ground.rules.map(r => r.check),
      ground.params,
    )
    const targets = chosen(store, request)
    const now = figuresOf(ground, targets, request.asOf)
    const before = new Map(
      targets.flatMap(batch => {
        const one = previous(store, batch)
        return one === null ? [] : [[batch.id, one] as const]
      }),
    )
    const then = earlier(ground, [...new Set(before.values())])
    const lines = targets.flatMap(batch => linesOf(ground, { batch, now, then: then.filter(f => f.batch === before.get(batch.id)?.id) }))
    if (!store.isLook) keep(ground, { targets, lines, fx })
    const written = request.out === null ? [] : await writeReports(ground, { targets, lines, out: request.out, fx })
    return { asOf: request.asOf, rules: ground.rules.length, lines, written, kept: !store.isLook }
  } finally {
    lock?.release()
    store.close()
  }
}

interface Found {
  readonly targets: readonly Batch[]
  readonly lines: readonly QualityLine[]
  readonly fx: Effects
}

/** Keeps what was found for the cleansing reports of packages. */
function keep({ store, asOf }: Ground, { targets, lines, fx }: Found): void {
  const batches = targets.map(b => b.id)
  store.writeCatalog(db =>
    keepQuality(
      db,
      batches,
      lines.map(l => ({ batch: l.batch, rule: l.rule, line: JSON.stringify(l) })),
    ),
  )
  const bad = lines.reduce((n, l) => n + l.bad, 0)
  store.audit({ at: fx.now().toISOString(), what: 'quality', detail: { as_of: asOf, batches, bad } })
}

/** The newest batch in force of each source, and each that came of none. */
function chosen(store: Store, { asOf, batches }: QualityRequest): readonly Batch[] {
  const all = store.batches()
  const unknown = batches.find(id => !all.some(b => b.id === id))
  if (unknown !== undefined) throw problem('store.no_batch', { id: String(unknown) })
  if (batches.length > 0) return all.filter(b => batches.includes(b.id) && b.state !== 'dropped')
  const inForce = store.inForce(asOf)
  if (inForce.length === 0) throw problem('quality.no_data', { asOf })
  return inForce.filter(b => b.source === null || newest(inForce.filter(x => x.source === b.source)) === b)
}

function newest(batches: readonly Batch[]): Batch | undefined {
  return batches.toSorted((a, b) => (a.dataDate === b.dataDate ? a.id - b.id : a.dataDate < b.dataDate ? -1 : 1)).at(-1)
}

/** The last batch of the same source whose data is older and of another window; null: none, or none is known for files of no source. */
function previous(store: Store, batch: Batch): Batch | null {
  if (batch.source === null) return null
  const older = store
    .batches()
    .filter(
      b =>
        b.source === batch.source &&
        b.state === 'active' &&
        b.dataDate < batch.dataDate &&
        (b.delivers !== 'window' || b.window !== batch.window),
    )
  return newest(older) ?? null
}

/** Figures of batches, with the records besides as they were in force on a day. */
function figuresOf({ store, rules, params }: Ground, targets: readonly Batch[], asOf: Day): readonly QualityFigure[] {
  const db = openDb(':memory:')
  try {
    return runQuality({ db, inForce: store.inForce(asOf), targets, rules, params, asOf })
  } finally {
    db.close()
  }
}

/** Figures of the batches of the period before, each with the records of its own day; those of one day together. */
function earlier(ground: Ground, batches: readonly Batch[]): readonly QualityFigure[] {
  const days = [...new Set(batches.map(b => b.dataDate))]
  return days.flatMap(day =>
    figuresOf(
      ground,
      batches.filter(b => b.dataDate === day),
      day,
    ),
  )
}

function linesOf(
  { rules }: Ground,
  { batch, now, then }: { readonly batch: Batch; readonly now: readonly QualityFigure[]; readonly then: readonly QualityFigure[] },
): readonly QualityLine[] {
  return rules.flatMap((rule): readonly QualityLine[] => {
    const { title, do: action, standard, clause, basis, severity } = rule
    const name = nameOf(rule)
    const figure = now.find(f => f.batch === batch.id && f.rule === name)
    const old = then.find(f => f.rule === name)
    return figure === undefined
      ? []
      : [
          {
            batch: batch.id,
            agency: batch.agency,
            source: batch.source,
            layout: batch.layout,
            dataDate: batch.dataDate,
            files: batch.segments.map(s => s.file),
            rule: name,
            title,
            do: action,
            standard,
            clause,
            basis,
            severity,
            looked: figure.looked,
            bad: figure.bad,
            before: old === undefined ? null : { batch: old.batch, looked: old.looked, bad: old.bad },
            examples: figure.examples,
          },
        ]
  })
}

/**
 * One workbook for each agency that sent one of the batches, in a folder of their own below `out`: reports that somebody has at hand are
 * never written over. Throws `export.outbox`.
 */
async function writeReports(
  { ws, store, asOf }: Ground,
  { targets, lines, out, fx }: Found & { readonly out: string },
): Promise<readonly string[]> {
  const voice: Voice = { lang: fx.lang, label: labelsOf(ws, fx.lang), mask: false }
  const ids = new Set(targets.map(b => b.id))
  const written: string[] = []
  const draft = beginPackage(out, asOf, fx)
  try {
    draft.open()
    for (const agency of AGENCIES.filter(a => targets.some(b => b.agency === a))) {
      const file = `${told(voice, 'file.cleansing', { agency: agencyWord(voice, agency) })}.xlsx`
      await writeXlsx(
        cleansingBook({
          agency,
          city: ws.city,
          asOf,
          packageId: `${asOf}-quality`,
          voice,
          ...cleansingNotes(store, ids, agency),
          quality: lines.filter(l => l.agency === agency).toSorted((a, b) => a.batch - b.batch || (a.rule < b.rule ? -1 : 1)),
        }),
        join(draft.dir, file),
        voice,
      )
      written.push(join(out, draft.folder, file))
    }
    draft.commit()
  } catch (error) {
    draft.abandon()
    throw error
  }
  return written
}
