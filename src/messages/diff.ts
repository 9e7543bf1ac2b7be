import { thousands as n, type None, type Texts } from './texts.js'

/** A discrepancy in words: lists, both sides, and how the verdict came about. */
export interface DiffMessages {
  'cli.diff.total': { shown: number; total: number; money: string }
  'cli.diff.none': None
  'cli.explain.has': { has: string; lacks: string }
  'cli.explain.passes': { count: number }
  'cli.explain.taken': { n: number; key: string }
  'cli.explain.failed': { field: string; a: string; b: string; va: string; vb: string }
  'cli.explain.nearest': { agency: string; differs: string }
  'cli.explain.nearest_none': { agency: string }
  'cli.explain.acts': { agencies: string; action: string }
  'cli.explain.until': { until: string; agencies: string; action: string }
  'cli.explain.history': { history: string }
  'cli.records_of': { who: string; kind: string }
  'cli.diff.next': { no: number }
  'cli.diff.head': { no: number; code: string; title: string; variant: string }
  'cli.diff.subject': { parts: string }
  'cli.diff.state': { state: string; opened: string }
  'cli.diff.follows': { no: number }
  'cli.diff.followed_by': { no: number }
  'cli.diff.state_money': { state: string; opened: string; money: string }
  'cli.diff.raw': { value: string; raw: string }
  'cli.diff.explain': { no: number }
  'cli.diff.show': { no: number }
  'cli.explain.blank': None
  'cli.explain.code': { word: string; code: string }
  'cli.explain.several': { n: number; key: string }
  'cli.explain.repeated': { key: string; rows: number; agency: string }
  'cli.explain.together': { key: string; rows: number }
  'cli.explain.checked': { kinds: string }
  'cli.explain.summed': { key: string }
  'cli.explain.failed_money': { field: string; a: string; b: string; va: string; vb: string; by: string }
  'cli.explain.sums': { a: string; b: string; va: string; vb: string; by: string }
  'cli.explain.values': { field: string; values: string }
  'cli.explain.value_of': { value: string; who: string }
  'cli.explain.reasons': { reasons: string }
  'cli.explain.differs': { field: string; there: string; here: string }
  'cli.explain.evidence': None
  'cli.explain.place': { records: string; file: string; line: number }
  'cli.explain.sum_of': { records: string; rows: number }
  'cli.explain.row': { place: string; values: string }
  'cli.explain.more': { rows: number; no: number }
  'cli.explain.due': { due: string }
  'cli.explain.also': { stories: string }
  'cli.explain.also_money': { variant: string; money: string }
}

