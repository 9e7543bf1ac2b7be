import type { RuleExplanation } from '../flow/rules.js'
import type { Effects } from '../kernel/index.js'
import { exprText, type CompareRule, type GroupRule } from '../match/index.js'
import { KIND_LABELS, type Kind } from '../records/index.js'
import { agencyWord, fieldWord, inLang } from './words.js'

/** What a rule will do, in sentences: its sides, how rows are brought together, the keys tried, and each outcome with who must act. */
export function ruleSentences({ rule, graces }: RuleExplanation, fx: Effects): readonly string[] {
  const zh = fx.lang !== 'en'
  const out = [`${rule.rule} · ${inLang(fx, rule.title)} (${rule.file})`]
  out.push(...rule.kind === 'compare' ? compared(rule, fx) : grouped(rule, fx))
  out.push(zh ? '结果按顺序判定，先符合的算：' : 'Outcomes are tried in order, the first that fits counts:')
  for (const o of rule.outcomes) {
    const head = `  ${o.code}${o.variant === undefined ? '' : `/${o.variant}`} ${inLang(fx, o.title)}`
    out.push(`${head}: ${exprText(o.when)}`)
    if (o.in_transit !== null) out.push(zh ? `    在途至 ${exprText(o.in_transit)}` : `    in transit until ${exprText(o.in_transit)}`)
    if (o.undecided !== null) out.push(zh ? `    待定：${exprText(o.undecided)}` : `    undecided where ${exprText(o.undecided)}`)
    out.push(zh ? `    ${o.who_acts.map(w => whoWord(w, fx)).join('、')}处理：${o.do.zh}` : `    ${o.who_acts.map(w => whoWord(w, fx)).join(', ')} act: ${o.do.en}`)
  }
  for (const g of graces) out.push(zh ? `宽限期 ${g.name}：${g.workdays ?? '？'} 个工作日（params/grace.csv）` : `Grace ${g.name}: ${g.workdays ?? '?'} working days (params/grace.csv)`)
  return out
}

function whoWord(who: string, fx: Effects): string {
  const words: Readonly<Record<string, { zh: string; en: string }>> = { owner: { zh: '经办机构（社保或医保）', en: 'the owner (ss or mi)' }, failing: { zh: '数据有误的一方', en: 'the side whose data fails' }, all: { zh: '各方', en: 'all sides' } }
  return words[who] === undefined ? agencyWord(fx, who) : inLang(fx, words[who])
}

function kindWord(kind: Kind, fx: Effects): string {
  return inLang(fx, KIND_LABELS[kind])
}

function compared(rule: CompareRule, fx: Effects): readonly string[] {
  const zh = fx.lang !== 'en'
  const fields = (names: readonly string[]): string => names.map(n => fieldWord(fx, n)).join(' + ')
  const out = rule.sides.map(s => {
    const from = s.from.map(f => whoWord(f, fx)).join(zh ? '，没有则 ' : ', else ')
    const where = s.where === null ? '' : zh ? `，只看 ${exprText(s.where)}` : `, only ${exprText(s.where)}`
    return zh ? `${s.name} 方：${from}的${kindWord(s.record, fx)}${where}。` : `Side ${s.name}: ${kindWord(s.record, fx)} of ${from}${where}.`
  })
  if (rule.cancel !== undefined) out.push(zh ? `同一 ${fields(rule.cancel)} 下一正一负的两笔互相抵销。` : `A row and its negative on one ${fields(rule.cancel)} undo each other.`)
  if (rule.level !== undefined) out.push(zh ? `每个${fieldWord(fx, rule.level)}先定层级：两方都有个人明细的按人比，否则按单位比。` : `Each ${fieldWord(fx, rule.level)} is compared by person where both sides hold persons, else by unit.`)
  if (rule.repeats !== null) out.push(zh ? `先剔除 ${fields(rule.repeats.key)} 都相同的多余行（${rule.repeats.outcome}）。` : `Surplus rows equal in ${fields(rule.repeats.key)} are claimed first (${rule.repeats.outcome}).`)
  if (rule.spans !== undefined) out.push(zh ? '所属期跨度不同而重叠的，合并成最大跨度再比。' : 'Periods that differ and overlap are joined into their hull.')
  if (rule.grain !== undefined) out.push(zh ? `按 ${fields(rule.grain)} 汇总后再比。` : `Rows are summed by ${fields(rule.grain)}.`)
  for (const [i, step] of rule.ladder.entries()) {
    const then = step.on_ambiguous === 'next' ? (zh ? '多候选时留给下一轮' : 'several: left to the next') : (zh ? '多候选记为 A01' : 'several: A01')
    out.push(zh ? `第 ${i + 1} 轮按 ${fields(step.key)}，两边都唯一才认定；${then}。` : `Step ${i + 1}: by ${fields(step.key)}, accepted only where unique on both sides; ${then}.`)
  }
  return out
}

function grouped(rule: GroupRule, fx: Effects): readonly string[] {
  const zh = fx.lang !== 'en'
  const kinds = rule.feeds.map(f => kindWord(f.record, fx)).join(zh ? '、' : ', ')
  const wheres = [...new Set(rule.feeds.flatMap(f => f.where === null ? [] : [exprText(f.where)]))].join(zh ? '；' : '; ')
  const where = wheres === '' ? '' : zh ? `，只看 ${wheres}` : `, only ${wheres}`
  const key = rule.key.map(k => fieldWord(fx, k)).join(' + ')
  if (rule.kind === 'check') return [zh ? `逐行检查${kinds}${where}。` : `Looks at each row of ${kinds}${where}.`]
  return [zh ? `${kinds}中 ${key} 相同的记录放在一起，两两相看${where}。` : `Rows of ${kinds} with one ${key} are looked at in pairs${where}.`]
}
