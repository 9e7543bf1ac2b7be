import { expect, test } from 'vitest'
import { exprText, parseExpr } from '../../../src/match/expr.js'

const place = () => ({ file: 'x.yaml', line: 1, column: 1 })

test.each([
  ['(a + b) * c', '(a + b) * c'], ['a + (b * c)', 'a + b * c'], ['a - (b - c)', 'a - (b - c)'], ['(a = 1 or b = 2) and c = 3', '(a = 1 or b = 2) and c = 3'],
  ['a = 1 or (b = 2 and c = 3)', 'a = 1 or b = 2 and c = 3'], ['not (a = 1 or b = 2)', 'not (a = 1 or b = 2)'], ["x.name in ('a', 'b''c')", "x.name in ('a', 'b''c')"],
  ['a + b is null', 'a + b is null'], ['coalesce(tax.amount, 0) > 1', 'coalesce(tax.amount, 0) > 1'],
])('%s is written as %s and reads back the same', (given, written) => {
  const read = parseExpr(given, place)
  expect(exprText(read)).toBe(written)
  expect(parseExpr(written, place)).toEqual(read)
})
