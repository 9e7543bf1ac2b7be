import { commas, counted, thousands as n, type None, type Texts } from './texts.js'

/** Files of every kind, archives and passwords. `where` is a part of the file (an entry, a sheet, a line), or empty. */
export interface SourceFormatMessages {
  'source.limit': { file: string; where: string; setting: string; limit: number }
  'source.part': { file: string; part: string; detail: string }
  'source.foreign': { file: string; found: string }
  'source.changed': { file: string; before: number; now: number }
  'source.nested': { file: string }
  'source.entries': { file: string; entries: string }
  'source.no_entry': { file: string; found: string; known: string }
  'source.no_entries': { file: string; entries: string }
  'source.entry_name': { file: string; entry: string }
  'source.entry_twice': { file: string; entry: string }
  'source.encrypted_ods': { file: string }
  'source.password': { file: string }
  'source.dbf': { file: string; declared: number; found: number }
  'source.xml_dtd': { file: string; where: string }
  'source.xml_entity': { file: string; line: number }
  'source.xml_record': { file: string; found: string }
  'source.secret_open': { source: string; file: string; mode: string }
  'source.secret_file': { source: string; file: string; setting: string; detail: string }
  'cli.load.hidden_sheet': { file: string; name: string; rows: number }
  'cli.load.deleted_rows': { file: string; name: string; rows: number }
  'cli.load.merged_cells': { file: string; name: string; rows: number }
  'cli.load.headers_again': { file: string; name: string; rows: number }
  'cli.load.memo_fields': { file: string; name: string; rows: number }
  'cli.load.other_records': { file: string; name: string; rows: number }
  'cli.load.growing': { files: string }
  'cli.peek.wrapped': { how: string }
  'cli.peek.format': { format: string; encoding: string; bytes: number }
  'cli.peek.tables': { format: string; tables: string; bytes: number }
  'cli.peek.entries': { file: string; entries: number }
  'cli.peek.entry_next': { file: string; entry: string }
  'reason.line_length': None
  'reason.json': None
  'reason.cell_twice': None
}

const at = (where: string): string => (where === '' ? '' : `（${where}）`)
const atEn = (where: string): string => (where === '' ? '' : ` (${where})`)

