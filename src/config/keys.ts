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

/** Keys at a place of a file: those that are taken there, in the schema's own order, and by `kind` those that another kind than the one written there would take. */
export interface Keys { readonly known: readonly string[]; readonly kind: string; readonly elsewhere: Readonly<Record<string, readonly string[]>> }

/** The keys that a schema takes at a place of a file. `kind`: what the file says of itself there. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[], kind: unknown): Keys {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape
  const here = path.reduce<readonly Shape[]>((shapes, step) => shapes.flatMap(s => below(s, step)), branches(root))
  const other = (s: Shape): string | undefined => typeof kind === 'string' && typeof s.properties?.[KIND]?.const === 'string' && s.properties[KIND].const !== kind ? s.properties[KIND].const : undefined
  return {
    known: [...new Set(here.filter(s => other(s) === undefined).flatMap(keysOf))], kind: String(kind),
    elsewhere: Object.fromEntries(here.flatMap(s => other(s) === undefined ? [] : [[other(s)!, keysOf(s)]])),
  }
}

const keysOf = (s: Shape): readonly string[] => Object.keys(s.properties ?? {})

function branches(shape: Shape): readonly Shape[] {
  const inner = [...shape.anyOf ?? [], ...shape.oneOf ?? [], ...shape.allOf ?? []]
  return [shape, ...inner.flatMap(branches)]
}

function below({ properties, items, additionalProperties }: Shape, step: PropertyKey): readonly Shape[] {
  const next = typeof step === 'number' ? items : properties?.[String(step)] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  return next === undefined ? [] : branches(next)
}
