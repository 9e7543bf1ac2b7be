import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readYaml, type YamlFile } from '../config/index.js'
import { problem } from '../kernel/index.js'
import { fieldOf } from '../records/index.js'
import { fieldsIn } from './expr.js'
import { groupRule, QUALITY_FILE } from './rules.js'
import { checkParts, type CheckFile } from './schema.js'
import type { GroupRule, Outcome } from './types.js'

const item = z.strictObject({
  rule: z.string('expected a quality rule as Q017').regex(/^Q\d{3}$/, 'expected a quality rule as Q017'),
  part: checkParts.name.optional(),
  standard: z.string('expected the name of a standard').min(1, 'expected the name of a standard'),
  clause: z.string('expected a clause').min(1, 'expected a clause'),
  basis: z.enum(['evidence', 'inference'], { error: 'expected evidence or inference' }),
  severity: checkParts.severity,
  record: z.union([checkParts.record, z.array(checkParts.record).min(1)], { error: 'expected a record kind, or a list of them' }),
  layouts: z.array(z.string('expected the name of a layout'), 'expected a list of layouts').optional(),
  needs: checkParts.names.optional(),
  where: checkParts.expr.optional(),
  lookups: checkParts.lookups,
  when: checkParts.expr,
  shows: checkParts.names,
  title: checkParts.words,
  do: checkParts.words,
})

/** What rules/quality.yaml may hold. @public for the reference pages */
export const qualitySchema = z.strictObject({ checks: z.array(item, 'expected a list of checks').min(1, 'expected at least one check') })
type Item = z.infer<typeof item>

/** A rule about single rows that names what it rests on: it tells of values, and opens nothing. */
export interface QualityRule extends Pick<Item, 'standard' | 'clause' | 'basis' | 'severity' | 'title' | 'do' | 'shows'> {
  readonly id: string
  /** Which of several conditions of the rule; null where it has one. */
  readonly part: string | null
  /** Layouts whose extracts it looks at; null: all. */
  readonly layouts: readonly string[] | null
  /** Fields that an extract must have, those of the condition unless the rule says others: without them it cannot be asked. */
  readonly needs: readonly string[]
  /** The condition of a bad row, as a check over single rows. */
  readonly check: GroupRule
}

/** Whether the rules of a folder have any about quality. */
export function hasQuality(dir: string): boolean {
  return existsSync(join(dir, QUALITY_FILE))
}

/**
 * Reads and checks `quality.yaml` of the rules. Throws `quality.none`, `quality.twice`, `config.*` and `match.*` with file, line and
 * column.
 */
export function readQuality(dir: string): readonly QualityRule[] {
  const path = join(dir, QUALITY_FILE)
  if (!hasQuality(dir)) throw problem('quality.none', { dir })
  const file = readYaml(path, qualitySchema, QUALITY_FILE)
  const rules = file.value.checks.map((check, i) => ruleOf(file, check, ['checks', i]))
  for (const [i, rule] of rules.entries()) {
    if (rules.findIndex(r => nameOf(r) === nameOf(rule)) !== i)
      throw problem('quality.twice', { file: QUALITY_FILE, ...file.at(['checks', i, 'rule']), rule: nameOf(rule) })
  }
  return rules
}

/** `Q017`, `Q017/unknown` */
export function nameOf({ id, part }: Pick<QualityRule, 'id' | 'part'>): string {
  return part === null ? id : `${id}/${part}`
}

/** A quality rule written out as a check: one that opens nothing needs no identity and nobody who acts. */
function checkOf({ rule: code, title, severity, shows: key, when, do: remedy, record, where, lookups }: Item): CheckFile {
  return {
    rule: code.toLowerCase(),
    kind: 'check',
    by: 'all',
    title,
    record,
    from: 'any',
    lookups,
    outcomes: [{ code, when, key, severity, class: 'discrepancy', lists: [], says: {}, who_acts: ['all'], title, do: remedy }],
    ...(where === undefined ? {} : { where }),
  }
}

function ruleOf(file: YamlFile<z.infer<typeof qualitySchema>>, value: Item, path: readonly PropertyKey[]): QualityRule {
  const { rule: id, part = null, standard, clause, basis, severity, title, shows, layouts = null } = value
  const at = (p: readonly PropertyKey[]): { line: number; column: number } =>
    file.at([...path, ...(p[0] === 'outcomes' ? [p[2] === 'key' ? 'shows' : p[2]!, ...p.slice(3)] : p)])
  const whole = checkOf(value)
  const check = groupRule({ file: file.file, at, value: whole }, whole)
  const kinds = check.feeds.map(f => f.record)
  const asked = [check.outcomes[0]!, ...check.feeds].flatMap((x: Outcome | GroupRule['feeds'][number]) =>
    'when' in x ? fieldsIn(x.when) : x.where === null ? [] : fieldsIn(x.where),
  )
  const own = asked.filter(f => f.side === null).map(f => f.name)
  // A field that one of the kinds does not have would be no condition there.
  const strange = [...own, ...shows, ...(value.needs ?? [])].find(n => kinds.some(k => fieldOf(k, n) === undefined))
  if (strange !== undefined)
    throw problem('match.field', { file: file.file, ...file.at([...path, 'record']), found: strange, known: kinds.join(', '), nearest: '' })
  const named = fieldsIn(check.outcomes[0]!.when)
    .filter(f => f.side === null)
    .map(f => f.name)
    .filter(n => kinds.some(k => fieldOf(k, n)?.derived !== true))
  return {
    id,
    part,
    standard,
    clause,
    basis,
    severity,
    title,
    do: value.do,
    shows,
    layouts,
    needs: value.needs ?? [...new Set(named)],
    check,
  }
}
