import type { Codes } from '../layout/index.js'

/** Short names in headers of wide sheets, beside those of the code list; longer ones first. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/职业年金|年金/, 'annuity'],
  [/(?:城乡)?居民.{0,4}养老/, 'pension_resident'],
  [/(?:城乡)?居民.{0,4}医(?:疗|保)/, 'medical_resident'],
  [/机关.{0,8}养老/, 'pension_gov'],
  [/公务员.{0,4}(?:补助|医疗)/, 'medical_civil'],
  [/大额|大病/, 'medical_large'],
  [/长期?(?:照护|护理)|长护/, 'care'],
  [/养老/, 'pension'],
  [/失业/, 'unemployment'],
  [/工伤/, 'injury'],
  [/生育/, 'maternity'],
  [/医(?:疗|保)/, 'medical'],
]
/** Words that hold an insurance's characters and speak of none: an agency's number, a fund's office. */
const NOT = /医保(?:区划|单位|个人|人员|编号|中心|机构|局)|(?:社保|医保|养老)(?:经办|机构|中心|编号)|医疗(?:机构|类别)|医院|养老院|大病救助/

/** The insurance that a header names, and what is left of the header without it; undefined for none. */
export function insuranceIn(codes: Codes, header: string): { readonly insurance: string; readonly rest: string } | undefined {
  if (NOT.test(header)) return undefined
  const known = SHORT.find(([word]) => word.test(header))
  if (known === undefined || !codes.canonicalCodes('insurance').includes(known[1])) return undefined
  const rest = header
    .replace(/(?:城镇|企业|用人单位)?(?:职工|企业)(?:基本)?(?=养老|医)/, '')
    .replace(known[0], '')
    .replace(/(?:基本)?保险(?:费|金)?|^基本|互助|费用补助|补充|医疗(?=保险|费|$)/g, '')
    .replace(/^[费金]/, '')
  return { insurance: known[1], rest }
}
