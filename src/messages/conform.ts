import { commas, counted, thousands as n, type None, type Texts } from './texts.js'

/** What `layout check` and `conform` say of a file against its layout. Departures in cells have the codes of cleansing (`reason.*`). */
export interface ConformMessages {
  'conform.format': { declared: string; found: string }
  'conform.encoding': { declared: string; found: string }
  'conform.delimiter': { declared: string; found: string }
  'conform.no_header': { columns: string }
  'conform.header_line': { line: number }
  'conform.header_twice': { first: number; second: number }
  'conform.sheet': { sheet: string }
  'conform.merged': { place: string; rows: number }
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
  'conform.c.blank': None
  'conform.c.width': None
  'conform.c.excel': None
  'conform.c.case': None
  'conform.c.dot': None
  'conform.c.pua': None
  'conform.c.id_15': None
  'conform.c.separator': None
  'conform.c.number_form': None
  'conform.c.negative_form': None
  'conform.c.float': None
  'conform.c.percent': None
  'conform.c.date_form': None
  'conform.c.date_none': None
  'conform.c.period_form': None
  'conform.c.code_unknown': None
  'conform.h.verdict': None
  'conform.h.file': None
  'conform.h.layout': None
  'conform.h.day': None
  'conform.h.departures': None
  'conform.h.rows_sheet': None
  'conform.h.level': None
  'conform.h.what': None
  'conform.h.column': None
  'conform.h.count': None
  'conform.h.share': None
  'conform.h.places': None
  'conform.h.examples': None
  'conform.h.line': None
  'conform.h.sheet': None
  'conform.h.value': None
  'conform.h.aside': None
  'conform.level.fault': None
  'conform.level.note': None
  'conform.said.pass': { file: string; layout: string; faults: number }
  'conform.said.fail': { file: string; layout: string; faults: number }
  'conform.said.rows': { rows: number; aside: number; totals: number; blank: number }
  'conform.said.amount': { amount: string }
  'conform.said.more': { rows: number }
  'conform.said.next_pass': { file: string; layout: string }
  'conform.said.next_fail': None
  'conform.said.written': { file: string }
  'doc.out': { file: string }
  'doc.written': { file: string }
  'synth.form_done': { files: number; rows: number; faults: number; list: string }
  'synth.dir_missing': None
  'cli.c.layout_check': None
  'cli.c.layout_doc': None
  'cli.c.conform': None
  'cli.a.layout': None
  'cli.o.departs': None
  'cli.o.out_verdict': None
  'cli.o.out_doc': None
  'cli.o.synth_layout': None
  'cli.o.synth_out': None
  'cli.o.faults': None
  'cli.o.rows': None
}

