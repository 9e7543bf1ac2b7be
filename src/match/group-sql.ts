import { filled, ident, idents, type SqlStep } from '../sql/index.js'
import { fieldsOf } from '../records/index.js'
import { conditionSql, exprSql, type Names } from './expr-sql.js'
import { fieldsIn, namedCalls, type Expr } from './expr.js'
import { askedBy, lookupNames, lookupSteps } from './lookup-sql.js'
import type { GroupRule, Outcome } from './types.js'

/** Columns of the evidence table: every field of the rule's kinds. */
export function evidenceColumns(rule: GroupRule): readonly string[] {
  return [...new Set(rule.feeds.flatMap(f => fieldsOf(f.record).map(x => x.name))), 'id_written']
}

/** How a condition says the fields of one row `x`. */
function rowNames(rule: GroupRule): Names {
  const say = (name: string): string => `x.${ident(name)}`
  return { field: (_side, name) => say(name), ...lookupNames(rule.lookups, say) }
}

/** The condition that an outcome of a `check` takes the row `x`, in SQL. */
export function rowCondition(rule: GroupRule): string {
  const names = rowNames(rule)
  return rule.outcomes.map(o => `(${conditionSql(o.when, names)})`).join(' or ')
}

/**
 * Steps over `evidence` (one row of every kind of its like, numbered in order of batch and line): `hit` holds rows `n` with outcome `o`,
 * the row `x` that the identity is taken from, and the class where it does not stand. A `check` looks at rows one by one, `unique` at pairs
 * of one key.
 */
export function groupSteps(rule: GroupRule): readonly SqlStep[] {
  if (rule.kind === 'check') {
    const names = rowNames(rule)
    const cases = rule.outcomes.map((o, i) => `when ${conditionSql(o.when, names)} then ${i + 1}`).join('\n')
    const chosen = (pick: (o: Outcome) => Expr | null, say = exprSql): string => {
      const by = rule.outcomes.flatMap((o, i) => {
        const e = pick(o)
        return e === null ? [] : [`when ${i + 1} then ${say(e, names)}`]
      })
      return by.length === 0 ? 'null' : `case x."o" ${by.join(' ')} end`
    }
    const [until, untold] = [chosen(o => o.in_transit), chosen(o => o.undecided, conditionSql)]
    const waits = [
      ...(until === 'null' ? [] : [`when ${until} >= :asof then 'in_transit'`]),
      ...(untold === 'null' ? [] : [`when ${untold} then 'undecided'`]),
    ]
    return [
      {
        name: 'rows',
        why: 'the first outcome whose condition holds takes the row: in transit until a day, undecided, or standing; with what is at stake',
        sql:
          `create temp table "hit" as select x."n" as "x", x."n" as "n", x."o" as "o", ${chosen(o => o.amount)} as "amount", ${until} as "until", ${chosen(o => o.due)} as "due",` +
          ` ${waits.length === 0 ? 'null' : `case ${waits.join(' ')} end`} as "class" from (select x.*, case\n${cases} else 0 end as "o" from "evidence" x) x where x."o" > 0`,
      },
    ]
  }
  const key = idents(rule.key)
  const outcomes = rule.outcomes.map((outcome, i) => new Pairing(rule, outcome, i + 1))
  return [
    {
      name: 'keys',
      why: 'keys under which rows may stand against each other',
      sql: `create temp table "several" as ${rule.differ === undefined ? outcomes.map(p => p.keys()).join(' union ') : differing(rule.key, rule.differ)}`,
    },
    { name: 'keys, index', why: 'found by key', sql: `create index temp."several_by" on "several" (${key})` },
    {
      name: 'rows of such keys',
      why: 'the rest stands once',
      sql: `create temp table "group_" as select e.* from "several" q join "evidence" e on ${rule.key.map(k => `e.${ident(k)} = q.${ident(k)}`).join(' and ')}${rule.differ === undefined ? '' : ` where e.${ident(rule.differ)} is not null`}`,
    },
    { name: 'rows by key', why: 'found by key', sql: `create index temp."group_by" on "group_" (${key})` },
    ...outcomes.flatMap(p => p.likes()),
    rule.differ === undefined ? pairs(outcomes) : worst(rule, outcomes),
  ]
}

