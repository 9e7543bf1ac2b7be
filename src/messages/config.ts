import { expectedEn, expectedZh } from './expected.js'
import { yamlZh } from './syntax.js'
import type { Texts } from './texts.js'

export interface ConfigMessages {
  'config.missing': { file: string }
  'config.encoding': { file: string; line: number }
  'config.syntax': { file: string; line: number; column: number; fault: string; found: string }
  'config.alias': { file: string; line: number; column: number; found: string; known: string; nearest: string }
  'config.value': { file: string; line: number; column: number; path: string; found: string; expected: string }
  'config.absent': { file: string; line: number; column: number; path: string; expected: string }
  'config.key': { file: string; line: number; column: number; path: string; found: string; known: string; nearest: string }
  'config.key_kind': { file: string; line: number; column: number; found: string; kind: string; kinds: string }
  'config.csv': { file: string; line: number; found: string }
  'config.csv_cells': { file: string; line: number; found: number; expected: number }
  'config.csv_column': { file: string; missing: string; found: string }
  'config.csv_value': { file: string; line: number; column: string; found: string; expected: string }
  'config.csv_again': { file: string; line: number; name: string; found: string; first: number; before: string }
  'config.csv_twice': { file: string; line: number; found: string; meaning: string; first: number; before: string }
}

/** A blank between Chinese and what is not. */
const gap = (text: string): string => (/^[\x21-\x7e]/.test(text) ? ` ${text}` : text)

export const configZh: Texts<ConfigMessages> = {
  'config.missing': p => `找不到配置文件 ${p.file}。请核对路径；缺少的内置文件可用 hedui init --refresh 补上。`,
  'config.encoding': p =>
    `${p.file} 第 ${p.line} 行不是 UTF-8 编码（可能是按 GBK 保存的）。请把该文件另存为 UTF-8（Excel 里选“CSV UTF-8”）后重试。`,
  'config.syntax': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：YAML 写法有误（${yamlZh(p.fault, p.found)}）。请改正后重试。`,
  'config.alias': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：前面没有名为 &${p.found} 的锚点，*${p.found} 无从引用。${p.nearest === '' ? '' : `是否想写 *${p.nearest}？`}` +
    (p.known === '' ? '请先用 & 给被引用的部分起名。' : `可用的：${p.known}。请改正后重试。`),
  'config.value': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：${p.path === '.' ? '整个文件' : `${p.path} `}的值是 ${p.found}，应为${gap(expectedZh(p.expected))}。请改正后重试。`,
  'config.absent': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：缺少 ${p.path}，应为${gap(expectedZh(p.expected))}。请补上后重试。`,
  'config.key': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：${p.path === '' ? '' : `${p.path} 下`}没有名为“${p.found}”的项。` +
    `${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}可用的项：${p.known}。`,
  'config.key_kind': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：kind: ${p.kind} 没有“${p.found}”这一项，kind: ${p.kinds.replaceAll(', ', '、')} 才有。请改正 kind，或删去这一项。`,
  'config.csv_cells': p => `${p.file} 第 ${p.line} 行有 ${p.found} 格，表头是 ${p.expected} 格。请补齐或删去多余的逗号后重试。`,
  'config.csv': p => `${p.file} 第 ${p.line} 行：CSV 读不下去（${p.found}）。请改正后重试。`,
  'config.csv_column': p => `${p.file} 缺少列“${p.missing}”，现有列：${p.found}。请补上该列。`,
  'config.csv_value': p => `${p.file} 第 ${p.line} 行，列“${p.column}”的值是“${p.found}”，应为 ${p.expected}。请改正后重试。`,
  'config.csv_again': p => `${p.file} 第 ${p.line} 行：${p.name} 写作“${p.found}”，而第 ${p.first} 行已写作“${p.before}”。请只留一行。`,
  'config.csv_twice': p =>
    `${p.file} 第 ${p.line} 行：${p.found} 译为“${p.meaning}”，而第 ${p.first} 行已译为“${p.before}”。同一机构的同一代码只有一个意思，请只留一行。`,
}

export const configEn: Texts<ConfigMessages> = {
  'config.missing': p =>
    `Configuration file ${p.file} is not there. Check the path; hedui init --refresh adds shipped files that are absent.`,
  'config.encoding': p =>
    `${p.file}:${p.line}: this line is not UTF-8 (perhaps it was saved as GBK). Save the file as UTF-8 (in Excel: CSV UTF-8) and try again.`,
  'config.syntax': p => `${p.file}:${p.line}:${p.column}: not valid YAML (${p.found}). Mend the line and try again.`,
  'config.alias': p =>
    `${p.file}:${p.line}:${p.column}: no anchor &${p.found} stands before *${p.found}.${p.nearest === '' ? '' : ` Did you mean *${p.nearest}?`}` +
    (p.known === '' ? ' Name the part it is to repeat with & first.' : ` Known: ${p.known}. Mend it and try again.`),
  'config.value': p =>
    `${p.file}:${p.line}:${p.column}: ${p.path === '.' ? 'the whole file' : p.path} is ${p.found}; expected ${expectedEn(p.expected)}. Mend it and try again.`,
  'config.absent': p => `${p.file}:${p.line}:${p.column}: ${p.path} is missing; expected ${expectedEn(p.expected)}. Add it and try again.`,
  'config.key': p =>
    `${p.file}:${p.line}:${p.column}: there is no key “${p.found}”${p.path === '' ? '' : ` under ${p.path}`}.` +
    `${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known keys: ${p.known}.`,
  'config.key_kind': p =>
    `${p.file}:${p.line}:${p.column}: kind: ${p.kind} has no key “${p.found}”; kind: ${p.kinds} has. Mend the kind, or take the key out.`,
  'config.csv_cells': p => `${p.file}:${p.line}: the line has ${p.found} cells, the header ${p.expected}. Mend its commas and try again.`,
  'config.csv': p => `${p.file}:${p.line}: the CSV cannot be read (${p.found}). Mend the line and try again.`,
  'config.csv_column': p => `${p.file} lacks the column “${p.missing}”; it has: ${p.found}. Add the column.`,
  'config.csv_value': p => `${p.file}:${p.line}: column “${p.column}” holds “${p.found}”; expected ${p.expected}. Mend it and try again.`,
  'config.csv_again': p => `${p.file}:${p.line}: ${p.name} is “${p.found}”, and “${p.before}” in line ${p.first}. Keep one of the lines.`,
  'config.csv_twice': p =>
    `${p.file}:${p.line}: ${p.found} means “${p.meaning}”, and “${p.before}” in line ${p.first}. A code of one agency has one meaning: keep one of the lines.`,
}