export const conformZh: Texts<ConformMessages> = {
  'conform.format': p => `文件格式约定为 ${p.declared}，实际是 ${p.found}`,
  'conform.encoding': p => `编码约定为 ${p.declared}，实际是 ${p.found}`,
  'conform.delimiter': p => `分隔符约定为 ${p.declared}，实际是 ${p.found}`,
  'conform.no_header': p => `找不到表头，应有列：${p.columns}`,
  'conform.header_line': p => `表头不在首行，在第 ${p.line} 行`,
  'conform.header_twice': p => `表头出现两次：第 ${p.first} 行和第 ${p.second} 行`,
  'conform.merged': p => `有上下合并的单元格（第一处 ${p.place}），合并格下面的 ${p.rows} 行在那些列按空白读；请取消合并、把每行填满`,
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
  'conform.c.blank': () => '有多余的空格或不可见字符',
  'conform.c.width': () => '写成了全角字符',
  'conform.c.excel': () => '有 Excel 留下的撇号、等号或引号',
  'conform.c.case': () => '该大写的写成了小写',
  'conform.c.dot': () => '姓名间隔号不是“·”',
  'conform.c.pua': () => '用了自造区字符',
  'conform.c.id_15': () => '15 位旧证件号码',
  'conform.c.separator': () => '金额带千分位、货币符号或单位',
  'conform.c.number_form': () => '数字写法不规范',
  'conform.c.negative_form': () => '负数写法不规范',
  'conform.c.float': () => '金额带浮点尾数',
  'conform.c.percent': () => '写成了百分数或千分数',
  'conform.c.date_form': () => '日期写法与约定不同',
  'conform.c.date_none': () => '没有日期时写了占位的日期，应当留空',
  'conform.c.period_form': () => '所属期写法与约定不同',
  'conform.c.code_unknown': () => '代码表里没有这个代码',
  'conform.h.verdict': () => '核查结果',
  'conform.h.file': () => '文件',
  'conform.h.layout': () => '版式',
  'conform.h.day': () => '核查日期',
  'conform.h.departures': () => '问题汇总',
  'conform.h.rows_sheet': () => '逐行明细',
  'conform.h.level': () => '性质',
  'conform.h.what': () => '问题',
  'conform.h.column': () => '列名',
  'conform.h.count': () => '行数',
  'conform.h.share': () => '占比',
  'conform.h.places': () => '最先出现的行',
  'conform.h.examples': () => '原文举例',
  'conform.h.line': () => '行',
  'conform.h.sheet': () => '工作表',
  'conform.h.value': () => '原文',
  'conform.h.aside': () => '拒收',
  'conform.level.fault': () => '不合',
  'conform.level.note': () => '提示',
  'conform.said.pass': p => `${p.file} 符合版式 ${p.layout}。`,
  'conform.said.fail': p => `${p.file} 不符合版式 ${p.layout}，有 ${p.faults} 类问题。`,
  'conform.said.rows': p => `读到 ${n(p.rows)} 行，其中拒收 ${n(p.aside)} 行；另有合计行 ${n(p.totals)}、空行 ${n(p.blank)}。`,
  'conform.said.amount': p => `金额合计 ${p.amount} 元。`,
  'conform.said.more': p => `逐行明细只列出前 ${n(p.rows)} 处。`,
  'conform.said.next_pass': p => `可以装载：hedui load ${p.file} --layout ${p.layout}`,
  'conform.said.next_fail': () => '请对方改正后重新提取；用 --out 文件.xlsx 写出可以寄回的清单。',
  'conform.said.written': p => `清单已写到 ${p.file}，可以寄回对方。`,
  'doc.out': p => `不认识 ${p.file} 的类型。请用 .md 或 .xlsx 结尾的文件名。`,
  'doc.written': p => `接口说明已写到 ${p.file}，可以交给对方。`,
  'synth.form_done': p =>
    p.faults === 0
      ? `写出 ${p.rows} 行合乎版式的样例。`
      : `写出 ${p.files} 个文件：${p.rows} 行合乎版式的样例，和 ${p.faults} 处已列在 ${p.list} 的错误。`,
  'synth.dir_missing': () => '请写出放虚构城市的文件夹：hedui synth 文件夹；只要一种版式的样例请用 --layout。',
  'cli.c.layout_check': () => '装载前查看文件与版式有哪些出入',
  'cli.c.layout_doc': () => '写出给对方的接口说明（Markdown 或 .xlsx）',
  'cli.c.conform': () => '联调测试：对方的文件是否合乎版式，退出码 0 合格，1 不合格',
  'cli.a.layout': () => '版式名或版式文件；不写则全部',
  'cli.o.departs': () => '有出入时以 1 退出',
  'cli.o.out_verdict': () => '把问题清单写成工作簿（.xlsx），可以寄回对方',
  'cli.o.out_doc': () => '写到这个文件：.md 或 .xlsx',
  'cli.o.synth_layout': () => '只写这种版式的样例文件',
  'cli.o.synth_out': () => '样例文件（默认 版式名.csv）',
  'cli.o.faults': () => '另写故意出错的文件，错处列在 faults.csv',
  'cli.o.rows': () => '样例的行数（默认 100）',
}

