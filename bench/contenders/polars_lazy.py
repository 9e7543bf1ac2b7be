# polars, lazy and streaming, stored as Parquet: python3 polars_lazy.py OWNER TAX WORK
import sys

import polars as pl
from stages import over, write

owner, tax, work = sys.argv[1:]

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
WIDE = list('０１２３４５６７８９Ｘｘ')
PLAIN = list('0123456789Xx')
KEY = ['levy_no', 'id_number', 'insurance', 'period']


def money(column):
    return pl.col(column).str.strip_chars().str.replace_all(',', '', literal=True).cast(pl.Decimal(12, 2))


def day(column):
    plain = pl.col(column).str.replace_all('-', '', literal=True).str.replace_all('/', '', literal=True)
    return plain.str.to_date('%Y%m%d')


def check_digit(id_number):
    """The digit that the first 17 call for; null where they are no digits."""
    n = id_number.str.slice(0, 17).cast(pl.Int64, strict=False)
    total = sum((n // 10 ** (16 - i)) % 10 * w for i, w in enumerate(WEIGHTS))
    return (total % 11).replace_strict(list(range(11)), list('10X98765432'), return_dtype=pl.String)


def load(path, table, columns, codes, rest):
    text = pl.col('id_number').str.strip_chars()
    rows = (
        pl.scan_csv(path, has_header=False, skip_lines=1, schema={c: pl.String for c in columns})
        .with_columns(id=pl.when(text.str.len_bytes() <= 18).then(text).otherwise(text.str.replace_many(WIDE, PLAIN)).str.to_uppercase())
        .with_columns(id=pl.when(pl.col('id').str.len_bytes() == 15).then(pl.concat_str(pl.col('id').str.slice(0, 6), pl.lit('19'), pl.col('id').str.slice(6))).otherwise(pl.col('id')))
        .with_columns(digit=check_digit(pl.col('id')))
        .select(
            'levy_no',
            pl.when(pl.col('id').str.len_bytes() == 17).then(pl.col('id') + pl.col('digit')).otherwise(pl.col('id')).alias('id_number'),
            ((pl.col('id').str.len_bytes() == 17) | (pl.col('id').str.slice(17) == pl.col('digit'))).fill_null(False).alias('id_ok'),
            pl.col('name').str.strip_chars(),
            pl.col('employer').str.strip_chars().str.to_uppercase(),
            pl.col('code').replace_strict(codes, default=None, return_dtype=pl.String).alias('insurance'),
            pl.col('period').cast(pl.Int32),
            money('base').alias('base'),
            money('amount').alias('amount'),
            day('sent').alias('sent'),
            *rest,
        )
    )
    rows.sink_parquet(f'{work}/{table}.parquet')


load(owner, 'owner', ['levy_no', 'person_no', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'rate', 'amount', 'sent', 'levy_type'],
     {'110': 'pension', '210': 'unemployment', '410': 'injury'}, ['person_no', pl.col('rate').cast(pl.Decimal(6, 4)), 'levy_type'])
load(tax, 'tax', ['levy_no', 'employer_name', 'id_number', 'name', 'employer', 'code', 'period', 'base', 'levy_type', 'amount', 'sent', 'due'],
     {'10201': 'pension', '10202': 'unemployment', '10204': 'injury'}, [pl.col('employer_name').str.strip_chars(), 'levy_type', day('due').alias('due')])
over('load')


def side(table, o):
    fen = (pl.col('amount') * 100).cast(pl.Int64)
    return pl.scan_parquet(f'{work}/{table}.parquet').select(*KEY, o=pl.lit(o, pl.Int64), t=pl.lit(1 - o, pl.Int64), owner_fen=fen * o, tax_fen=fen * (1 - o))


(
    pl.concat([side('owner', 1), side('tax', 0)])
    .group_by(KEY)
    .agg(pl.col('o', 't', 'owner_fen', 'tax_fen').sum())
    .filter((pl.col('o') != 1) | (pl.col('t') != 1) | (pl.col('owner_fen') != pl.col('tax_fen')))
    .select(pl.when(pl.col('t') == 0).then(pl.lit('owner_only')).when(pl.col('o') == 0).then(pl.lit('tax_only')).otherwise(pl.lit('differs')).alias('class'),
            'id_number', 'insurance', 'period', 'levy_no', 'owner_fen', 'tax_fen')
    .sink_csv(f'{work}/discrepancies.csv')
)
over('match')
write(work)