export const diffZh: Texts<DiffMessages> = {
  'cli.diff.total': p => `共 ${n(p.total)} 条${p.shown < p.total ? `，显示前 ${n(p.shown)} 条（--limit 可改）` : ''}，涉及 ${p.money} 元。`,
  'cli.diff.none': () => '没有符合条件的差异。放宽条件，或加 --state all 看全部状态。',
  'cli.explain.has': p => `${p.has}里有，${p.lacks}里没有。`,
  'cli.explain.passes': p => `按这些键找过，${p.count > 1 ? `${p.count} 轮` : ''}都没有对上：`,
  'cli.explain.taken': p => `第 ${p.n} 轮按 ${p.key} 对上了一笔，两边都唯一。`,
  'cli.explain.failed': p => `第一个不一致的字段：${p.field}，${p.a}为 ${p.va}，${p.b}为 ${p.vb}。`,
  'cli.explain.nearest': p => `${p.agency}最接近的一笔，不同之处：${p.differs}。`,
  'cli.explain.nearest_none': p => `${p.agency}没有接近的记录。`,
  'cli.explain.acts': p => `处理方：${p.agencies}。${p.action}`,
  'cli.explain.until': p => `宽限到 ${p.until}，在此之前算在途，不用处理；过期仍没有，由${p.agencies}处理：${p.action}`,
  'cli.explain.history': p => `经过：${p.history}`,
  'cli.records_of': p => `${p.who}的${p.kind}`,
  'cli.diff.next': p => `接下来：hedui diff explain ${p.no}`,
  'cli.diff.head': p => `#${p.no} ${p.code} ${p.title}${p.variant === '' ? '' : `（${p.variant}）`}`,
  'cli.diff.subject': p => `对象：${p.parts}。`,
  'cli.diff.follows': p => `标识变了：原来是 #${p.no}（hedui diff show ${p.no}）。`,
  'cli.diff.followed_by': p => `标识变了：现在是 #${p.no}（hedui diff show ${p.no}）。`,
  'cli.diff.state': p => `状态：${p.state}，${p.opened} 起。`,
  'cli.diff.state_money': p => `状态：${p.state}，${p.opened} 起；涉及 ${p.money} 元。`,
  'cli.diff.raw': p => `${p.value}（原文“${p.raw}”）`,
  'cli.diff.explain': p => `是怎么来的、该谁处理：hedui diff explain ${p.no}`,
  'cli.diff.show': p => `两方的全部字段：hedui diff show ${p.no}`,
  'cli.explain.blank': () => '空',
  'cli.explain.code': p => `${p.word}（${p.code}）`,
  'cli.explain.several': p => `第 ${p.n} 轮按 ${p.key} 有几笔都对得上，不猜是哪一笔。`,
  'cli.explain.repeated': p => `${p.agency}有 ${n(p.rows)} 行的 ${p.key} 全都相同，只应有一行。`,
  'cli.explain.together': p => `同一${p.key}下的记录放在一起看，有 ${n(p.rows)} 条互相矛盾。`,
  'cli.explain.checked': p => `逐行检查${p.kinds}时发现。`,
  'cli.explain.summed': p => `按 ${p.key} 汇总后比较。`,
  'cli.explain.failed_money': p => `第一个不一致的字段：${p.field}，${p.a}为 ${p.va} 元，${p.b}为 ${p.vb} 元，相差 ${p.by} 元。`,
  'cli.explain.sums': p => `${p.a}合计 ${p.va} 元，${p.b}合计 ${p.vb} 元，相差 ${p.by} 元。`,
  'cli.explain.values': p => `${p.field}不同：${p.values}。`,
  'cli.explain.value_of': p => `“${p.value}”（${p.who}）`,
  'cli.explain.reasons': p => `问题：${p.reasons}。`,
  'cli.explain.differs': p => `${p.field} ${p.there}（本笔 ${p.here}）`,
  'cli.explain.evidence': () => '凭据：',
  'cli.explain.place': p => `${p.records} ${p.file} 第 ${p.line} 行`,
  'cli.explain.sum_of': p => `${p.records} ${n(p.rows)} 行合计`,
  'cli.explain.row': p => `${p.place}${p.values === '' ? '' : `：${p.values}`}`,
  'cli.explain.more': p => `……另有 ${n(p.rows)} 行，见 hedui diff show ${p.no}`,
  'cli.explain.due': p => `缴款期限 ${p.due}。`,
  'cli.explain.also': p => `同一笔还有：${p.stories}；一并处理。`,
  'cli.explain.also_money': p => `${p.variant} ${p.money} 元`,
}

