# ClickHouse by chdb, MergeTree in a path of its own, unsorted (sorting costs more than the one match that it would help): python3 clickhouse.py OWNER TAX WORK
import sys

from chdb import session
from stages import over, write

owner, tax, work = sys.argv[1:]
db = session.Session(f'{work}/store')

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
SUM = ' + '.join(f'intDiv(n, {10 ** (16 - i)}) % 10 * {w}' for i, w in enumerate(WEIGHTS))


def money(column):
    return f"toDecimal64(replaceAll(trimBoth({column}), ',', ''), 2)"


def day(column):
    return f"toDate(if(length({column}) = 8, concat(substring({column}, 1, 4), '-', substring({column}, 5, 2), '-', substring({column}, 7, 2)), replaceAll({column}, '/', '-')))"


def code(codes):
    return f"CAST(transform(code, {list(codes)}, {list(codes.values())}, ''), 'LowCardinality(String)')"


def load(path, table, columns, codes, rest):
    structure = ', '.join(f'{c} String' for c in columns)
    names = [r.rsplit(' AS ', 1)[-1] for r in rest]
    types = {'due': 'Date', 'rate': 'Decimal(6, 4)'}
    more = ', '.join(f'{n} {types.get(n, "String")}' for n in names)
    db.query(f'''CREATE TABLE {table} (levy_no String, id_number String, id_ok UInt8, name String, employer String, insurance LowCardinality(String), period UInt32,
        base Decimal(12, 2), amount Decimal(12, 2), sent Date, {more}) ENGINE = MergeTree ORDER BY tuple()''')
    db.query(f'''
        INSERT INTO {table}
        SELECT levy_no, if(length(id) = 17, concat(id, digit), id), length(id) = 17 OR substring(id, 18) = digit, trimBoth(name), upper(trimBoth(employer)), {code(codes)}, toUInt32(period),
               {money('base')}, {money('amount')}, {day('sent')}, {', '.join(rest)}
        FROM (SELECT *, substring('10X98765432', 1 + ({SUM}) % 11, 1) AS digit
              FROM (SELECT *, toUInt64OrZero(substring(id, 1, 17)) AS n
                    FROM (SELECT *, trimBoth(id_number) AS t,
                                 multiIf(length(t) = 18, upper(t), length(t) = 15, concat(substring(t, 1, 6), '19', substring(t, 7)),
                                         upper(translateUTF8(t, '０１２３４５６７８９Ｘｘ', '0123456789Xx'))) AS id
                          FROM file('{path}', 'CSVWithNames', '{structure}'))))
        SETTINGS input_format_csv_use_best_effort_in_schema_inference = 0, input_format_with_names_use_header = 0, max_threads = 2''')


load(owner, 'owner', ['levy_no', 'person_no', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'rate', 'amount', 'sent', 'levy_type'],
     {'110': 'pension', '210': 'unemployment', '410': 'injury'}, ['person_no', 'toDecimal64(rate, 4) AS rate', 'levy_type'])
load(tax, 'tax', ['levy_no', 'employer_name', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'levy_type', 'amount', 'sent', 'due'],
     {'10201': 'pension', '10202': 'unemployment', '10204': 'injury'}, ['trimBoth(employer_name) AS employer_name', 'levy_type', f'{day("due")} AS due'])
over('load')
db.query(f'''
    INSERT INTO FUNCTION file('{work}/discrepancies.csv', 'CSVWithNames')
    SELECT multiIf(t = 0, 'owner_only', o = 0, 'tax_only', 'differs') AS class, id_number, insurance, period, levy_no, toInt64(oa * 100) AS owner_fen, toInt64(ta * 100) AS tax_fen
    FROM (SELECT levy_no, id_number, insurance, period, sum(o) AS o, sum(t) AS t, sum(oa) AS oa, sum(ta) AS ta
          FROM (SELECT levy_no, id_number, insurance, period, 1 AS o, 0 AS t, amount AS oa, toDecimal64(0, 2) AS ta FROM owner
                UNION ALL SELECT levy_no, id_number, insurance, period, 0, 1, toDecimal64(0, 2), amount FROM tax)
          GROUP BY levy_no, id_number, insurance, period)
    WHERE o <> 1 OR t <> 1 OR oa <> ta SETTINGS max_threads = 2''')
over('match')
write(work)
db.close()