/** Pairs of one key: no money is at stake, and none of them is in transit or undecided. */
const STANDS = 'null as "amount", null as "until", null as "due", null as "class"'

/** Keys under which a field stands as several values. */
function differing(key: readonly string[], field: string): string {
  return `select ${idents(key)} from "evidence" where ${filled(key)} group by ${idents(key)} having min(${ident(field)}) <> max(${ident(field)})`
}

/** Conditions that all must hold. */
function conjuncts(e: Expr): readonly Expr[] {
  return e.t === 'op' && e.op === 'and' ? [...conjuncts(e.a), ...conjuncts(e.b)] : [e]
}

/** Whether a condition asks of one row of a pair alone, and of nothing that is looked up by both. */
function isOf(e: Expr, role: 'x' | 'y'): boolean {
  const sides = new Set(fieldsIn(e).map(f => f.side))
  return sides.size === 1 && sides.has(role) && namedCalls(e).length === 0
}

/** What a condition that holds of a pair says of one row of it alone; null: nothing. */
function implied(e: Expr, role: 'x' | 'y'): Expr | null {
  if (isOf(e, role)) return e
  if (e.t !== 'op' || (e.op !== 'and' && e.op !== 'or')) return null
  const [a, b] = [implied(e.a, role), implied(e.b, role)]
  if (a !== null && b !== null) return { ...e, a, b }
  return e.op === 'and' ? (a ?? b) : null
}

/** The field that both rows of a pair must share by a condition; null: none. */
function shared(e: Expr): string | null {
  if (e.t !== 'op' || e.op !== '=' || e.a.t !== 'field' || e.b.t !== 'field' || e.a.name !== e.b.name) return null
  return [e.a.side, e.b.side].toSorted().join() === 'x,y' ? e.a.name : null
}

/**
 * One outcome over the pairs of a key. Rows that are alike in every field that its condition names stand for one another, and what the
 * condition says of one row alone is asked of rows, not of pairs: so that a key of very many rows stays cheap.
 */
class Pairing {
  private readonly rule: GroupRule
  private readonly o: number
  private readonly used: readonly string[]
  private readonly when: Expr
  private readonly conditions: readonly Expr[]

  constructor(rule: GroupRule, outcome: Outcome, o: number) {
    this.rule = rule
    this.o = o
    this.when = outcome.when
    this.conditions = conjuncts(outcome.when)
    this.used = [
      ...new Set([
        ...rule.key,
        ...fieldsIn(outcome.when)
          .filter(f => f.side === 'x' || f.side === 'y')
          .map(f => f.name),
        ...rule.lookups.flatMap(askedBy),
      ]),
    ]
  }

  private table(role: 'x' | 'y'): string {
    return ident(`like_${role}${this.o}`)
  }

  /** What is asked of one row of a pair alone, as SQL; empty: nothing. */
  private alone(role: 'x' | 'y'): string {
    const e = implied(this.when, role)
    return e === null ? '' : exprSql(e, { ...this.names(), field: (_side, name) => ident(name) })
  }

  /** Keys under which two rows may stand against each other: rows that share what both must share, one of which can be either. */
  keys(): string {
    const { rule } = this
    const both = [...rule.key, ...this.conditions.map(shared).filter(f => f !== null)]
    const roles = [this.alone('x'), this.alone('y')].filter(sql => sql !== '')
    const either = roles.length < 2 ? '' : ` and (${roles.join(' or ')})`
    return `select ${idents(rule.key)} from (select ${idents(rule.key)} from "evidence" where ${filled(both)}${either} group by ${idents(both)} having ${['count(*) > 1', ...roles.map(sql => `max(${sql})`)].join(' and ')})`
  }

  private names(): Names {
    const say = (name: string): string => `x.${ident(name)}`
    return { field: (side, name) => `${ident(side ?? 'x')}.${ident(name)}`, ...lookupNames(this.rule.lookups, say) }
  }

