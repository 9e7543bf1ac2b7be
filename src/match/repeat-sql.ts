import { ident, idents, literal, type SqlStep } from '../sql/index.js'
import type { CompareRule, Repeats } from './types.js'
import { rowsTable } from './work.js'

const open = '"c" is null'

/** Tables of a side's surplus rows and of their keys. */
const surplusTable = (side: string): string => ident(`surplus_${side}`)
/** The table of keys that stand more than once at a side. */
export const surplusKeyTable = (side: string): string => ident(`surplus_key_${side}`)

/**
 * Surplus copies of one key are claimed; the one with the lowest (batch, line) goes on. Where the rule says so, the other side's copies of
 * those go with them.
 */
export function repeatSteps(rule: CompareRule, repeats: Repeats): readonly SqlStep[] {
  return [
    ...repeats.on.flatMap(side => claim(side, repeats)),
    ...(repeats.copies === null ? [] : repeats.on.flatMap(side => follow(side, repeats.copies!, repeats))),
  ]
}

function claim(side: string, { key, mayBeBlank, outcome }: Repeats): readonly SqlStep[] {
  const t = rowsTable(side)
  const again = ident(`again_${side}`)
  const k = idents(key)
  const needed = key.filter(x => !mayBeBlank.includes(x))
  const takesPart = (of: string): string => [`${of}${open}`, ...needed.map(x => `${of}${ident(x)} is not null`)].join(' and ')
  const same = key.map(n => `t.${ident(n)} is q.${ident(n)}`).join(' and ')
  const inOrder = `over (partition by ${idents(key, 't')} order by t."b", t."line", t."n")`
  return [
    // Nearly always there are none, and to find that out costs less than to number the rows of every key.
    {
      name: `${side}: keys that repeat`,
      why: 'two or more live rows equal in every field of the key',
      sql: `create temp table ${again} as select ${k} from ${t} where ${takesPart('')} group by ${k} having count(*) > 1`,
    },
    {
      name: `${side}: surplus copies`,
      why: 'all but the first of them are surplus',
      sql:
        `create temp table ${surplusTable(side)} as select * from (select t."n" as "n", t."levy_no" as "number_", first_value(t."levy_no") ${inOrder} as "kept_", t."fen" as "fen_", ${key.map(n => `t.${ident(n)} as ${ident(n)}`).join(', ')},` +
        ` row_number() ${inOrder} as "rank" from ${again} q cross join ${t} t on ${same} where ${takesPart('t.')}) where "rank" > 1`,
    },
    {
      name: `${side}: surplus by key`,
      why: 'how many of each, and their money',
      sql: `create temp table ${surplusKeyTable(side)} as select ${k}, count(*) as "copies", sum("fen_") as "fen_", max("kept_") as "kept_" from ${surplusTable(side)} group by ${k}`,
    },
    {
      name: `${side}: claim`,
      why: `they are ${outcome} and seen by no later outcome`,
      sql: `update ${t} set "c" = ${literal(outcome)} where "n" in (select "n" from ${surplusTable(side)})`,
    },
  ]
}

function follow(side: string, other: string, { key, outcome }: Repeats): readonly SqlStep[] {
  const u = rowsTable(other)
  const same = key.map(n => `x.${ident(n)} is q.${ident(n)}`).join(' and ')
  return [
    {
      name: `${side}: surplus by key, index`,
      why: 'found by key',
      sql: `create index temp.${ident(`surplus_key_${side}_by`)} on ${surplusKeyTable(side)} (${idents(key)})`,
    },
    {
      name: `${other}: claim`,
      why: 'the other side holds copies of them too: as many, those with a claimed levy number first, that of the row that goes on last, and never all of them',
      sql:
        `update ${u} set "c" = ${literal(outcome)} where "n" in (select "n" from (select x."n", q."copies", row_number() over (partition by ${idents(key, 'x')} order by` +
        ` coalesce(x."levy_no" in (select "number_" from ${surplusTable(side)}), 0) desc, coalesce(x."levy_no" = q."kept_", 0), x."b" desc, x."line" desc, x."n" desc) as "rank", count(*) over (partition by ${idents(key, 'x')}) as "rows"` +
        ` from ${u} x join ${surplusKeyTable(side)} q on ${same} where x.${open}) where "rank" <= min("copies", "rows" - 1))`,
    },
  ]
}