export const sourceFormatsZh: Texts<SourceFormatMessages> = {
  'source.limit': p =>
    `${p.file}${at(p.where)} 超过上限 ${p.setting} = ${p.limit}，已停止读取。请核对文件来源；确认无误后，可在 hedui.yaml 的 limits 里调大 ${p.setting}。`,
  'source.part': p => `${p.file} 的 ${p.part} 不完整或已损坏（${p.detail}）。请重新传输或重新导出。`,
  'source.foreign': p => `${p.file} 是 ${p.found} 文件，hedui 不读这种格式。请先解开，或另存为 .xlsx、.csv 等再装载。`,
  'source.changed': p => `${p.file} 在读取期间变了（${p.before} → ${p.now} 字节），可能还在写入。请等它写完再装载。`,
  'source.nested': p => `${p.file} 是压缩包里的压缩包，没有打开。请先解开外层，再装载里面的文件。`,
  'source.entries': p => `${p.file} 里有几个文件：${p.entries}。请写明一个，例如 'hedui peek ${p.file}!文件名'。`,
  'source.no_entry': p => `${p.file} 里没有“${p.found}”。里面有：${p.known}。`,
  'source.no_entries': p =>
    `${p.file} 里没有要读的文件。里面有：${p.entries === '' ? '（空）' : p.entries}。请核对压缩包，或改版式的 format.archive.entries。`,
  'source.entry_name': p => `${p.file} 里的文件名“${p.entry}”指向压缩包之外，可能有人做了手脚，没有打开。请核对文件来源。`,
  'source.entry_twice': p => `${p.file} 里有两个文件都叫“${p.entry}”，不知道该读哪一个。请对方重新打包。`,
  'source.encrypted_ods': p =>
    `${p.file} 有密码，hedui 解不开加密的 .ods。请在 LibreOffice 或 WPS 里打开，另存为 .xlsx，或去掉密码后另存。`,
  'source.password': p => `${p.file} 的密码不对。请核对环境变量 HEDUI_PASSWORD 或来源的 password_file。`,
  'source.dbf': p => `${p.file} 的文件头写着 ${p.declared} 条记录，实际有 ${p.found} 条。请重新导出。`,
  'source.xml_dtd': p => `${p.file}${at(p.where)} 含有 DTD（DOCTYPE），出于安全不读。请对方去掉后重新导出。`,
  'source.xml_entity': p => `${p.file} 第 ${p.line} 行用了自定义实体（&名称;），出于安全不读。请对方改为实际文字后重新导出。`,
  'source.xml_record': p => `${p.file} 里找不到记录。元素有：${p.found}。请在版式的 format.xml.records 里写明记录元素的名称。`,
  'source.secret_open': p =>
    `来源 ${p.source}：密码文件 ${p.file} 的权限是 ${p.mode}，别人也能读，没有使用。请运行 chmod 600 ${p.file}；若已被别人看过，请改密码。`,
  'source.secret_file': p =>
    `来源 ${p.source}：密码文件 ${p.file} 读不了（${p.detail}）。请核对 hedui.yaml 里的 ${p.setting}；文件里只写一行密码。`,
  'cli.load.hidden_sheet': p => `${p.file}：隐藏的工作表“${p.name}”没有读。要读它，请加 --sheet '${p.name}'。`,
  'cli.load.merged_cells': p =>
    `${p.file}：有上下合并的单元格（第一处 ${p.name}），合并格下面的 ${p.rows} 行在那些列按空白读。请取消合并、把每行填满，再装载。`,
  'cli.load.headers_again': p =>
    `${p.file}：表头在数据中间又出现，共 ${n(p.rows)} 行（第 ${p.name} 行），没有当作数据。若是几个文件接成的，请核对有没有同一个文件接了两次。`,
  'cli.load.memo_fields': p =>
    `${p.file}：备注型字段（${p.name}）的内容存在另一个文件（.fpt 或 .dbt）里，没有读，${n(p.rows)} 条记录里写作 [memo]。版式若要用它，请对方改成字符型再送。`,
  'cli.load.deleted_rows': p => `${p.file}：有 ${p.rows} 条记录在 DBF 里已标记删除，没有读。`,
  'cli.load.other_records': p => `${p.file}：另有 ${p.rows} 条“${p.name}”记录，没有版式声明要读它，已略过。`,
  'cli.load.growing': p => `收件箱里还在写入的文件留到下次：${p.files}。`,
  'cli.peek.wrapped': p => `外层：${p.how}`,
  'cli.peek.format': p => `格式 ${p.format}${p.encoding === '' ? '' : `，编码 ${p.encoding}`}，${n(p.bytes)} 字节`,
  'cli.peek.tables': p => `格式 ${p.format}，表：${p.tables}，${n(p.bytes)} 字节（括号里的是隐藏的）`,
  'cli.peek.entries': p => `${p.file} 是压缩包，里面有 ${p.entries} 个文件：`,
  'cli.peek.entry_next': p => `下面是第一个。要看别的，请运行 hedui peek '${p.file}!${p.entry}'。`,
  'reason.line_length': () => '行长与版式约定不同',
  'reason.json': () => '不是一个 JSON 对象',
  'reason.cell_twice': () => '同一列出现两次',
}

