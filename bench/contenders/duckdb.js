// DuckDB, file-backed, as an expert writes it: typed columns, cleansing in SQL, one UNION ALL and GROUP BY instead of a full join. node
// duckdb.js OWNER TAX WORK
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { over, write } from './stages.js'

const { DuckDBInstance } = createRequire(process.env['BENCH_MODULES'] ?? import.meta.url)('@duckdb/node-api')
const [owner, tax, work] = process.argv.slice(2)
const db = await DuckDBInstance.create(join(work, 'store.duckdb'))
const con = await db.connect()
await con.run('SET preserve_insertion_order=false; SET threads=2')

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const SUM = WEIGHTS.map((w, i) => `(n // ${10n ** BigInt(16 - i)}) % 10 * ${w}`).join(' + ')
const money = column => `CASE WHEN contains(${column}, ',') THEN replace(${column}, ',', '') ELSE ${column} END::DECIMAL(12,2)`
const day = column =>
  `CASE WHEN strlen(${column}) = 8 THEN make_date(${column}[1:4]::INT, ${column}[5:6]::INT, ${column}[7:8]::INT) ELSE replace(${column}, '/', '-')::DATE END`

/** The cleansing that hedui does to these columns: blanks, width, upper case, 15 -> 18 digits, check digits, separators, forms of dates. */
function load(table, path, { columns, rest, code }) {
  const types = Object.entries(columns)
    .map(([name, type]) => `'${name}': '${type}'`)
    .join(', ')
  return con.run(`
    CREATE TABLE ${table} AS
    WITH raw AS (SELECT * FROM read_csv('${path}', header=true, delim=',', quote='"', escape='"', auto_detect=false, columns={${types}})),
    a AS (SELECT *, trim(id_number) AS t FROM raw),
    b AS (SELECT *, CASE WHEN strlen(t) = 18 THEN upper(t) WHEN strlen(t) = 15 THEN t[1:6] || '19' || t[7:15] ELSE upper(translate(t, '０１２３４５６７８９Ｘｘ', '0123456789Xx')) END AS id FROM a),
    c AS (SELECT *, TRY_CAST(id[1:17] AS BIGINT) AS n FROM b),
    d AS (SELECT *, '10X98765432'[1 + (${SUM}) % 11] AS digit FROM c)
    SELECT levy_no, CASE WHEN strlen(id) = 17 THEN id || digit ELSE id END AS id_number, trim(name) AS name, upper(trim(employer)) AS employer, ${code} AS insurance, period, ${money('base')} AS base, ${money('amount')} AS amount, ${day('sent')} AS sent, ${rest},
      coalesce(strlen(id) = 17 OR id[18] = digit, false) AS id_ok
    FROM d`)
}

const text = names => Object.fromEntries(names.map(n => [n, n === 'period' ? 'INTEGER' : 'VARCHAR']))
await load('owner', owner, {
  columns: text(['levy_no', 'person_no', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'rate', 'amount', 'sent', 'levy_type']),
  rest: 'person_no, rate::DECIMAL(6,4) AS rate, levy_type',
  code: `CASE code WHEN '110' THEN 'pension' WHEN '210' THEN 'unemployment' WHEN '410' THEN 'injury' END`,
})
await load('tax', tax, {
  columns: text([
    'levy_no',
    'employer_name',
    'id_number',
    'name',
    'employer',
    'code',
    'period',
    'base',
    'levy_type',
    'amount',
    'sent',
    'due',
  ]),
  rest: `trim(employer_name) AS employer_name, levy_type, ${day('due')} AS due`,
  code: `CASE code WHEN '10201' THEN 'pension' WHEN '10202' THEN 'unemployment' WHEN '10204' THEN 'injury' END`,
})
// What is stored is on the disk now; without it that would be done at the end.
await con.run('CHECKPOINT')
over('load')
await con.run(`
  COPY (SELECT CASE WHEN t = 0 THEN 'owner_only' WHEN o = 0 THEN 'tax_only' ELSE 'differs' END AS class, id_number, insurance, period, levy_no, (oa * 100)::BIGINT AS owner_fen, (ta * 100)::BIGINT AS tax_fen
        FROM (SELECT levy_no, id_number, insurance, period, sum(o) AS o, sum(t) AS t, sum(oa) AS oa, sum(ta) AS ta
              FROM (SELECT levy_no, id_number, insurance, period, 1 AS o, 0 AS t, amount AS oa, 0::DECIMAL(12,2) AS ta FROM owner UNION ALL SELECT levy_no, id_number, insurance, period, 0, 1, 0, amount FROM tax)
              GROUP BY ALL)
        WHERE o <> 1 OR t <> 1 OR oa <> ta) TO '${join(work, 'discrepancies.csv')}' (HEADER)`)
over('match')
write(work)
con.closeSync()
db.closeSync()
