import { commas, type None, type Texts } from './texts.js'

/** `file` names the sheet too where there is one. */
export interface LayoutMessages {
  'layout.none': { dir: string }
  'layout.name': { file: string; name: string; other: string }
  'layout.reference': { file: string; line: number; column: number; found: string; known: string; nearest: string }
  'layout.synonym_twice': { file: string; header: string; first: string; second: string }
  'layout.unknown': { wanted: string; known: string; nearest: string }
  'layout.header_not_found': { file: string; rows: number; layouts: string }
  'layout.column_missing': { file: string; line: number; layout: string; missing: string; found: string; nearest: string }
  'layout.period_missing': { file: string; line: number; layout: string; booked: string }
  'layout.header_twice': { file: string; first: number; second: number }
  'layout.column_twice': { file: string; line: number; header: string }
  'layout.excluded': { file: string; line: number; layout: string; columns: string }
  'layout.two_fit': { file: string; layouts: string }
  'layout.sender_unclear': { file: string; layouts: string }
  'layout.unit': { file: string; line: number; header: string; found: string; declared: string }
  'layout.control_file': { file: string; found: string }
  'reason.no_amount': None
  'reason.no_period': None
  'reason.no_date': None
  'reason.no_record': None
  'reason.alone': None
}

const near = (nearest: string): string => (nearest === '' ? '' : `最接近的：${nearest}。`)
const nearEn = (nearest: string): string => (nearest === '' ? '' : ` Nearest: ${nearest}.`)