export const sourceFormatsEn: Texts<SourceFormatMessages> = {
  'source.limit': p =>
    `${p.file}${atEn(p.where)} passes the limit ${p.setting} = ${p.limit}; reading has stopped. Check where the file comes from; if it is right, raise ${p.setting} under limits in hedui.yaml.`,
  'source.part': p => `${p.part} of ${p.file} is cut short or damaged (${p.detail}). Transfer or export it again.`,
  'source.foreign': p =>
    `${p.file} is a ${p.found} file, which hedui does not read. Unpack it, or save it as .xlsx or .csv, then load that.`,
  'source.changed': p =>
    `${p.file} changed while it was read (${p.before} → ${p.now} bytes); it may still be being written. Load it when it is whole.`,
  'source.nested': p => `${p.file} is an archive within an archive and was not opened. Unpack the outer one, then load what is in it.`,
  'source.entries': p => `${p.file} holds several files: ${commas(p.entries)}. Name one, as in 'hedui peek ${p.file}!NAME'.`,
  'source.no_entry': p => `There is no “${p.found}” in ${p.file}. It holds: ${commas(p.known)}.`,
  'source.no_entries': p =>
    `${p.file} holds no file to read. It holds: ${p.entries === '' ? '(nothing)' : commas(p.entries)}. Check the archive, or change format.archive.entries of the layout.`,
  'source.entry_name': p =>
    `The name “${p.entry}” in ${p.file} leads out of the archive; somebody may have tampered with it, and it was not opened. Check where the file comes from.`,
  'source.entry_twice': p => `Two files in ${p.file} are called “${p.entry}”, and nothing says which one to read. Ask for a new archive.`,
  'source.encrypted_ods': p =>
    `${p.file} has a password, and hedui cannot undo that of an .ods. Open it in LibreOffice or WPS and save it as .xlsx, or without a password.`,
  'source.password': p =>
    `The password of ${p.file} is wrong. Check the environment variable HEDUI_PASSWORD, or password_file of the source.`,
  'source.dbf': p => `The header of ${p.file} says ${p.declared} records, and there are ${p.found}. Export it again.`,
  'source.xml_dtd': p => `${p.file}${atEn(p.where)} has a DTD (DOCTYPE), which is not read, for safety. Ask for an export without one.`,
  'source.xml_entity': p =>
    `${p.file}, line ${p.line}: an entity of its own (&name;) is used, which is not read, for safety. Ask for an export with the text itself.`,
  'source.xml_record': p =>
    `No records were found in ${p.file}. Its elements: ${commas(p.found)}. Name the record elements in format.xml.records of the layout.`,
  'source.secret_open': p =>
    `Source ${p.source}: the password file ${p.file} has mode ${p.mode}, so others can read it, and it was not used. Run chmod 600 ${p.file}; if others have seen it, change the password.`,
  'source.secret_file': p =>
    `Source ${p.source}: the password file ${p.file} cannot be read (${p.detail}). Check ${p.setting} in hedui.yaml; the file holds one line, the password.`,
  'cli.load.hidden_sheet': p => `${p.file}: the hidden sheet “${p.name}” was not read. To read it, add --sheet '${p.name}'.`,
  'cli.load.merged_cells': p =>
    `${p.file}: cells are merged over several rows (the first at ${p.name}); in those columns the ${p.rows} rows below were read as blank. Unmerge them, fill in every row, and load again.`,
  'cli.load.headers_again': p =>
    `${p.file}: the header stands again among the data, in ${counted(p.rows, 'row')} (line ${commas(p.name)}), which were not taken for data. If several files were put together, check that none is in it twice.`,
  'cli.load.memo_fields': p =>
    `${p.file}: what memo fields hold (${commas(p.name)}) lies in a file of its own (.fpt or .dbt) and was not read; ${counted(p.rows, 'record')} show [memo] there. If the layout needs it, ask the sender for a text field.`,
  'cli.load.deleted_rows': p => `${p.file}: ${counted(p.rows, 'record')} marked as deleted in the DBF, not read.`,
  'cli.load.other_records': p => `${p.file}: ${counted(p.rows, 'record')} “${p.name}”, which no layout declares, left out.`,
  'cli.load.growing': p => `Files in the inbox that are still being written are left for the next time: ${p.files}.`,
  'cli.peek.wrapped': p => `wrapped in: ${p.how}`,
  'cli.peek.format': p => `format ${p.format}${p.encoding === '' ? '' : `, encoding ${p.encoding}`}, ${n(p.bytes)} bytes`,
  'cli.peek.tables': p => `format ${p.format}, tables: ${p.tables}, ${n(p.bytes)} bytes (those in brackets are hidden)`,
  'cli.peek.entries': p => `${p.file} is an archive of ${counted(p.entries, 'file')}:`,
  'cli.peek.entry_next': p => `The first one follows. To see another, run hedui peek '${p.file}!${p.entry}'.`,
  'reason.line_length': () => 'line of another length than the layout says',
  'reason.json': () => 'no JSON object',
  'reason.cell_twice': () => 'one column stands twice',
}
