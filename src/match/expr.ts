import { problem } from '../kernel/index.js'

/** An expression of a rule as data: every name in it is checked against declared fields before any SQL is made of it. */
export type Expr =
  | { readonly t: 'num'; readonly value: number }
  | { readonly t: 'text'; readonly value: string }
  /** No value. */
  | { readonly t: 'none' }
  /** `field` in a filter, `side.field` in an outcome. */
  | { readonly t: 'field'; readonly side: string | null; readonly name: string }
  | { readonly t: 'call'; readonly fn: Fn; readonly args: readonly Expr[] }
  | { readonly t: 'op'; readonly op: Op; readonly a: Expr; readonly b: Expr }
  | { readonly t: 'not'; readonly a: Expr }
  | { readonly t: 'null'; readonly a: Expr; readonly negated: boolean }
  | { readonly t: 'in'; readonly a: Expr; readonly list: readonly (string | number)[]; readonly negated: boolean }

/** Operators of expressions, in words of SQL. */
export type Op = 'and' | 'or' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*'

/** Functions and how many arguments each takes. */
export const FUNCTIONS = {
  present: 1,
  exists: 1,
  not_exists: 1,
  known: 1,
  abs: 1,
  least: 2,
  greatest: 2,
  coalesce: 2,
  round: 3,
  month: 1,
  workdays: 2,
  grace: 1,
  differs: 2,
  prefix: 2,
  rare: 2,
  folded: 1,
  asof: 0,
  sum: 1,
  min: 1,
  max: 1,
  count: 0,
  count_distinct: 1,
  any: 1,
  all: 1,
  latest: 1,
  repeated: 4,
  differs_both: 2,
  step: 1,
  if: 3,
  resolved: 1,
  matches: 2,
  id_birth: 1,
  id_gender: 1,
} as const
/** Name of a function of expressions. */
export type Fn = keyof typeof FUNCTIONS

/** Where an expression stands in its rule file, both counted from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^']|'')*)'|([\p{L}_][\p{L}\p{N}_]*)(?:\.([\p{L}_][\p{L}\p{N}_]*))?|(<>|<=|>=|[=<>+\-*(),]))/uy
type Token = { readonly kind: 'num' | 'text' | 'name' | 'sign' | 'end'; readonly value: string; readonly member: string | null }

const COMPARE = ['=', '<>', '<', '<=', '>', '>=']

/** Where an expression stands: told when something is wrong with it, since finding the line takes reading the file once more. */
export type Locate = () => Place

/** Reads an expression; throws `match.expression` with file, line, column and what was found. */
export function parseExpr(text: string, place: Locate): Expr {
  const parser = new Parser(tokens(text, place), text, place)
  return parser.whole()
}

function tokens(text: string, place: Locate): Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex
    const m = TOKEN.exec(text)
    if (m === null) throw problem('match.expression', { ...place(), text, found: text.slice(from).trim().slice(0, 20) })
    if (m[1] !== undefined) found.push({ kind: 'num', value: m[1], member: null })
    else if (m[2] !== undefined) found.push({ kind: 'text', value: m[2].replaceAll("''", "'"), member: null })
    else if (m[3] !== undefined) found.push({ kind: 'name', value: m[3], member: m[4] ?? null })
    else found.push({ kind: 'sign', value: m[5]!, member: null })
  }
  found.push({ kind: 'end', value: '', member: null })
  return found
}

/** Recursive descent: or < and < not < comparison < sum < product < atom. */
class Parser {
  private readonly list: readonly Token[]
  private readonly text: string
  private readonly place: Locate
  private at = 0

  constructor(list: readonly Token[], text: string, place: Locate) {
    this.list = list
    this.text = text
    this.place = place
  }

  whole(): Expr {
    const e = this.or()
    if (this.peek().kind !== 'end') this.fail()
    return e
  }

  private peek(): Token {
    return this.list[this.at]!
  }
  private fail(): never {
    throw problem('match.expression', { ...this.place(), text: this.text, found: this.peek().value })
  }
  private is(value: string): boolean {
    return this.peek().kind !== 'text' && this.peek().member === null && this.peek().value === value
  }
  private take(value: string): boolean {
    if (!this.is(value)) return false
    this.at++
    return true
  }
  private want(value: string): void {
    if (!this.take(value)) this.fail()
  }

  private or(): Expr {
    let a = this.and()
    while (this.take('or')) a = { t: 'op', op: 'or', a, b: this.and() }
    return a
  }

  private and(): Expr {
    let a = this.not()
    while (this.take('and')) a = { t: 'op', op: 'and', a, b: this.not() }
    return a
  }

  private not(): Expr {
    return this.take('not') ? { t: 'not', a: this.not() } : this.comparison()
  }

  private comparison(): Expr {
    const a = this.sum()
    if (this.take('is')) {
      const negated = this.take('not')
      this.want('null')
      return { t: 'null', a, negated }
    }
    const negated = this.take('not')
    if (this.take('in')) return { t: 'in', a, list: this.constants(), negated }
    if (negated) this.fail()
    const op = COMPARE.find(o => this.is(o))
    if (op === undefined) return a
    this.at++
    return { t: 'op', op: op as Op, a, b: this.sum() }
  }