  /** Rows that are alike, for either place in the pair. */
  likes(): readonly SqlStep[] {
    return (['x', 'y'] as const).flatMap(role => {
      const where = this.alone(role)
      const of = `${this.rule.outcomes[this.o - 1]!.code}${this.rule.outcomes[this.o - 1]!.variant === undefined ? '' : `/${this.rule.outcomes[this.o - 1]!.variant}`}`
      return [
        {
          name: `${of}: rows alike, ${role}`,
          why: 'rows equal in all that the condition names stand for one another',
          sql: `create temp table ${this.table(role)} as select ${idents(this.used)}, min("n") as "n", count(*) as "rows" from "group_"${where === '' ? '' : ` where ${where}`} group by ${idents(this.used)}`,
        },
        {
          name: `${of}: rows alike, ${role}, index`,
          why: 'found by key',
          sql: `create index temp.${ident(`like_${role}${this.o}_by`)} on ${this.table(role)} (${idents(this.rule.key)}, "n")`,
        },
      ]
    })
  }

  /** The condition that the rows `x` and `y` of one key stand against each other. */
  private against(): string {
    const both = this.conditions.filter(e => !isOf(e, 'x') && !isOf(e, 'y')).map(e => exprSql(e, this.names()))
    return [...this.rule.key.map(k => `x.${ident(k)} = y.${ident(k)}`), '(x."n" <> y."n" or x."rows" > 1)', ...both].join(' and ')
  }

  /**
   * Rows with the row that gives the identity: a row `x` that has a `y` gives its own, a row `y` goes with the first `x` that it stands
   * against.
   */
  hits(): string {
    const own = (found: string): string =>
      `select q."x" as "x", e."n" as "n", ${this.o} as "o" from (${found}) q join "group_" e on ${this.used.map(u => `e.${ident(u)} is q.${ident(u)}`).join(' and ')}`
    const first = `select y.*, (select x."n" from ${this.table('x')} x where ${this.against()} order by x."n" limit 1) as "x" from ${this.table('y')} y`
    return [
      own(`select x.*, x."n" as "x" from ${this.table('x')} x where exists (select 1 from ${this.table('y')} y where ${this.against()})`),
      own(`select * from (${first}) where "x" is not null`),
    ].join('\nunion ')
  }

  /** Whether any two rows of the key of `q` stand against each other. */
  any(): string {
    return `exists (select 1 from ${this.table('x')} x join ${this.table('y')} y on ${this.against()} where ${this.rule.key.map(k => `x.${ident(k)} = q.${ident(k)}`).join(' and ')})`
  }
}

/** Every row that stands against another; all belong to the finding. */
function pairs(outcomes: readonly Pairing[]): SqlStep {
  return {
    name: 'pairs',
    why: 'rows of one key that stand against each other',
    sql: `create temp table "hit" as select *, ${STANDS} from (${outcomes.map(o => o.hits()).join('\nunion ')})`,
  }
}

/** Per key the worst outcome that any two of its rows give; all rows of the key belong to it. */
function worst(rule: GroupRule, outcomes: readonly Pairing[]): SqlStep {
  const same = (alias: string): string => rule.key.map(k => `${alias}.${ident(k)} = q.${ident(k)}`).join(' and ')
  const cases = outcomes.map((o, i) => `when ${o.any()} then ${i + 1}`).join('\n')
  return {
    name: 'worst pair',
    why: 'all records of one key together, by the worst pair',
    sql:
      `create temp table "hit" as select (select min(g."n") from "group_" g where ${same('g')}) as "x", e."n" as "n", q."o" as "o", ${STANDS} from (select q.*, case\n${cases} else 0 end as "o" from "several" q) q` +
      ` join "group_" e on ${same('e')} where q."o" > 0`,
  }
}

/** Steps of a rule's lookups and of its rows. */
export function wholeGroupSteps(rule: GroupRule): readonly SqlStep[] {
  return [...lookupSteps(rule.lookups), ...groupSteps(rule)]
}