export const diffEn: Texts<DiffMessages> = {
  'cli.diff.total': p =>
    `${n(p.total)} in all${p.shown < p.total ? `, the first ${n(p.shown)} shown (--limit changes that)` : ''}, ${p.money} yuan at stake.`,
  'cli.diff.none': () => 'No discrepancy fits. Ask for less, or add --state all to see every state.',
  'cli.explain.has': p => `It stands in the ${p.has} and not in the ${p.lacks}.`,
  'cli.explain.passes': p => `Looked for by ${p.count > 1 ? `these ${p.count} keys` : 'this key'}, and not found:`,
  'cli.explain.taken': p => `Pass ${p.n} found its counterpart by ${p.key}, unique on both sides.`,
  'cli.explain.failed': p => `The first field that differs is ${p.field}: ${p.a} has ${p.va}, ${p.b} has ${p.vb}.`,
  'cli.explain.nearest': p => `The nearest row of ${p.agency} differs in: ${p.differs}.`,
  'cli.explain.nearest_none': p => `${p.agency} holds nothing near.`,
  'cli.explain.acts': p => `Who must act: ${p.agencies}. ${p.action}`,
  'cli.explain.until': p =>
    `In transit until the end of ${p.until}, nothing to do before; if it is still missing then, ${p.agencies} must act: ${p.action}`,
  'cli.explain.history': p => `History: ${p.history}`,
  'cli.records_of': p => `${p.kind} of ${p.who}`,
  'cli.diff.next': p => `Next: hedui diff explain ${p.no}`,
  'cli.diff.head': p => `#${p.no} ${p.code} ${p.title}${p.variant === '' ? '' : ` (${p.variant})`}`,
  'cli.diff.subject': p => `About: ${p.parts}.`,
  'cli.diff.follows': p => `Its key changed: it was #${p.no} (hedui diff show ${p.no}).`,
  'cli.diff.followed_by': p => `Its key changed: it is #${p.no} now (hedui diff show ${p.no}).`,
  'cli.diff.state': p => `State: ${p.state}, since ${p.opened}.`,
  'cli.diff.state_money': p => `State: ${p.state}, since ${p.opened}; ${p.money} yuan at stake.`,
  'cli.diff.raw': p => `${p.value} (received as “${p.raw}”)`,
  'cli.diff.explain': p => `How it came about and who must act: hedui diff explain ${p.no}`,
  'cli.diff.show': p => `All fields of both sides: hedui diff show ${p.no}`,
  'cli.explain.blank': () => 'blank',
  'cli.explain.code': p => `${p.word} (${p.code})`,
  'cli.explain.several': p => `In pass ${p.n} several rows fit by ${p.key}; which one is not guessed.`,
  'cli.explain.repeated': p => `${n(p.rows)} rows of ${p.agency} are equal in ${p.key}; there should be one.`,
  'cli.explain.together': p => `Records with one ${p.key} were looked at together; ${n(p.rows)} contradict each other.`,
  'cli.explain.checked': p => `Found when each row was checked: ${p.kinds}.`,
  'cli.explain.summed': p => `Compared as sums by ${p.key}.`,
  'cli.explain.failed_money': p =>
    `The first field that differs is ${p.field}: ${p.a} has ${p.va} yuan, ${p.b} has ${p.vb}, a difference of ${p.by}.`,
  'cli.explain.sums': p => `Sum of ${p.a}: ${p.va} yuan; of ${p.b}: ${p.vb}; a difference of ${p.by}.`,
  'cli.explain.values': p => `Its ${p.field} differs: ${p.values}.`,
  'cli.explain.value_of': p => `“${p.value}” (${p.who})`,
  'cli.explain.reasons': p => `What is wrong: ${p.reasons}.`,
  'cli.explain.differs': p => `${p.field} ${p.there} (here ${p.here})`,
  'cli.explain.evidence': () => 'Behind it:',
  'cli.explain.place': p => `${p.records}, ${p.file} line ${p.line}`,
  'cli.explain.sum_of': p => `${p.records}, sum of ${n(p.rows)} rows`,
  'cli.explain.row': p => `${p.place}${p.values === '' ? '' : `: ${p.values}`}`,
  'cli.explain.more': p => `… and ${n(p.rows)} more, see hedui diff show ${p.no}`,
  'cli.explain.due': p => `Due on ${p.due}.`,
  'cli.explain.also': p => `The same item has more to it: ${p.stories}; settle them together.`,
  'cli.explain.also_money': p => `${p.variant}, ${p.money} yuan`,
}
