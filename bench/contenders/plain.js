// The plain way with the usual libraries: csv-parse, one insert a row, an index, a SQL join. node plain.js OWNER TAX WORK
import { createReadStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { openDb } from '../../dist/store/index.js'
import { over, write } from './stages.js'

const [owner, tax, work] = process.argv.slice(2)
const db = openDb(join(work, 'store.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const narrow = text =>
  text
    .replace(/[！-～]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('　', ' ')
    .trim()
const digitOf = id => '10X98765432'[WEIGHTS.reduce((n, w, i) => n + Number(id[i]) * w, 0) % 11]
const longer = id => `${id.slice(0, 6)}19${id.slice(6)}`
function idOf(text) {
  const id = narrow(text).toUpperCase()
  return /^\d{15}$/.test(id) ? longer(id) + digitOf(longer(id)) : id
}
const idOk = id => (/^\d{17}[\dX]$/.test(id) && digitOf(id) === id[17] ? 1 : 0)
const fen = text => Math.round(Number(narrow(text).replaceAll(',', '')) * 100)
const day = text => (text.length === 8 ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text.replaceAll('/', '-'))
const INSURANCE = { 110: 'pension', 210: 'unemployment', 410: 'injury', 10201: 'pension', 10202: 'unemployment', 10204: 'injury' }

async function load(table, path, row) {
  db.exec(
    `create table ${table} (levy_no text, id_number text, id_ok int, name text, employer text, insurance text, period int, base int, amount int, sent text, rest text)`,
  )
  const insert = db.prepare(`insert into ${table} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  let n = 0
  db.exec('begin')
  for await (const cells of createReadStream(path).pipe(parse({ from_line: 2, relax_quotes: true }))) {
    insert.run(row(cells))
    if (++n % 100_000 === 0) db.exec('commit; begin')
  }
  db.exec('commit')
}

function common(no, id, name, employer, code, period) {
  const idNumber = idOf(id)
  return [no, idNumber, idOk(idNumber), narrow(name), narrow(employer).toUpperCase(), INSURANCE[code], Number(period)]
}
await load('owner', owner, c => [
  ...common(c[0], c[2], c[3], c[4], c[5], c[6]),
  fen(c[7]),
  fen(c[9]),
  day(c[10]),
  `${c[1]}|${c[8]}|${c[11]}`,
])
await load('tax', tax, c => [...common(c[0], c[2], c[3], c[4], c[5], c[6]), fen(c[7]), fen(c[9]), day(c[10]), `${c[1]}|${c[8]}|${c[11]}`])
over('load')
db.exec('create index o on owner (levy_no, id_number, insurance, period); create index t on tax (levy_no, id_number, insurance, period)')
const KEY = 'x.levy_no = y.levy_no and x.id_number = y.id_number and x.insurance = y.insurance and x.period = y.period'
const found = db
  .prepare(
    `
  select case when y.rowid is null then 'owner_only' else 'differs' end, x.id_number, x.insurance, x.period, x.levy_no, x.amount, coalesce(y.amount, 0) from owner x left join tax y on ${KEY} where y.rowid is null or x.amount <> y.amount
  union all select 'tax_only', x.id_number, x.insurance, x.period, x.levy_no, 0, x.amount from tax x where not exists (select 1 from owner y where ${KEY})`,
  )
  .raw()
  .all()
writeFileSync(
  join(work, 'discrepancies.csv'),
  stringify([['class', 'id_number', 'insurance', 'period', 'levy_no', 'owner_fen', 'tax_fen'], ...found]),
)
over('match')
write(work)
db.close()
