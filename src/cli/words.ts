import type { Effects } from '../kernel/index.js'
import { say, type MessageCode, type Messages } from '../messages/index.js'
import { fieldOf, KINDS } from '../records/index.js'

/** The sentence of a code in the language of the session. */
export function told<C extends MessageCode>(fx: Pick<Effects, 'lang'>, code: C, params?: Messages[C]): string {
  return say(fx.lang, code, (params ?? {}) as Messages[C])
}

/** Of two texts the one in the language of the session. */
export function inLang(fx: Pick<Effects, 'lang'>, text: { readonly zh: string; readonly en: string }): string {
  return fx.lang === 'en' ? text.en : text.zh
}

const AGENCY: Readonly<Record<string, { zh: string; en: string }>> = { ss: { zh: '社保', en: 'ss' }, mi: { zh: '医保', en: 'mi' }, tax: { zh: '税务', en: 'tax' }, bank: { zh: '银行', en: 'bank' } }

export function agencyWord(fx: Pick<Effects, 'lang'>, agency: string | null): string {
  return agency === null ? '' : AGENCY[agency] === undefined ? agency : inLang(fx, AGENCY[agency])
}

/** What a field is called; names that rules make stay as they are. */
export function fieldWord(fx: Pick<Effects, 'lang'>, name: string): string {
  if (name === 'who') return fx.lang === 'en' ? 'person or unit' : '人员或单位'
  for (const kind of KINDS) {
    const field = fieldOf(kind, name)
    if (field !== undefined) return inLang(fx, field)
  }
  return name
}

const WHY: Readonly<Record<string, { zh: string; en: string }>> = {
  declared: { zh: '按指定', en: 'as declared' }, bom: { zh: '有字节序标记', en: 'byte order mark' }, 'nul-bytes': { zh: '有规律的零字节', en: 'zero bytes in step' }, ascii: { zh: '只有 ASCII', en: 'ASCII alone' },
  header: { zh: '这样读得出表头', en: 'its header is found so' }, han: { zh: '这样读出来是汉字', en: 'reads as Chinese' }, 'utf8-valid': { zh: '全文合法', en: 'valid throughout' },
  'fewer-faults': { zh: '无法解码的行较少', en: 'fewer lines that cannot be decoded' },
}

/** Why an encoding was taken. */
export function whyWord(fx: Pick<Effects, 'lang'>, why: string | null): string {
  return why === null ? '' : WHY[why] === undefined ? why : inLang(fx, WHY[why])
}

const STATE: Readonly<Record<string, { zh: string; en: string }>> = {
  new: { zh: '新增', en: 'new' }, open: { zh: '未解决', en: 'open' }, reopened: { zh: '复发', en: 'reopened' }, ambiguous: { zh: '多候选', en: 'ambiguous' },
  in_transit: { zh: '在途', en: 'in transit' }, note: { zh: '备注', en: 'note' }, fixed: { zh: '已解决', en: 'fixed' }, discrepancy: { zh: '差异', en: 'discrepancy' },
}

export function stateWord(fx: Pick<Effects, 'lang'>, state: string): string {
  return STATE[state] === undefined ? state : inLang(fx, STATE[state])
}
