import type { Agency, Owner } from '../kernel/index.js'
import type { Layout } from '../layout/index.js'

type Record_ = Layout['spec']['records'][number]

/** A header of a drafted column; on a condition where other headers would change its meaning. */
export type DraftHeader = string | { readonly is: string; readonly unless: readonly string[] }

/** A column of a drafted layout, and what is said of it. */
export interface DraftColumn {
  readonly name: string
  readonly headers: readonly DraftHeader[]
  /** Keys beside the headers, as the layout file has them. */
  readonly more: Readonly<Record<string, unknown>>
  readonly index: number
}

/** A layout in the making: what its file will say, in order. */
export interface LayoutDraft {
  readonly name: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly agency: Agency
  readonly sender: Owner | null
  readonly head: Readonly<Record<string, unknown>>
  readonly columns: readonly DraftColumn[]
  readonly mandatory: readonly (string | readonly string[] | { readonly count: number; readonly of: readonly string[] })[]
  readonly must: readonly string[]
  readonly readable: readonly string[]
  readonly records: readonly DraftRecord[]
}

/** A record of a drafted layout: of what the layout file may say of it only the kind is sure. */
export type DraftRecord = Readonly<Partial<Record_>> & { readonly kind: Record_['kind'] }
type When = Record_['when']

/** The condition without what the extract lacks; null where it can never hold. */
function prunedWhen(when: When, has: (name: string) => boolean): When | null {
  const parts = Object.entries(when ?? {})
  if (parts.some(([name, wanted]) => !has(name) && wanted !== 'blank')) return null
  const left = parts.filter(([name]) => has(name))
  return left.length === 0 ? undefined : Object.fromEntries(left)
}

/** A layout's record for an extract that has only some of its columns; null where it can never be. */
export function prunedRecord(record: Record_, has: (name: string) => boolean): DraftRecord | null {
  const when = prunedWhen(record.when, has)
  if (when === null) return null
  const fields = Object.entries(record.fields ?? {}).flatMap(([target, from]): [string, string | string[]][] => {
    const left = [from].flat().filter(has)
    return left.length === 0 ? [] : [[target, left.length === 1 ? left[0]! : left]]
  })
  const rules =
    record.split === undefined || !has(record.split.amount)
      ? []
      : record.split.rules.flatMap(rule => {
          const own = prunedWhen(rule.when, has)
          return own === null ? [] : [{ to: rule.to, ...(own === undefined ? {} : { when: own }) }]
        })
  const unpivot = (record.unpivot ?? []).filter(({ fields: of }) => Object.values(of).flat().some(has))
  if (record.unpivot !== undefined && unpivot.length === 0) return null
  const any = (record.any ?? []).filter(has)
  if (record.any !== undefined && any.length === 0) return null
  return {
    kind: record.kind,
    ...(any.length === 0 ? {} : { any }),
    ...(record.level === undefined ? {} : { level: record.level }),
    ...(record.agency === undefined ? {} : { agency: record.agency }),
    ...(when === undefined ? {} : { when }),
    ...(record.constants === undefined ? {} : { constants: record.constants }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    ...(rules.length === 0 ? {} : { split: { amount: record.split!.amount, rules } }),
    ...(unpivot.length === 0 ? {} : { unpivot }),
    ...(record.zeros === undefined ? {} : { zeros: record.zeros }),
  }
}

/** Mandatory groups that the extract can meet, without what it lacks. */
export function prunedMandatory(mandatory: Layout['spec']['mandatory'], has: (name: string) => boolean): LayoutDraft['mandatory'] {
  return mandatory.flatMap((group): LayoutDraft['mandatory'] => {
    if (typeof group === 'string') return has(group) ? [group] : []
    const left = ('of' in group ? group.of : group).filter(has)
    if (left.length === 0) return []
    if ('of' in group) return left.length < group.count ? left : [{ count: group.count, of: left }]
    return [left.length === 1 ? left[0]! : left]
  })
}
