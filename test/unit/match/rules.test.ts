import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Problem } from '../../../src/kernel/index.js'
import { readRules } from '../../../src/match/index.js'
import { TEMPLATES } from '../../helpers/binary.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-rules-'))
const SHIPPED = readFileSync(join(TEMPLATES, 'rules', 'levy-copy.yaml'), 'utf8')
afterAll(() => rmSync(dir, { recursive: true }))

/** What is said of the shipped rule with a part written otherwise; null: nothing. */
function said(from: string | RegExp, to: string): unknown {
  const text = SHIPPED.replace(from, to)
  if (text === SHIPPED) throw new Error(`not in the rule: ${String(from)}`)
  writeFileSync(join(dir, 'levy-copy.yaml'), text)
  try {
    readRules(dir)
    return null
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, ...error.params }
    throw error
  }
}

describe('a compare rule', () => {
  it('needs a ladder or a grain', () => {
    expect(said(/^ladder:[^]*?^near/m, 'near')).toMatchObject({ code: 'match.no_key', line: 2, rule: 'levy-copy' })
    expect(said(/^ladder:[^]*?^near/m, 'ladder: []\nnear')).toMatchObject({ code: 'match.no_key', line: 17 })
    expect(said(/^ladder:[^]*?^near/m, 'grain: [id_number, insurance]\nnear')).toBeNull()
  })

  it.each([
    ['amount: owner.amount\n', 'amount: owner.name\n', { part: 'amount', found: 'owner.name', due: 'number' }],
    ['amount: owner.amount\n', 'amount: coalesce(owner.name, tax.name)\n', { part: 'amount', found: 'coalesce(owner.name, tax.name)', due: 'number' }],
    ['amount: owner.amount\n', 'amount: owner.sent_date\n', { part: 'amount', found: 'owner.sent_date', due: 'number' }],
    ['workdays(owner.sent_date, grace(levy_sent))', 'workdays(owner.name, 3)', { part: 'workdays()', found: 'owner.name', due: 'day' }],
    ['workdays(owner.sent_date, grace(levy_sent))', "workdays(owner.sent_date, 'three')", { part: 'workdays()', found: "'three'", due: 'number' }],
    ['workdays(owner.sent_date, grace(levy_sent))', 'owner.amount', { part: 'in_transit', found: 'owner.amount', due: 'day' }],
    ['when: not present(tax)', 'when: not present(tax) and month(owner.name) = 202509', { part: 'month()', found: 'owner.name', due: 'day' }],
    ['{whom: "coalesce(id_number, person_no)"}', '{whom: "coalesce(id_number, person_no)", m: month(name)}', { part: 'month()', found: 'name', due: 'day' }],
    // A code that looks like a number would be equal to none.
    ['when: not present(tax)', 'when: owner.levy_type = 10', { part: 'owner.levy_type', found: '10', due: 'text' }],
    ['when: not present(tax)', "when: not present(tax) and not (10 <> owner.levy_type)", { part: 'owner.levy_type', found: '10', due: 'text' }],
    ['when: not present(tax)', "when: owner.levy_type in ('31', 10)", { part: 'owner.levy_type', found: '10', due: 'text' }],
    ['when: not present(tax)', "when: owner.period_start >= '202508'", { part: 'owner.period_start', found: "'202508'", due: 'number' }],
    ['when: not present(tax)', 'when: owner.sent_date > 20250901', { part: 'owner.sent_date', found: '20250901', due: 'day' }],
  ])('%s written as %s is told', (from, to, params) => {
    expect(said(from, to)).toMatchObject({ code: 'match.sort', file: 'levy-copy.yaml', ...params })
  })

  it('may give a name of its own to what is of another sort than the field of that name', () => {
    expect(said('{whom: "coalesce(id_number, person_no)"}', '{whom: "coalesce(id_number, person_no)", name: amount}')).toBeNull()
    expect(said('amount: owner.amount\n', 'amount: 0 - owner.amount\n')).toBeNull()
    expect(said('workdays(owner.sent_date, grace(levy_sent))', "least(owner.sent_date, '2025-09-30')")).toBeNull()
    expect(said('when: not present(tax)', "when: not present(tax) and owner.sent_date > '2025-09-01' and owner.levy_type in ('10', '31') and owner.period_start >= 202508")).toBeNull()
  })

  const [AMOUNT, WHERE] = ['amount: owner.amount\n', 'from: owner\n']
  it.each([
    [WHERE, `${WHERE}    where: sum(amount) > 0\n`, { code: 'match.place', found: 'sum', at: 'row', may: 'take,lookup' }],
    [WHERE, `${WHERE}    where: present(tax)\n`, { code: 'match.place', found: 'present', at: 'row', may: 'pair' }],
    [WHERE, `${WHERE}    where: not exists(tax)\n`, { code: 'match.place', found: 'exists', at: 'row', may: 'pair,found' }],
    ['{whom: "coalesce(id_number, person_no)"}', '{whom: latest(id_number)}', { code: 'match.place', found: 'latest', at: 'row', may: 'take' }],
    [AMOUNT, 'amount: sum(owner.amount)\n', { code: 'match.place', found: 'sum', at: 'pair' }],
    ['cancel:', 'grain: [id_number, insurance]\ntake: {much: step(1)}\ncancel:', { code: 'match.place', found: 'step', at: 'take', may: 'pair' }],
    ['cancel:', 'grain: [id_number, insurance]\ntake: {much: max(sum(amount))}\ncancel:', { code: 'match.rows', found: 'sum', what: 'nested' }],
    ['cancel:', 'grain: [id_number, insurance]\ntake: {much: amount + sum(amount)}\ncancel:', { code: 'match.rows', found: 'amount', what: 'field' }],
    ['cancel:', 'grain: [id_number, insurance]\ntake: {much: "repeated(amount, levy_type, levy_no, levy_no)"}\ncancel:', { code: 'match.rows', found: 'repeated', what: 'repeated' }],
    ['cancel:', 'lookups: {reg: {record: registration, from: owner, key: [id_number], take: {x: latest(status)}}}\ncancel:', { code: 'match.place', found: 'latest', at: 'lookup', may: 'take' }],
    ['cancel:', 'lookups: {reg: {record: registration, from: owner, key: [id_number], take: {x: status}}}\ncancel:', { code: 'match.rows', found: 'status', what: 'field' }],
  ])('%s written as %s is out of place', (from, to, params) => {
    expect(said(from, to)).toMatchObject({ file: 'levy-copy.yaml', ...params })
  })

  it('may take fields that its groups share, and sums of what is known of a side', () => {
    expect(said('cancel:', 'grain: [id_number, insurance]\ntake: {kind: insurance, much: "sum(if(known(tax) < sent_date, 0, amount)) - sum(amount)"}\ncancel:')).toBeNull()
    expect(said('cancel:', 'take: {much: amount}\ncancel:')).toBeNull()
    expect(said('cancel:', 'lookups: {reg: {record: registration, from: owner, key: [id_number, status], by: {status: insurance}, take: {x: status}}}\ncancel:')).toBeNull()
  })

  it('with the items of another kind is told which kind has them', () => {
    expect(said('kind: compare', 'kind: check')).toMatchObject({ code: 'config.key_kind', found: 'sides', kind: 'check', kinds: 'compare' })
  })
})

describe('a rule over keys', () => {
  it('is told which kinds have an item of its outcomes that it has no use for', () => {
    const unique = readFileSync(join(TEMPLATES, 'rules', 'names.yaml'), 'utf8')
    const told = (line: string): unknown => {
      writeFileSync(join(dir, 'levy-copy.yaml'), unique.replace(/^    severity:/m, `    ${line}\n    severity:`))
      try {
        return readRules(dir)
      } catch (error) {
        return error instanceof Problem ? { code: error.code, ...error.params } : error
      }
    }
    expect(told('undecided: known(seen) < asof()')).toMatchObject({ code: 'config.key_kind', found: 'undecided', kind: 'unique', kinds: 'compare, check', line: 18 })
    expect(told('has: owner')).toMatchObject({ code: 'config.key_kind', found: 'has', kind: 'unique', kinds: 'compare' })
    expect(told('sevrity: low')).toMatchObject({ code: 'config.key', found: 'sevrity', nearest: 'severity' })
  })
})
