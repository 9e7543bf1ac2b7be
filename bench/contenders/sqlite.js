// The sqlite3 shell, in one process: .import of all columns as text, cleansing in SQL, an index, the same joins as the plain way. Here its
// script is written: node sqlite.js OWNER TAX WORK
const [owner, tax, work] = process.argv.slice(2)

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const WIDE = [...'０１２３４５６７８９Ｘｘ'].map((c, i) => [c, '0123456789XX'[i]])
const narrow = WIDE.reduce((sql, [from, to]) => `replace(${sql}, '${from}', '${to}')`, 't')
const digit = `substr('10X98765432', 1 + (${WEIGHTS.map((w, i) => `substr(id, ${i + 1}, 1) * ${w}`).join(' + ')}) % 11, 1)`
const money = column => `cast(round(replace(trim(${column}), ',', '') * 100) as integer)`
const day = column =>
  `case when length(${column}) = 8 then substr(${column}, 1, 4) || '-' || substr(${column}, 5, 2) || '-' || substr(${column}, 7) else replace(${column}, '/', '-') end`
const code = codes => `case code ${codes.map(([from, to]) => `when '${from}' then '${to}'`).join(' ')} end`

/**
 * Keeps SQLite from pasting an expression into each place that names it: without it each id is made anew for every digit, four times the
 * work in all.
 */
const ONCE = 'limit -1 offset 0'

const load = (table, path, { columns, rest, codes }) => `
create table raw_${table} (${columns.map(c => `${c} text`).join(', ')});
.import --skip 1 '${path}' raw_${table}
create table ${table} as
with a as (select *, trim(id_number) as t from raw_${table}),
b as (select *, case when t not glob '*[^0-9Xx]*' then upper(t) else ${narrow} end as whole from a ${ONCE}),
c as (select *, case when length(whole) = 15 then substr(whole, 1, 6) || '19' || substr(whole, 7) else whole end as id from b ${ONCE}),
d as (select *, ${digit} as digit from c ${ONCE})
select levy_no, case when length(id) = 17 then id || digit else id end as id_number, length(id) = 17 or substr(id, 18) = digit as id_ok, trim(name) as name, upper(trim(employer)) as employer,
  ${code(codes)} as insurance, cast(period as integer) as period, ${money('base')} as base, ${money('amount')} as amount, ${day('sent')} as sent, ${rest} from d;
drop table raw_${table};`

const KEY = 'x.levy_no = y.levy_no and x.id_number = y.id_number and x.insurance = y.insurance and x.period = y.period'
console.log(`pragma journal_mode = off;
pragma synchronous = normal;
pragma cache_size = -262144;
.mode csv
.separator "," "\\n"
${load('owner', owner, {
  columns: ['levy_no', 'person_no', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'rate', 'amount', 'sent', 'levy_type'],
  rest: 'person_no, rate, levy_type',
  codes: [
    ['110', 'pension'],
    ['210', 'unemployment'],
    ['410', 'injury'],
  ],
})}
${load('tax', tax, {
  columns: ['levy_no', 'employer_name', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'levy_type', 'amount', 'sent', 'due'],
  rest: `trim(employer_name) as employer_name, levy_type, ${day('due')} as due`,
  codes: [
    ['10201', 'pension'],
    ['10202', 'unemployment'],
    ['10204', 'injury'],
  ],
})}
create index o on owner (levy_no, id_number, insurance, period);
create index t on tax (levy_no, id_number, insurance, period);
.headers on
.once '${work}/discrepancies.csv'
select case when y.rowid is null then 'owner_only' else 'differs' end as class, x.id_number, x.insurance, x.period, x.levy_no, x.amount as owner_fen, coalesce(y.amount, 0) as tax_fen
  from owner x left join tax y on ${KEY} where y.rowid is null or x.amount <> y.amount
union all select 'tax_only', x.id_number, x.insurance, x.period, x.levy_no, 0, x.amount from tax x where not exists (select 1 from owner y where ${KEY});`)
