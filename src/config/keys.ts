import { z } from 'zod'

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly const?: unknown
  readonly items?: Shape
  readonly additionalProperties?: Shape | boolean
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
}

/** The word that tells settings of several shapes apart. */
const KIND = 'kind'

/**
 * Keys at a place of a file: those that are taken there, in the schema's own order, and by `kind` those that another kind than the one
 * written there would take.
 */
export interface KnownKeys {
  readonly known: readonly string[]
  readonly kind: string
  readonly elsewhere: Readonly<Record<string, readonly string[]>>
}

/** A shape at a place. `other`: the kind that has it, where the file says that it is of another; null: it is this one's. */
interface Held {
  readonly shape: Shape
  readonly other: string | null
}

/** The keys that a schema takes at a place of a file. `kindAt`: what the file says of itself at a place. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[], kindAt: (path: readonly PropertyKey[]) => unknown): KnownKeys {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape
  let kind: unknown
  const held = (shapes: readonly Shape[], other: string | null, at: readonly PropertyKey[]): readonly Held[] =>
    shapes.flatMap(branches).map(shape => {
      const [own, written] = [shape.properties?.[KIND]?.const, kindAt(at)]
      if (typeof own !== 'string' || typeof written !== 'string') return { shape, other }
      kind = written
      return { shape, other: own === written ? other : own }
    })
  const here = path.reduce<readonly Held[]>(
    (list, step, i) => list.flatMap(({ shape, other }) => held(below(shape, step), other, path.slice(0, i + 1))),
    held([root], null, []),
  )
  const mine = new Set(here.filter(h => h.other === null).flatMap(h => keysOf(h.shape)))
  return {
    known: [...mine],
    kind: String(kind),
    elsewhere: Object.fromEntries(here.flatMap(h => (h.other === null ? [] : [[h.other, keysOf(h.shape).filter(k => !mine.has(k))]]))),
  }
}

const keysOf = (s: Shape): readonly string[] => Object.keys(s.properties ?? {})

function branches(shape: Shape): readonly Shape[] {
  const inner = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])]
  return [shape, ...inner.flatMap(branches)]
}

function below({ properties, items, additionalProperties }: Shape, step: PropertyKey): readonly Shape[] {
  const next =
    typeof step === 'number'
      ? items
      : (properties?.[String(step)] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined))
  return next === undefined ? [] : [next]
}
