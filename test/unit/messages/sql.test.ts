import { afterAll, describe, expect, it } from 'vitest'
import { query } from '../../../src/flow/query.js'
import { Problem } from '../../../src/kernel/index.js'
import { TestCity } from '../flow/workspace.js'

const city = new TestCity()
afterAll(() => city.remove())

/** What the operator reads of a statement, up to the hint about tables. */
function said(sql: string, lang: 'zh-CN' | 'en' = 'zh-CN'): string {
  try {
    query(city.ws, { sql, asOf: '2025-10-10', batches: [] }, { columns: () => undefined, row: () => undefined })
  } catch (error) {
    if (error instanceof Problem) return error.text(lang).replace(/(?:表有：| Tables: ).*$/, '')
    throw error
  }
  return ''
}

describe('a mistake in SQL', () => {
  it.each([
    ['select amout from levy', 'SQL 无法执行：没有 amout 这一列（no such column: amout）。是否想写 amount？'],
    ['select l.foo from levy l', 'SQL 无法执行：没有 l.foo 这一列（no such column: l.foo）。'],
    ['select "x y" from levy', "SQL 无法执行：没有 x y 这一列；若是文字，请用半角单引号 'x y'（no such column: \"x y\" - should this be a string literal in single-quotes?）。"],
    ['select * from levi', 'SQL 无法执行：没有 levi 这张表（no such table: levi）。是否想写 levy？'],
    ['select * form levy', 'SQL 无法执行：“form”附近的写法不对（near "form": syntax error）。'],
    ['select insurance from levy, payment', 'SQL 无法执行：几张表里都有 insurance，请写明是哪一张的，例如 levy.insurance（ambiguous column name: insurance）。'],
    ['select sum(1, 2)', 'SQL 无法执行：函数 sum() 的参数个数不对（wrong number of arguments to function sum()）。'],
    ['select total_of(1)', 'SQL 无法执行：没有函数 total_of（no such function: total_of）。'],
    ['select 1 where', 'SQL 无法执行：没有写完（incomplete input）。'],
    ["select 'a", "SQL 无法执行：从 'a 起引号没有成对（unrecognized token: \"'a\"）。"],
    ['select * from levy where name = ’张三’', 'SQL 无法执行：没有 ’张三’ 这一列；标点要用半角（no such column: ’张三’）。'],
    ['select * from levy where sum(amount) > 1', 'SQL 无法执行：汇总函数 sum() 不能用在这里；按汇总的结果挑选，请用 having（misuse of aggregate function sum()）。'],
    ['select 1 union select 1, 2', 'SQL 无法执行：UNION 两边的列数不同（SELECTs to the left and right of UNION do not have the same number of result columns）。'],
    [' ', 'SQL 无法执行：里面没有语句（The supplied SQL string contains no statements）。'],
    ['select 1; select 2', 'SQL 无法执行：一次只能写一条语句（The supplied SQL string contains more than one statement）。'],
    ['update levy set amount = 0', '只能查询，不能修改：update levy set amount = 0。请改用 select。'],
  ])('%s', (sql, told) => { expect(said(sql)).toBe(told) })

  it('stands in its own words in English, and in Chinese where no form is known', () => {
    expect(said('select amout from levy', 'en')).toBe('The SQL does not run: no such column: amout. Did you mean amount?')
    expect(said("select json('{')")).toBe('SQL 无法执行：malformed JSON。')
  })
})
