/** A levy table as a 中间库 holds it, in the SQL that PostgreSQL and MariaDB share; a row a person, by number. */
export const LEVY_COLUMNS = `aaz288 varchar(32) primary key, aac001 varchar(20), aac058 varchar(3), aac147 varchar(30), aac003 varchar(60), aab001 varchar(20), aae140 varchar(3), aae003 int, aaa115 varchar(2),
  aae020 decimal(18,4), aae022 decimal(18,2), aae036 timestamp null, aaa321 char(3), aae418 timestamp null`

/** Values of one row. `at`: when it was last touched. */
export function levyRow(n: number, more: { amount?: string; at?: string | null } = {}): string {
  const at = more.at === undefined ? '2025-10-01 08:00:00' : more.at
  return `('Z${n}', 'P${n}', '01', '${ID}', '某甲', 'U1', '110', 202509, '10', ${more.amount ?? '160.00'}, 80, '2025-09-15 10:11:12', '1', ${at === null ? 'null' : `'${at}'`})`
}

/** An id of nobody whose check digit is right. */
const ID = '110101199003070011'.replace(/.$/, '')
  + '10X98765432'[[...'11010119900307001'].reduce((sum, d, i) => sum + Number(d) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i]!, 0) % 11]!

export function insertLevies(table: string, rows: readonly string[]): string {
  return `insert into ${table} values ${rows.join(', ')};`
}
