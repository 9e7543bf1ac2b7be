// Two extracts of one city's levies, as 社保 sent them and as 税务 holds them: the same seed gives the same bytes. Of a hundred rows one
// differs; blanks, full width, lower case, ids of 15 digits, separators and other forms of dates lie where real extracts have them. Ids are
// valid by checksum and of nobody.
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平']
/** Codes of both sides, and the person's rate that the shipped parameters have. */
const INSURANCE = [
  ['110', '10201', '0.0800'],
  ['210', '10202', '0.0050'],
  ['410', '10204', '0.0000'],
]
const MONTHS = ['202507', '202508']

export const OWNER = {
  layout: 'ss-levy',
  file: 'ss-levy_20250930.csv',
  header: [
    '征集通知流水号',
    '个人编号',
    '证件号码',
    '姓名',
    '统一社会信用代码',
    '险种代码',
    '对应费款所属期',
    '个人缴费基数',
    '个人缴费比例',
    '应缴总金额',
    '发送日期',
    '应缴类型代码',
  ],
}
export const TAX = {
  layout: 'tax-levy-ss',
  file: 'tax-levy-ss_20250930.csv',
  header: [
    '征集通知流水号',
    '单位名称',
    '证件号码',
    '姓名',
    '统一社会信用代码',
    '险种代码',
    '对应费款所属期',
    '缴费基数',
    '应缴类型代码',
    '应缴金额',
    '发送日期',
    '缴款期限',
  ],
}

/** A number of 32 bits that looks random and depends on both. */
export function mixed(a, b) {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return (h ^ (h >>> 15)) >>> 0
}

/** Of nobody, each person's own: day, month, year, area and sequence are the digits of a number in mixed radix. */
export function idOf(person) {
  const [days, months, years, areas] = [
    person % 28,
    Math.floor(person / 28) % 12,
    Math.floor(person / 336) % 50,
    Math.floor(person / 16_800) % 17,
  ]
  const two = n => String(n).padStart(2, '0')
  const body = `${110101 + areas}${1950 + years}${two(months + 1)}${two(days + 1)}${101 + Math.floor(person / 285_600)}`
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * WEIGHTS[i]
  return body + '10X98765432'[sum % 11]
}

export function creditOf(employer) {
  const body = `91110000MA${String(employer).padStart(7, '0')}`
  let sum = 0
  for (let i = 0; i < 17; i++) sum += ALPHABET.indexOf(body[i]) * CREDIT[i]
  return body + ALPHABET[(31 - (sum % 31)) % 31]
}

export function nameOf(person) {
  const h = mixed(person, 3)
  const dotted = h % 100 === 0
  return dotted
    ? `阿依${GIVEN[h % 20]}·买买${GIVEN[(h >>> 8) % 20]}`
    : SURNAMES[h % 20] + GIVEN[(h >>> 6) % 20] + (h % 4 === 0 ? '' : GIVEN[(h >>> 12) % 20])
}

/** Names and firms in scripts of China and beyond that are not Han: Uyghur, Tibetan, Mongolian, Korean, Cyrillic, Latin. */
const OTHERS = [
  ['ئابدۇللا مۇھەممەت', 'شىنجاڭ سودا چەكلىك شىركىتى'],
  ['བསྟན་འཛིན་རྒྱ་མཚོ', 'བོད་ལྗོངས་ཚོང་ལས་ཀུང་སི།'],
  ['ᠪᠠᠲᠤᠪᠠᠶᠠᠷ', 'ᠬᠦᠬᠡᠬᠣᠲᠠ ᠬᠤᠳᠠᠯᠳᠤᠭ᠎ᠠ'],
  ['김영희', '연변무역유한공사'],
  ['Айгүл Нұрланқызы', 'Іле сауда серіктестігі'],
  ['Müller-Øst', 'Société Générale'],
]