export const layoutZh: Texts<LayoutMessages> = {
  'layout.none': p => `${p.dir} 里没有版式文件。请用 hedui init --refresh 补上内置版式。`,
  'layout.name': p => `${p.file} 的版式名 ${p.name} 已被 ${p.other} 使用。请改名。`,
  'layout.reference': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：没有“${p.found}”。${near(p.nearest)}可用的：${p.known}。请改正后重试。`,
  'layout.synonym_twice': p => `${p.file}：列名“${p.header}”同时写在 ${p.first} 和 ${p.second} 下。请只留一处。`,
  'layout.unknown': p => `没有名为 ${p.wanted} 的版式。${near(p.nearest)}可用的版式：${p.known}。`,
  'layout.header_not_found': p =>
    `${p.file}：前 ${p.rows} 行里找不到表头（比对了版式 ${p.layouts}）。请用 hedui peek 查看文件，再在版式的 columns 里补上列名，或用 --layout 指明版式。`,
  'layout.column_missing': p =>
    `${p.file} 第 ${p.line} 行的表头缺少版式 ${p.layout} 必需的列：${p.missing}。现有列：${p.found}。${near(p.nearest)}` +
    '请向送出单位补要该列，或把实际列名加进版式的 columns。',
  'layout.period_missing': p =>
    `${p.file} 第 ${p.line} 行的表头只有建账年月（${p.booked}），没有费款所属期，版式 ${p.layout} 无法比对。请补要对应费款所属期。`,
  'layout.header_twice': p =>
    `${p.file}：第 ${p.first} 行和第 ${p.second} 行都是表头，而列、次序或单位不一样。请从第 ${p.second} 行起拆成另一个文件，分别装载。`,
  'layout.column_twice': p => `${p.file} 第 ${p.line} 行的表头里列“${p.header}”出现两次，不知道读哪一列。请改列名或删去一列后重试。`,
  'layout.excluded': p =>
    `${p.file} 第 ${p.line} 行的表头合得上版式 ${p.layout}，但有它写明不该有的列：${p.columns}，所以不自动认。若确是这种提取件，请用 --layout ${p.layout} 指明。`,
  'layout.two_fit': p => `${p.file}：表头合得上几个版式：${p.layouts}。请用 --layout 指明，或在 hedui.yaml 的数据源里写明 layout。`,
  'layout.sender_unclear': p =>
    `${p.file}：表头合得上税务的版式 ${p.layouts}，看不出是社保还是医保送来的。请用 --layout 指明其一；若它是社保或医保自己的提取件，请指明那一家的版式。`,
  'layout.unit': p =>
    `${p.file} 第 ${p.line} 行的列“${p.header}”注明单位为${p.found}，版式约定为${p.declared}。请核对，并在版式里改 money 或写 unit_in_header: true。`,
  'layout.control_file': p => `控制文件 ${p.file} 读不出记录数或金额：“${p.found}”。请核对控制文件，或移走后重试。`,
  'reason.no_amount': () => '没有金额',
  'reason.no_period': () => '没有费款所属期',
  'reason.no_date': () => '没有必需的日期',
  'reason.alone': () => '整行只有一格有文字，不是数据',
  'reason.no_record': () => '版式的任何一种记录都不适用于该行',
}

export const layoutEn: Texts<LayoutMessages> = {
  'layout.none': p => `There are no layouts in ${p.dir}. Add the shipped ones with hedui init --refresh.`,
  'layout.name': p => `${p.file}: the layout name ${p.name} is taken by ${p.other}. Give it another name.`,
  'layout.reference': p =>
    `${p.file}:${p.line}:${p.column}: there is no “${p.found}”.${nearEn(p.nearest)} Known: ${p.known}. Mend it and try again.`,
  'layout.synonym_twice': p => `${p.file}: the header “${p.header}” stands under both ${p.first} and ${p.second}. Keep one of them.`,
  'layout.unknown': p => `There is no layout ${p.wanted}.${nearEn(p.nearest)} Layouts: ${p.known}.`,
  'layout.header_not_found': p =>
    `${p.file}: no header in the first ${p.rows} rows (layouts tried: ${p.layouts}). Look at the file with hedui peek, then add its column names to the layout's` +
    ' columns, or name a layout with --layout.',
  'layout.column_missing': p =>
    `${p.file}: the header in line ${p.line} lacks what layout ${p.layout} needs: ${commas(p.missing)}. Columns found: ${commas(p.found)}.${nearEn(commas(p.nearest))}` +
    ' Ask the sender for the column, or add its real name to the columns of the layout.',
  'layout.period_missing': p =>
    `${p.file}: the header in line ${p.line} has only the booked period (${p.booked}) and no period, which layout ${p.layout} needs. Ask the sender for it.`,
  'layout.header_twice': p =>
    `${p.file}: lines ${p.first} and ${p.second} are both headers, of other columns, order or units. Split the file at line ${p.second} and load both parts.`,
  'layout.column_twice': p =>
    `${p.file}: the header in line ${p.line} has the column “${p.header}” twice. Rename or remove one and try again.`,
  'layout.excluded': p =>
    `${p.file}: the header in line ${p.line} fits layout ${p.layout} but has columns that it must not have: ${commas(p.columns)}. If the file is of that kind all the same, say --layout ${p.layout}.`,
  'layout.two_fit': p =>
    `${p.file}: the header fits several layouts: ${p.layouts}. Name one with --layout, or write it into a source in hedui.yaml.`,
  'layout.sender_unclear': p =>
    `${p.file}: the header fits tax’s layouts ${p.layouts} and does not tell whether 社保 or 医保 sent it. Name one with --layout; if it is an extract of 社保 or 医保 itself, name a layout of theirs.`,
  'layout.unit': p =>
    `${p.file}: the column “${p.header}” in line ${p.line} is marked as ${p.found}, the layout says ${p.declared}. Check it, and mend money or set unit_in_header: true.`,
  'layout.control_file': p =>
    `Control file ${p.file} gives neither a number of rows nor an amount: “${p.found}”. Check it, or move it away and try again.`,
  'reason.no_amount': () => 'no amount',
  'reason.no_period': () => 'no period',
  'reason.no_date': () => 'no date where one must be',
  'reason.alone': () => 'text in one cell and nothing else in the row: no data',
  'reason.no_record': () => 'no record of the layout applies to the row',
}
