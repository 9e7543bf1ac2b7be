/**
 * Elements of GB/T 40217—2021 (养老保险基金审计数据接口) that layouts carry: code, name, notation of clause 4.1 (C..n text of at most n characters, Cn
 * exactly n, Dw.d decimal, I..n integer).
 */
const ELEMENTS: Readonly<Record<string, readonly [name: string, type: string]>> = {
  AAB301: ['行政区划代码', 'C6'],
  AAB034: ['经办机构编码', 'C..16'],
  AAB001: ['单位编码', 'C..16'],
  AAB004: ['单位名称', 'C..128'],
  BAB010: ['统一社会信用代码', 'C..18'],
  AAC001: ['人员编码', 'C..20'],
  AAC002: ['社会保障号码', 'C..32'],
  AAC003: ['姓名', 'C..64'],
  AAA029: ['证件类型', 'C..4'],
  AAE135: ['证件号码', 'C..32'],
  AAC004: ['性别', 'C..1'],
  AAC006: ['出生日期', 'C8'],
  AAC008: ['个人参保状态', 'C..10'],
  AAC031: ['个人缴费状态', 'C..1'],
  AAE030: ['本次开始日期', 'C8'],
  AAE031: ['本次终止日期', 'C8'],
  EAZ058: ['结算单号', 'C..20'],
  AAE002: ['结算年月', 'C6'],
  AAE003: ['应缴年月', 'C6'],
  AAE101: ['应缴年度', 'C4'],
  AAE078: ['足额到账标志', 'C..1'],
  AAA115: ['应缴类型', 'C..2'],
  AAE140: ['险种', 'C..3'],
  AAB119: ['应征人数', 'I..6'],
  AAE058: ['应缴总金额', 'D16.2'],
  AAE020: ['单位应缴金额', 'D16.2'],
  AAE022: ['个人应缴金额', 'D16.2'],
  AAB204: ['滞纳金金额', 'D16.2'],
  AAE080: ['单位实缴金额', 'D16.2'],
  AAE082: ['个人实缴金额', 'D16.2'],
  AAE180: ['缴费基数', 'D16.2'],
  AAA042: ['单位缴费比例', 'D16.4'],
  AAA041: ['个人缴费比例', 'D16.4'],
  AAE017: ['核销标志', 'C..10'],
  AAE036: ['经办日期', 'C8'],
  AAE160: ['变更原因', 'C..4'],
  AAE138: ['死亡日期', 'C8'],
}

/** Columns in whose kind AAE020 was paid, not due: GB/T 40217 does not hold there. */
const NOT_HERE: Readonly<Record<string, string>> = { AAE020: 'principal_employer' }

/** The element that a column is by one of its headers, with its notation; undefined for none. */
export function elementOf(
  column: string,
  headers: readonly string[],
): { readonly code: string; readonly name: string; readonly type: string } | undefined {
  for (const header of headers) {
    const code = header.toUpperCase()
    const element = ELEMENTS[code]
    if (element !== undefined && NOT_HERE[code] !== column) return { code, name: element[0], type: element[1] }
  }
  return undefined
}

/** Standards that rule what may stand in a column. */
export function standardOf(column: string, of: { readonly type: string; readonly list: string | null }): readonly string[] {
  if (of.type === 'id_number') return ['GB 11643']
  if (of.type === 'credit_code') return ['GB 32100']
  if (column === 'social_no') return ['GB 11643', 'LD/T 92']
  if (of.list === 'gender') return ['GB/T 2261.1']
  if (column === 'area') return ['GB/T 2260']
  return []
}
