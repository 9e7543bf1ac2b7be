// Extracts of one city's payments, a voucher each: as 社保 was told of them, as 税务 took them in, as a bank's journal has them. The same seed
// gives the same bytes. Of a hundred rows two differ; some of these are found only by the later steps of rule `feedback`: another month,
// another insurance, another voucher, a levy number alone, a refund under its original voucher.
import { join } from 'node:path'
import { creditOf, idOf, mixed, nameOf, writeRows } from './data.js'

const INSURANCE = [
  ['110', '10201'],
  ['210', '10202'],
  ['410', '10204'],
]
const MONTHS = ['202507', '202508']

const AGENCY = {
  file: 'ss-payment-person_20250930.csv',
  header: [
    '电子税票号码',
    '征集通知流水号',
    '个人编号',
    '证件号码',
    '姓名',
    '统一社会信用代码',
    '险种代码',
    '对应费款所属期',
    '实缴总金额',
    '上解日期',
    '缴费类型代码',
    '足额到账标志代码',
  ],
}
const TAX = {
  file: 'tax-receipts-person_20250930.csv',
  header: [
    '电子税票号码',
    '征集通知流水号',
    '身份证件号码',
    '姓名',
    '统一社会信用代码',
    '征收项目代码',
    '费款所属期起',
    '费款所属期止',
    '实缴金额',
    '开具日期',
    '入库日期',
    '缴费类型代码',
  ],
}
const BANK = {
  file: 'bank-tips_20250930.csv',
  header: ['税票号码', '交易流水号', '交易金额', '交易状态', '银行日期', '付款户名', '付款行'],
}

/** One payment as it is; `turn` tells what is wrong with it at 社保 and the bank: 0 to 6 of a hundred, else nothing. */
function paymentOf(n) {
  const person = Math.floor(n / 6)
  const chance = mixed(n, 31) % 400
  return {
    person,
    turn: chance,
    insurance: n % 3,
    month: Math.floor(n / 3) % 2,
    fen: 50_000 + (mixed(n, 32) % 200_000),
    voucher: `344010250900${String(n).padStart(9, '0')}`,
    levy: `ZJ2025${String(n).padStart(12, '0')}`,
    day: String(1 + (mixed(n, 33) % 26)).padStart(2, '0'),
  }
}

const yuan = fen => (fen / 100).toFixed(2)

function agencyRow(n) {
  const p = paymentOf(n)
  // One of 400 each: gone, other amount, other month, other insurance, other voucher, other voucher and no levy number.
  if (p.turn === 0) return null
  const other = p.turn === 4 || p.turn === 5
  return [
    other ? p.voucher.replace('3440', '3441') : p.voucher,
    p.turn === 5 ? '' : p.levy,
    `P${String(p.person).padStart(9, '0')}`,
    idOf(p.person),
    nameOf(p.person),
    creditOf(Math.floor(p.person / 23)),
    INSURANCE[p.turn === 3 ? (p.insurance + 1) % 3 : p.insurance][0],
    MONTHS[p.turn === 2 ? 1 - p.month : p.month],
    yuan(p.fen + (p.turn === 1 ? 100 : 0)),
    `202509${p.day}`,
    '10',
    '1',
  ]
}

function taxRow(n) {
  const p = paymentOf(n)
  if (p.turn === 6) return null
  const month = MONTHS[p.month]
  return [
    p.voucher,
    p.levy,
    idOf(p.person),
    nameOf(p.person),
    creditOf(Math.floor(p.person / 23)),
    INSURANCE[p.insurance][1],
    month,
    month,
    yuan(p.fen),
    `2025-09-${p.day}`,
    `2025-09-${p.day}`,
    '10',
  ]
}

function bankRow(n) {
  const p = paymentOf(n)
  if (p.turn === 7) return null
  return [
    p.voucher,
    `T${String(n).padStart(10, '0')}`,
    yuan(p.fen - (p.turn === 8 ? 1 : 0)),
    p.turn === 9 ? '失败' : '成功',
    `202509${p.day}`,
    nameOf(p.person),
    '中国工商银行',
  ]
}

const SIDES = { agency: [AGENCY, agencyRow], tax: [TAX, taxRow], bank: [BANK, bankRow] }

/** Writes the extracts of these sides (`agency`, `tax`, `bank`), `rows` payments each, near enough; returns their paths. */
export function writePayments(dir, { rows, sides }) {
  return sides.map(side => {
    const [{ file, header }, rowOf] = SIDES[side]
    writeRows(join(dir, file), header, {}, function* () {
      for (let n = 0; n < rows; n++) {
        const cells = rowOf(n)
        if (cells !== null) yield cells
      }
    })
    return join(dir, file)
  })
}
