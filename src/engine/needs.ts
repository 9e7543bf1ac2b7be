import type { Agency, Owner } from '../kernel/index.js'
import { isRecordLookup, type GroupFeed, type Rule } from '../match/index.js'
import type { Kind } from '../records/index.js'
import { agenciesIn, type Feeds, type Source } from './feeds.js'
import { lookupSources, missingLookups } from './lookups.js'

/** A source that owes something, and of which periods. */
export interface Owed {
  readonly source: string
  readonly periods: readonly string[]
}

/** With what it delivers. */
export interface OwingSource extends Owed {
  readonly agency: Agency
  readonly sender: Owner | null
  readonly kinds: readonly Kind[]
}

/** Why a rule does not run for an owner's insurances: records that nobody delivered; empty where it runs. */
export function missingOf(feeds: Feeds, rule: Rule, owner: Owner | null): readonly string[] {
  const own =
    rule.kind === 'compare'
      ? rule.sides
          .filter(side => feeds.delivery(side, owner) === null)
          .map(s => `${s.from[0] === 'owner' ? (owner ?? 'owner') : s.from[0]!}:${s.record}`)
      : rule.feeds.some(f => groupSources(feeds, f, owner).length > 0)
        ? []
        : rule.feeds.map(f => `${f.from.map(x => (x === 'owner' ? (owner ?? x) : x)).join('/')}:${f.record}`)
  return [...new Set([...own, ...missingLookups({ feeds }, rule.lookups, owner)])]
}

/** Files of a rule over single rows or keys: by owner the first sender that delivered it; else all of them. */
export function groupSources(feeds: Feeds, { record, from }: GroupFeed, owner: Owner | null): readonly Source[] {
  if (owner === null) return feeds.all({ record, from, level: null }, null)
  return from.map(f => feeds.all({ record, from: [f], level: null }, owner)).find(s => s.length > 0) ?? []
}

/** Files that a rule reads for an owner's insurances; none where it does not run. */
export function sourcesRead(feeds: Feeds, rule: Rule, owner: Owner | null): readonly Source[] {
  if (missingOf(feeds, rule, owner).length > 0) return []
  const own =
    rule.kind === 'compare'
      ? rule.sides.flatMap(side => feeds.delivery(side, owner)!.sources)
      : rule.feeds.flatMap(f => groupSources(feeds, f, owner))
  return [...own, ...rule.lookups.filter(isRecordLookup).flatMap(l => lookupSources({ feeds }, l, owner))]
}

/** Of the sources that owe something those that a rule reads, so that what it says may change when they come. */
export function owingFor(
  feeds: Feeds,
  rule: Rule,
  { owner, owing }: { readonly owner: Owner | null; readonly owing: readonly OwingSource[] },
): readonly OwingSource[] {
  if (owing.length === 0) return []
  const reads = readsOf(feeds, rule, owner)
  return owing.filter(s =>
    reads.some(
      r =>
        s.kinds.includes(r.kind) &&
        (r.agency === null || r.agency === s.agency) &&
        (r.owner === null || s.sender === null || s.sender === r.owner),
    ),
  )
}

/** Kinds of records that a rule reads, from which agency (null: any), of whose insurances (null: either owner's). */
interface Read {
  readonly kind: Kind
  readonly agency: Agency | null
  readonly owner: Owner | null
}

function readsOf(feeds: Feeds, rule: Rule, owner: Owner | null): readonly Read[] {
  const own =
    rule.kind === 'compare'
      ? rule.sides.flatMap(side => {
          const delivery = feeds.delivery(side, owner)
          const kinds = [...new Set(delivery?.sources.map(s => s.kind) ?? [])]
          return kinds.flatMap(kind => tried(named({ record: kind, from: side.from }, owner), delivery!.agency))
        })
      : rule.feeds.flatMap(f =>
          owner === null ? named(f, null) : tried(named(f, owner), groupSources(feeds, f, owner)[0]?.batch.agency ?? null),
        )
  return [...own, ...rule.lookups.filter(isRecordLookup).flatMap(l => named(l, l.of ?? owner))]
}

/** All the senders that a feed names. */
function named({ record, from }: Pick<GroupFeed, 'record' | 'from'>, owner: Owner | null): readonly Read[] {
  return agenciesIn(from, owner).map(agency => ({ kind: record, agency, owner }))
}

/** Of senders that stand in for one another those down to the one that delivered: when an earlier one delivers, it is read in its place. */
function tried(reads: readonly Read[], delivered: Agency | null): readonly Read[] {
  const at = reads.findIndex(r => r.agency === null || r.agency === delivered)
  return at < 0 ? reads : reads.slice(0, at + 1)
}