const wide = text => text.replace(/[!-~]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

/** The forms in which ids come that are not canonical; where a form would change nothing, a blank stands in front. */
const ODD_IDS = [id => ` ${id} `, wide, id => (id.endsWith('X') ? id.toLowerCase() : ` ${id}`), id => id.slice(0, 6) + id.slice(8, 17)]

/**
 * What a day is like, as shares of 10,000 rows. `odd`: a cell in another form than the canonical one; `others`: names and firms in scripts
 * that are not Han; `copies`: rows under one key, each with an amount of its own; `sides`: whose rows there are.
 */
export const DAYS = {
  good: { missing: 50, differs: 100, odd: 200 },
  disagree: { missing: 500, differs: 2000, odd: 200 },
  dirty: { missing: 50, differs: 100, odd: 10_000 },
  repeats: { missing: 50, differs: 100, odd: 200, copies: 2 },
  empty: { missing: 0, differs: 0, odd: 200, sides: [0] },
  script: { missing: 50, differs: 100, odd: 200, others: true },
}

/** Six levies a person: three insurances in two months. */
function cellsOf(n, side, { day, copy }) {
  const person = Math.floor(n / 6)
  const [own, theirs, rate] = INSURANCE[n % 3]
  const chance = mixed(n, 11) % 10_000
  const has = side === 0 ? chance >= day.missing : chance < day.missing || chance >= 2 * day.missing
  if (!has) return null
  const h = mixed(n, 20 + side)
  const odd = h % 10_000 < day.odd ? (h >>> 14) % 6 : -1
  // Within the shipped limits but for one of 200.
  const base = mixed(person, 6) % 200 === 0 ? 400_000 : 465_000 + (mixed(person, 5) % 1_860_000)
  const differs = side === 1 && chance >= 2 * day.missing && chance < 2 * day.missing + day.differs
  const fen = Math.floor(base * 0.24) + copy * 700 + (differs ? 1 + (mixed(n, 7) % 5000) : 0)
  const id = idOf(person)
  const idText = ODD_IDS[odd]?.(id) ?? id
  const yuan = (fen / 100).toFixed(2)
  const amount = odd !== 4 ? yuan : fen < 100_000 ? ` ${yuan}` : `"${yuan.replace(/\B(?=(\d{3})+\.)/g, ',')}"`
  const sent = ['2025', '09', String(1 + (mixed(n, 9) % 12)).padStart(2, '0')]
  const firm = Math.floor(person / 23)
  const [name, firmName] = day.others ? OTHERS[person % OTHERS.length] : [nameOf(person), `某某第${firm}商贸有限公司`]
  const employer = creditOf(firm)
  const no = `ZJ2025${String(n).padStart(12, '0')}`
  const period = MONTHS[Math.floor(n / 3) % 2]
  return side === 0
    ? [
        no,
        `P${String(person).padStart(9, '0')}`,
        idText,
        name,
        employer,
        own,
        period,
        (base / 100).toFixed(2),
        rate,
        amount,
        sent.join(odd === 5 ? '/' : ''),
        '10',
      ]
    : [
        no,
        firmName,
        idText,
        name,
        employer,
        theirs,
        period,
        (base / 100).toFixed(2),
        '10',
        amount,
        sent.join(odd === 5 ? '/' : '-'),
        '2025-09-15',
      ]
}

/** Writes both files of `rows` levies each, near enough; returns how many rows each has. `encode`: text to bytes. */
export function writeExtracts(dir, { rows, day = DAYS.good, quoted = false, encode = text => Buffer.from(text) }) {
  const { copies = 1, sides = [0, 1] } = day
  return [OWNER, TAX].map((extract, side) =>
    writeRows(join(dir, extract.file), extract.header, { quoted, encode }, function* () {
      if (!sides.includes(side)) return
      for (let n = 0; n < rows; n++) {
        const copy = n % copies
        const cells = cellsOf(n - copy, side, { day, copy })
        if (cells !== null) yield cells
      }
    }),
  )
}

/** Writes a delimited file of a header and rows of cells; returns how many rows it has. A cell with a delimiter brings its own quotes. */
export function writeRows(path, header, { quoted = false, encode = text => Buffer.from(text) }, rows) {
  const fd = openSync(path, 'w')
  let count = 0
  let lines = [header.join(',')]
  const flush = () => {
    if (lines.length > 0) writeSync(fd, encode(`${lines.join('\n')}\n`))
    lines = []
  }
  for (const cells of rows()) {
    count++
    lines.push((quoted ? cells.map(c => (c.startsWith('"') ? c : `"${c}"`)) : cells).join(','))
    if (lines.length === 10_000) flush()
  }
  flush()
  closeSync(fd)
  return count
}
