// Rows of a levy extract for the benches: ids of nobody with right check digits, and the faults that extracts have, each in a fixed share
// of the rows.
import { closeSync, openSync, writeSync } from 'node:fs'
import iconv from 'iconv-lite'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志慧鹏飞雪梅婷宇浩然'

/** Codes of 社保: a column a header of `ss-levy`. */
export const HEADER = [
  'AAZ288',
  'AAC001',
  'AAC058',
  'AAC147',
  'AAC003',
  'AAB001',
  'AAE140',
  'AAE003',
  'AAA115',
  'AAE020',
  'AAE022',
  'AAE036',
]

/** The same number gives the same row. */
function mixed(n, salt) {
  let x = Math.imul(n ^ Math.imul(salt + 1, 0x9e3779b1), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

function idOf(person) {
  const day = new Date(Date.UTC(1958, 0, 1 + (mixed(person, 1) % 16000))).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `${110101 + (person % 800)}${day}${String(person % 1000).padStart(3, '0')}`
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * WEIGHTS[i]
  return body + '10X98765432'[(sum + (mixed(person, 2) % 500 === 0 ? 1 : 0)) % 11]
}

const wide = text => text.replace(/[!-~]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

/**
 * Row n as cells. `dirt`: of a thousand rows, how many have a blank around the id; other faults stand in the ratio that they have in good
 * extracts.
 */
export function levyRow(n, dirt = 10) {
  const person = n >> 1
  const z = mixed(n, 3)
  let id = idOf(person)
  if (z % 1000 < dirt) id = ` ${id}`
  else if (z % 1000 < dirt * 1.2) id = wide(id)
  else if (mixed(n, 4) % 1000 < dirt * 5.5) id = id.toLowerCase()
  let name =
    SURNAMES[mixed(person, 5) % SURNAMES.length] +
    GIVEN[mixed(person, 6) % GIVEN.length] +
    (person % 4 === 0 ? '' : GIVEN[mixed(person, 7) % GIVEN.length])
  if (person % 100 === 0) name = `阿依古丽${'·•・．‧'[mixed(n, 8) % 5]}买买提`
  const fen = 20000 + (mixed(person, 9) % 300000)
  const yuan = fen / 100
  const amount = mixed(n, 10) % 1000 < dirt ? yuan.toLocaleString('en', { minimumFractionDigits: 2 }) : yuan.toFixed(2)
  const day = `2025-09-${String(1 + (mixed(n, 11) % 28)).padStart(2, '0')}`
  const date = mixed(n, 12) % 1000 < dirt ? day.replaceAll('-', '/') : day
  return [
    `ZJ2025${String(n).padStart(12, '0')}`,
    `P${String(person).padStart(9, '0')}`,
    '01',
    id,
    name,
    `U${String(Math.floor(person / 23)).padStart(8, '0')}`,
    n & 1 ? '110' : '210',
    '202509',
    '10',
    amount,
    (fen / 200).toFixed(2),
    date,
  ]
}

const quoted = (cell, all) => (all || cell.includes(',') ? `"${cell}"` : cell)

/** Writes a delimited extract of that many rows. */
export function writeLevy(path, rows, { encoding = 'utf-8', quoteAll = false, dirt = 10 } = {}) {
  const fd = openSync(path, 'w')
  let text = `${HEADER.join(',')}\n`
  for (let n = 1; n <= rows; n++) {
    text += `${levyRow(n, dirt)
      .map(cell => quoted(cell, quoteAll))
      .join(',')}\n`
    if (n % 20000 === 0 || n === rows) {
      writeSync(fd, encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : text)
      text = ''
    }
  }
  closeSync(fd)
}
