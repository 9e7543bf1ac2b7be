import type { None, Texts } from './texts.js'

/** What `layout check` and `conform` say of a file against its layout. Departures in cells have the codes of cleansing (`reason.*`). */
export interface ConformMessages {
  'conform.format': { declared: string; found: string }
  'conform.encoding': { declared: string; found: string }
  'conform.delimiter': { declared: string; found: string }
  'conform.no_header': { columns: string }
  'conform.header_line': { line: number }
  'conform.header_twice': { first: number; second: number }
  'conform.sheet': { sheet: string }
  'conform.missing': { columns: string }
  'conform.absent': { column: string }
  'conform.renamed': { found: string; column: string }
  'conform.extra': { found: string }
  'conform.order': { order: string }
  'conform.twice': { found: string }
  'conform.booked_only': { found: string }
  'conform.unit': { declared: string; found: string }
  'conform.blank': { columns: string }
  'conform.rounded': None
  'conform.totals': { declared: string; found: string }
  'conform.no_rows': None
}

export const conformZh: Texts<ConformMessages> = {
  'conform.format': p => `文件格式约定为 ${p.declared}，实际是 ${p.found}`,
  'conform.encoding': p => `编码约定为 ${p.declared}，实际是 ${p.found}`,
  'conform.delimiter': p => `分隔符约定为 ${p.declared}，实际是 ${p.found}`,
  'conform.no_header': p => `找不到表头，应有列：${p.columns}`,
  'conform.header_line': p => `表头不在首行，在第 ${p.line} 行`,
  'conform.header_twice': p => `表头出现两次：第 ${p.first} 行和第 ${p.second} 行`,
  'conform.sheet': p => `工作表“${p.sheet}”不合本版式，没有查`,
  'conform.missing': p => `缺少必需的列：${p.columns}`,
  'conform.absent': p => `没有列：${p.column}`,
  'conform.renamed': p => `列“${p.found}”应是“${p.column}”`,
  'conform.extra': p => `多出的列，不读：${p.found}`,
  'conform.order': p => `列的次序与版式不同：${p.order}`,
  'conform.twice': p => `列名“${p.found}”出现两次，不知道读哪一列`,
  'conform.booked_only': p => `只有建账年月（${p.found}），没有费款所属期`,
  'conform.unit': p => `金额单位约定为${p.declared}，表头写的是${p.found}`,
  'conform.blank': p => `必填的列为空：${p.columns}`,
  'conform.rounded': () => '多个 18 位号码以 000 结尾，像被 Excel 改动过，整列不能作为键',
  'conform.totals': p => `声明的总数与读到的不符：声明 ${p.declared}，读到 ${p.found}`,
  'conform.no_rows': () => '表头下面没有数据',
}

export const conformEn: Texts<ConformMessages> = {
  'conform.format': p => `the format should be ${p.declared} and is ${p.found}`,
  'conform.encoding': p => `the encoding should be ${p.declared} and is ${p.found}`,
  'conform.delimiter': p => `the delimiter should be ${p.declared} and is ${p.found}`,
  'conform.no_header': p => `there is no header; these columns should be there: ${p.columns}`,
  'conform.header_line': p => `the header is not in the first line but in line ${p.line}`,
  'conform.header_twice': p => `the header stands twice: in lines ${p.first} and ${p.second}`,
  'conform.sheet': p => `the sheet “${p.sheet}” does not fit this layout and was not checked`,
  'conform.missing': p => `mandatory columns are missing: ${p.columns}`,
  'conform.absent': p => `there is no column ${p.column}`,
  'conform.renamed': p => `the column “${p.found}” should be “${p.column}”`,
  'conform.extra': p => `a column that is not read: ${p.found}`,
  'conform.order': p => `the columns stand in another order: ${p.order}`,
  'conform.twice': p => `the header “${p.found}” stands twice, so that nobody knows which to read`,
  'conform.booked_only': p => `there is only the booked month (${p.found}) and no period`,
  'conform.unit': p => `money should be in ${p.declared}, the header says ${p.found}`,
  'conform.blank': p => `mandatory columns are blank: ${p.columns}`,
  'conform.rounded': () => 'several numbers of 18 digits end in 000, as if Excel had changed them; none of the column can be a key',
  'conform.totals': p => `the declared total is not what was read: declared ${p.declared}, read ${p.found}`,
  'conform.no_rows': () => 'there are no rows below the header',
}
