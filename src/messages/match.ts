import type { Texts } from './texts.js'

export interface MatchMessages {
  'match.expression': { file: string; line: number; column: number; text: string; found: string }
  'match.function': { file: string; line: number; column: number; found: string; known: string }
}

export const matchZh: Texts<MatchMessages> = {
  'match.expression': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：条件“${p.text}”在“${p.found}”处读不下去。请改正后用 hedui rules check 再查一遍。`,
  'match.function': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：没有函数 ${p.found}（名称/参数个数）。可用的函数：${p.known}。请改正后用 hedui rules check 再查一遍。`,
}

export const matchEn: Texts<MatchMessages> = {
  'match.expression': p => `${p.file}:${p.line}:${p.column}: the condition “${p.text}” cannot be read at “${p.found}”. Mend it, then run hedui rules check.`,
  'match.function': p => `${p.file}:${p.line}:${p.column}: there is no function ${p.found} (name/arguments). Known: ${p.known}. Mend it, then run hedui rules check.`,
}