export const conformEn: Texts<ConformMessages> = {
  'conform.format': p => `the format should be ${p.declared} and is ${p.found}`,
  'conform.encoding': p => `the encoding should be ${p.declared} and is ${p.found}`,
  'conform.delimiter': p => `the delimiter should be ${p.declared} and is ${p.found}`,
  'conform.no_header': p => `there is no header; these columns should be there: ${commas(p.columns)}`,
  'conform.header_line': p => `the header is not in the first line but in line ${p.line}`,
  'conform.header_twice': p => `the header stands twice: in lines ${p.first} and ${p.second}`,
  'conform.merged': p =>
    `cells are merged over several rows (the first at ${p.place}); in those columns the ${p.rows} rows below are read as blank; unmerge them and fill in every row`,
  'conform.sheet': p => `the sheet “${p.sheet}” does not fit this layout and was not checked`,
  'conform.missing': p => `mandatory columns are missing: ${commas(p.columns)}`,
  'conform.absent': p => `there is no column ${p.column}`,
  'conform.renamed': p => `the column “${p.found}” should be “${p.column}”`,
  'conform.extra': p => `a column that is not read: ${p.found}`,
  'conform.order': p => `the columns stand in another order: ${commas(p.order)}`,
  'conform.twice': p => `the header “${p.found}” stands twice, so that nobody knows which to read`,
  'conform.booked_only': p => `there is only the booked month (${p.found}) and no period`,
  'conform.unit': p => `money should be in ${p.declared}, the header says ${p.found}`,
  'conform.blank': p => `mandatory columns are blank: ${commas(p.columns)}`,
  'conform.rounded': () => 'several numbers of 18 digits end in 000, as if Excel had changed them; none of the column can be a key',
  'conform.totals': p => `the declared total is not what was read: declared ${p.declared}, read ${p.found}`,
  'conform.no_rows': () => 'there are no rows below the header',
  'conform.c.blank': () => 'superfluous blanks or invisible characters',
  'conform.c.width': () => 'characters in full width',
  'conform.c.excel': () => 'apostrophes, equals signs or quotes left by Excel',
  'conform.c.case': () => 'lower case where upper case belongs',
  'conform.c.dot': () => 'the dot of a name is not “·”',
  'conform.c.pua': () => 'characters of the private use area',
  'conform.c.id_15': () => 'an old identity number of 15 digits',
  'conform.c.separator': () => 'separators, currency or unit in an amount',
  'conform.c.number_form': () => 'a number in an odd form',
  'conform.c.negative_form': () => 'a negative number in an odd form',
  'conform.c.float': () => 'an amount with the tail of a floating-point number',
  'conform.c.percent': () => 'a rate in per cent or per mille',
  'conform.c.date_form': () => 'a date in another form than agreed',
  'conform.c.date_none': () => 'a day that stands for none: it should be blank',
  'conform.c.period_form': () => 'a month in another form than agreed',
  'conform.c.code_unknown': () => 'a code that is not in the list',
  'conform.h.verdict': () => 'verdict',
  'conform.h.file': () => 'file',
  'conform.h.layout': () => 'layout',
  'conform.h.day': () => 'checked on',
  'conform.h.departures': () => 'departures',
  'conform.h.rows_sheet': () => 'by row',
  'conform.h.level': () => 'level',
  'conform.h.what': () => 'what',
  'conform.h.column': () => 'column',
  'conform.h.count': () => 'rows',
  'conform.h.share': () => 'share',
  'conform.h.places': () => 'first lines',
  'conform.h.examples': () => 'examples',
  'conform.h.line': () => 'line',
  'conform.h.sheet': () => 'sheet',
  'conform.h.value': () => 'as received',
  'conform.h.aside': () => 'set aside',
  'conform.level.fault': () => 'fault',
  'conform.level.note': () => 'note',
  'conform.said.pass': p => `${p.file} keeps to layout ${p.layout}.`,
  'conform.said.fail': p => `${p.file} departs from layout ${p.layout} in ${p.faults} ${p.faults === 1 ? 'way' : 'ways'}.`,
  'conform.said.rows': p =>
    `${counted(p.rows, 'row')} read, ${n(p.aside)} of them set aside; beside them ${counted(p.totals, 'total row')} and ${counted(p.blank, 'blank row')}.`,
  'conform.said.amount': p => `Money: ${p.amount} yuan in all.`,
  'conform.said.more': p => `The list by row ends after ${counted(p.rows, 'place')}.`,
  'conform.said.next_pass': p => `It can be loaded: hedui load ${p.file} --layout ${p.layout}`,
  'conform.said.next_fail': () => 'Ask the sender to mend it; --out FILE.xlsx writes a list to send back.',
  'conform.said.written': p => `The list is in ${p.file}, to send back.`,
  'doc.out': p => `${p.file} is of no known type. Use a name that ends in .md or .xlsx.`,
  'doc.written': p => `The interface description is in ${p.file}, to hand over.`,
  'synth.form_done': p =>
    p.faults === 0
      ? `${p.rows} rows that keep to the layout.`
      : `${p.files} files: ${p.rows} rows that keep to the layout, and ${p.faults} faults that are listed in ${p.list}.`,
  'synth.dir_missing': () => 'Name a folder for the synthetic city: hedui synth DIR; for files of one layout use --layout.',
  'cli.c.layout_check': () => 'show how a file departs from its layout, before it is loaded',
  'cli.c.layout_doc': () => 'write the interface description for the other bureau (Markdown or .xlsx)',
  'cli.c.conform': () => 'hold a counterpart’s file to its layout: exit 0 it conforms, 1 it does not',
  'cli.a.layout': () => 'name of a layout or a layout file; none: all',
  'cli.o.departs': () => 'exit with 1 where the file departs',
  'cli.o.out_verdict': () => 'write the list as a workbook (.xlsx) to send back',
  'cli.o.out_doc': () => 'write to this file: .md or .xlsx',
  'cli.o.synth_layout': () => 'write files of this layout only',
  'cli.o.synth_out': () => 'the file (default NAME.csv)',
  'cli.o.faults': () => 'write files that are wrong on purpose too; what is wrong stands in faults.csv',
  'cli.o.rows': () => 'rows of the file (default 100)',
}
