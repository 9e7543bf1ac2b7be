import { commas, type None, type Texts } from './texts.js'

export interface SourceMessages {
  'source.missing': { file: string }
  'source.directory': { file: string }
  'source.unreadable': { file: string; detail: string }
  'source.no_file': { file: string; what: 'pipe' | 'socket' | 'device' }
  'source.empty': { file: string }
  'source.nul': { file: string; line: number }
  'source.cell_long': { file: string; line: number }
  'source.encoding_wrong': { file: string; declared: string; found: string; lines: number }
  'source.encoding_unclear': { file: string }
  'source.encrypted': { file: string }
  'source.no_zip': { file: string; detail: string }
  'source.no_workbook': { file: string; part: string }
  'source.sheet': { file: string; found: string; known: string }
  'source.no_rows': { file: string }
  'source.xml': { file: string; part: string; detail: string }
  'reason.cell_count': None
  'reason.stray_quote': None
  'reason.open_quote': None
  'reason.undecodable': None
}

const NO_FILE_ZH = { pipe: '管道', socket: '套接字', device: '设备' } as const

export const sourceZh: Texts<SourceMessages> = {
  'source.missing': p => `找不到文件 ${p.file}。请核对路径和文件名。`,
  'source.directory': p => `${p.file} 是一个文件夹。请写出其中的文件名。`,
  'source.unreadable': p => `${p.file} 无法读取（${p.detail}）。请核对权限。`,
  'source.no_file': p => `${p.file} 是${NO_FILE_ZH[p.what]}，不是文件，没有读取。请把内容存成文件，再写出它的名字。`,
  'source.empty': p => `${p.file} 是空文件。请对方重新提取。`,
  'source.nul': p =>
    `${p.file} 第 ${p.line} 行含有 NUL 字节，不是文本文件，或已损坏。请对方重新提取；若是 UTF-16，请加 --encoding utf-16le。`,
  'source.cell_long': p =>
    `${p.file} 第 ${p.line} 行有一格超过上限（limits.cell_bytes，默认 1 MiB），或整行超过其四倍。请用 hedui peek 查看该处，多半是换行或引号损坏。`,
  'source.encoding_wrong': p =>
    `${p.file} 声明的编码是 ${p.declared}，有 ${p.lines} 行读不通；看起来是 ${p.found}。请改用 --encoding ${p.found}，或在 hedui.yaml 里写 auto。`,
  'source.encoding_unclear': p =>
    `${p.file} 的编码无法确定：UTF-8 和 GB18030 都读得通，又都不像中文。请用 --encoding utf-8 或 --encoding gb18030 指明。`,
  'source.encrypted': p =>
    `${p.file} 有密码。请把密码放进环境变量 HEDUI_PASSWORD，或写进只有自己能读的文件并在 hedui.yaml 的来源里写 password_file；也可以去掉密码后另存。`,
  'source.no_zip': p => `${p.file} 不是有效的 .xlsx（${p.detail}）。请重新导出；若它其实是文本，请把扩展名改为 .csv。`,
  'source.no_workbook': p => `${p.file} 里没有 ${p.part}，不是工作簿，或已损坏。请重新导出。`,
  'source.sheet': p => `${p.file} 里没有工作表“${p.found}”。现有：${p.known}。`,
  'source.no_rows': p => `${p.file} 的工作表里没有数据。请核对是否导出成功。`,
  'source.xml': p => `${p.file} 的 ${p.part} 已损坏（${p.detail}）。请重新导出。`,
  'reason.cell_count': () => '格数与表头不同',
  'reason.stray_quote': () => '格内有多余的引号',
  'reason.open_quote': () => '引号没有闭合',
  'reason.undecodable': () => '有无法解码的字节',
}

export const sourceEn: Texts<SourceMessages> = {
  'source.missing': p => `There is no file ${p.file}. Check path and name.`,
  'source.directory': p => `${p.file} is a folder. Name the files in it.`,
  'source.unreadable': p => `${p.file} cannot be read (${p.detail}). Check its permissions.`,
  'source.no_file': p => `${p.file} is a ${p.what} and no file; it is not read. Save what comes from it to a file and name that.`,
  'source.empty': p => `${p.file} is empty. Ask for a new extract.`,
  'source.nul': p =>
    `${p.file}, line ${p.line}: there are NUL bytes, so it is no text, or damaged. Ask for a new extract; for UTF-16 add --encoding utf-16le.`,
  'source.cell_long': p =>
    `${p.file}, line ${p.line}: a cell is longer than the limit (limits.cell_bytes, 1 MiB by default), or the row longer than four times that. Look at the place with hedui peek; most likely line ends or quotes are broken.`,
  'source.encoding_wrong': p =>
    `${p.file} is declared as ${p.declared}, and ${p.lines} lines do not read so; it looks like ${p.found}. Use --encoding ${p.found}, or auto in hedui.yaml.`,
  'source.encoding_unclear': p =>
    `The encoding of ${p.file} is unclear: it reads as UTF-8 and as GB18030, and neither looks Chinese. Say --encoding utf-8 or --encoding gb18030.`,
  'source.encrypted': p =>
    `${p.file} has a password. Put it into the environment variable HEDUI_PASSWORD, or into a file that only you can read, named as password_file of the source in hedui.yaml; or save the file without one.`,
  'source.no_zip': p => `${p.file} is no valid .xlsx (${p.detail}). Export it again; if it is text, name it .csv.`,
  'source.no_workbook': p => `${p.file} has no ${p.part}: it is no workbook, or damaged. Export it again.`,
  'source.sheet': p => `${p.file} has no sheet “${p.found}”. It has: ${commas(p.known)}.`,
  'source.no_rows': p => `The sheets of ${p.file} hold no rows. Check whether the export went well.`,
  'source.xml': p => `${p.part} of ${p.file} is damaged (${p.detail}). Export it again.`,
  'reason.cell_count': () => 'number of cells differs from the header',
  'reason.stray_quote': () => 'stray quote in a cell',
  'reason.open_quote': () => 'quote that does not close',
  'reason.undecodable': () => 'bytes that cannot be decoded',
}