  private constants(): (string | number)[] {
    const out: (string | number)[] = []
    this.want('(')
    do {
      const token = this.peek()
      if (token.kind === 'num') out.push(Number(token.value))
      else if (token.kind === 'text') out.push(token.value)
      else this.fail()
      this.at++
    } while (this.take(','))
    this.want(')')
    return out
  }

  private sum(): Expr {
    let a = this.product()
    for (;;) {
      if (this.take('+')) a = { t: 'op', op: '+', a, b: this.product() }
      else if (this.take('-')) a = { t: 'op', op: '-', a, b: this.product() }
      else return a
    }
  }

  private product(): Expr {
    let a = this.atom()
    while (this.take('*')) a = { t: 'op', op: '*', a, b: this.atom() }
    return a
  }

  private atom(): Expr {
    const token = this.peek()
    if (this.take('(')) {
      const e = this.or()
      this.want(')')
      return e
    }
    if (this.take('-')) return { t: 'op', op: '-', a: { t: 'num', value: 0 }, b: this.atom() }
    this.at++
    if (token.kind === 'num') return { t: 'num', value: Number(token.value) }
    if (token.kind === 'text') return { t: 'text', value: token.value }
    if (token.kind !== 'name') {
      this.at--
      this.fail()
    }
    if (token.member !== null) return { t: 'field', side: token.value, name: token.member }
    if (token.value === 'null') return { t: 'none' }
    return this.take('(') ? this.call(token.value) : { t: 'field', side: null, name: token.value }
  }

  private call(name: string): Expr {
    const args: Expr[] = []
    if (!this.take(')')) {
      do args.push(this.or())
      while (this.take(','))
      this.want(')')
    }
    if (!Object.hasOwn(FUNCTIONS, name) || FUNCTIONS[name as Fn] !== args.length) {
      throw problem('match.function', {
        ...this.place(),
        found: `${name}/${args.length}`,
        known: Object.entries(FUNCTIONS)
          .map(([f, n]) => `${f}/${n}`)
          .join(', '),
      })
    }
    const pattern = name === 'matches' ? args[1]! : null
    if (pattern !== null && (pattern.t !== 'text' || !isPattern(pattern.value)))
      throw problem('match.pattern', { ...this.place(), found: pattern.t === 'text' ? pattern.value : exprText(pattern) })
    return { t: 'call', fn: name as Fn, args }
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false
  }
}

/** Every field that an expression names. */
export function fieldsIn(e: Expr): { side: string | null; name: string }[] {
  switch (e.t) {
    case 'field':
      return [{ side: e.side, name: e.name }]
    case 'call':
      return NAME_FIRST.has(e.fn) ? [] : e.args.flatMap(fieldsIn)
    case 'op':
      return [...fieldsIn(e.a), ...fieldsIn(e.b)]
    case 'not':
    case 'null':
    case 'in':
      return fieldsIn(e.a)
    default:
      return []
  }
}

/** Functions whose argument is a name (a side, a lookup, a parameter), not a value. */
export const NAME_FIRST: ReadonlySet<Fn> = new Set(['present', 'exists', 'not_exists', 'known', 'grace'])

/** Calls of functions that take a name, with the name; null where something else was given. */
export function namedCalls(e: Expr): { fn: Fn; name: string | null }[] {
  switch (e.t) {
    case 'call':
      return NAME_FIRST.has(e.fn) ? [{ fn: e.fn, name: nameArgument(e) }] : e.args.flatMap(namedCalls)
    case 'op':
      return [...namedCalls(e.a), ...namedCalls(e.b)]
    case 'not':
    case 'null':
    case 'in':
      return namedCalls(e.a)
    default:
      return []
  }
}

/** The name that such a function was given, or null where it was given something else. */
export function nameArgument(e: Expr): string | null {
  const first = e.t === 'call' ? e.args[0] : undefined
  if (first?.t === 'field' && first.side === null) return first.name
  return first?.t === 'text' ? first.value : null
}

/** How tightly an operator binds; `not` stands between `and` and comparisons. */
const BINDS: Readonly<Record<Op, number>> = { or: 1, and: 2, '=': 4, '<>': 4, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '*': 6 }
const NOT_BINDS = 3

/** An expression as it would be written, with no more parentheses than it needs. */
export function exprText(e: Expr): string {
  switch (e.t) {
    case 'num':
      return String(e.value)
    case 'none':
      return 'null'
    case 'text':
      return `'${e.value.replaceAll("'", "''")}'`
    case 'field':
      return e.side === null ? e.name : `${e.side}.${e.name}`
    case 'call':
      return `${e.fn}(${e.args.map(exprText).join(', ')})`
    case 'op':
      return `${within(e.a, BINDS[e.op])} ${e.op} ${within(e.b, BINDS[e.op] + 1)}`
    case 'not':
      return `not ${within(e.a, NOT_BINDS)}`
    case 'null':
      return `${within(e.a, BINDS['+'])} is ${e.negated ? 'not ' : ''}null`
    case 'in':
      return `${within(e.a, BINDS['+'])} ${e.negated ? 'not ' : ''}in (${e.list.map(v => (typeof v === 'number' ? String(v) : `'${v.replaceAll("'", "''")}'`)).join(', ')})`
  }
}

function within(e: Expr, least: number): string {
  const binds = e.t === 'op' ? BINDS[e.op] : e.t === 'not' ? NOT_BINDS : e.t === 'null' || e.t === 'in' ? BINDS['='] : Infinity
  return binds < least ? `(${exprText(e)})` : exprText(e)
}
