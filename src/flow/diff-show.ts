import type { Trail } from '../engine/index.js'
import { problem, Problem } from '../kernel/index.js'
import { readCodes } from '../layout/index.js'
import { findEntry, movesOf, type Move } from '../ledger/index.js'
import type { Rule } from '../match/index.js'
import type { Workspace } from '../workspace/index.js'
import { Readers, withStore, type Diff } from './diff.js'
import { outcomeOf, ruleNamed } from './rules.js'

/** A discrepancy whole: its values, how the verdict came about, who must act, what to do, and its history. */
export interface DiffDetail extends Diff {
  readonly trail: Trail | null
  readonly moves: readonly Move[]
  readonly title: { readonly zh: string; readonly en: string }
  readonly do: { readonly zh: string; readonly en: string }
  /** The rule that found it, as it stands today; null where the workspace has it no more. */
  readonly by: Rule | null
  /** What a canonical code of a list is called; the code itself where the workspace's lists do not say. */
  readonly label: (list: string, code: string, lang: 'zh' | 'en') => string
}

/**
 * Words for codes from the workspace's lists; a list that cannot be read leaves the codes as they are (`doctor` says what is wrong with
 * it).
 */
function labelsThere(ws: Workspace): DiffDetail['label'] {
  try {
    const codes = readCodes(ws.codes)
    return (list, code, lang) => codes.label(list, code, lang) || code
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return (_, code) => code
  }
}

/** How the verdict came about, with what the ledger knows to be so beside it. */
function withStories(trail: Trail | null, { finding: { also } }: Pick<Diff, 'finding'>): Trail | null {
  return trail === null || also === null ? trail : { ...trail, also }
}

/** By its number, or by an identity or the beginning of one that only it has. Throws `ledger.no_diff`. */
export function diffShow(ws: Workspace, wanted: string): DiffDetail {
  return withStore(ws, store => {
    const entry = store.readCatalog(db => findEntry(db, wanted))
    if (entry === null) throw problem('ledger.no_diff', { found: wanted })
    const readers = new Readers(store)
    try {
      const { title, do: action } = outcomeOf(ws, entry.finding.outcome, entry.finding.variant)
      return {
        ...entry,
        sides: readers.sides(entry),
        trail: withStories(readers.trail(entry), entry),
        moves: store.readCatalog(db => movesOf(db, entry.no)),
        title,
        do: action,
        by: ruleNamed(ws, entry.finding.rule),
        label: labelsThere(ws),
      }
    } finally {
      readers.close()
    }
  })
}
