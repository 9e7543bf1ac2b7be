import { z } from 'zod'

interface Shape { readonly properties?: Readonly<Record<string, Shape>>; readonly items?: Shape; readonly additionalProperties?: Shape | boolean; readonly anyOf?: readonly Shape[]; readonly oneOf?: readonly Shape[]; readonly allOf?: readonly Shape[] }

/** The keys that a schema takes at a place of a file, in its own order. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape
  const here = path.reduce<readonly Shape[]>((shapes, step) => shapes.flatMap(s => below(s, step)), branches(root))
  return [...new Set(here.flatMap(s => Object.keys(s.properties ?? {})))]
}

function branches(shape: Shape): readonly Shape[] {
  const inner = [...shape.anyOf ?? [], ...shape.oneOf ?? [], ...shape.allOf ?? []]
  return [shape, ...inner.flatMap(branches)]
}

function below({ properties, items, additionalProperties }: Shape, step: PropertyKey): readonly Shape[] {
  const next = typeof step === 'number' ? items : properties?.[String(step)] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  return next === undefined ? [] : branches(next)
}
