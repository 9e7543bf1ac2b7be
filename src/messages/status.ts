import { thousands as n, type None, type Texts } from './texts.js'

/** The delivery calendar: what was due, what came, what may be compared. */
export interface StatusMessages {
  'cli.c.status': None
  'cli.o.status_source': None
  'cli.o.status_periods': None
  'cli.o.status_exit': None
  'cli.h.source': None
  'cli.h.due': None
  'cli.h.delivery': None
  'cli.h.usual_rows': None
  'cli.h.usual_money': None
  'cli.h.batches': None
  'cli.h.remark': None
  'cli.h.comparable': None
  'cli.h.lacks': None
  'status.state.arrived': None
  'status.state.late': None
  'status.state.early': None
  'status.state.short': None
  'status.state.missing': None
  'status.state.expected': None
  'status.state.skipped': None
  'status.rule.ready': None
  'status.rule.incomplete': None
  'status.rule.lacking': None
  'status.late': { minutes: number }
  'status.only_to': { date: string }
  'status.gap': { from: string; to: string; missing: number }
  'status.resent': { times: number }
  'status.replaced': { batches: number }
  'status.unusual': { rows: string; money: string }
  'status.head': { asOf: string; sources: number; incomplete: number }
  'status.nothing': None
  'status.no_due': { sources: number }
  'status.rules': { ready: number; incomplete: number; lacking: number }
  'status.owes': { sources: string; periods: string; more: number }
  'head.owes': None
  'block.owes': None
  'status.next': None
  'match.incomplete': { rules: number }
  'match.owes': { rule: string; owes: string }
  'match.balance_incomplete': { rules: number }
}

const duration = (minutes: number, [days, hours, mins]: readonly [string, string, string]): string => {
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  return d > 0 ? `${n(d)}${days}${h > 0 ? ` ${h}${hours}` : ''}` : h > 0 ? `${h}${hours}${m > 0 ? ` ${m}${mins}` : ''}` : `${m}${mins}`
}

export const statusZh: Texts<StatusMessages> = {
  'cli.c.status': () => '报送日历：各来源应到、已到、迟到、缺期，行数和金额与往期相比，哪些规则可以比对',
  'cli.o.status_source': () => '只看这些来源',
  'cli.o.status_periods': () => '每个来源列出最近几期（默认 3）；应到未到的总是列出',
  'cli.o.status_exit': () => '有应到未到的则退出码为 1',
  'cli.h.source': () => '来源',
  'cli.h.due': () => '应到',
  'cli.h.delivery': () => '报送',
  'cli.h.usual_rows': () => '往期行数',
  'cli.h.usual_money': () => '往期金额',
  'cli.h.batches': () => '批次',
  'cli.h.remark': () => '备注',
  'cli.h.comparable': () => '比对',
  'cli.h.lacks': () => '缺什么',
  'status.state.arrived': () => '已到',
  'status.state.late': () => '迟到',
  'status.state.early': () => '部分，未到期',
  'status.state.short': () => '不全',
  'status.state.missing': () => '未到',
  'status.state.expected': () => '未到期',
  'status.state.skipped': () => '缺，已有更新的',
  'status.rule.ready': () => '可以',
  'status.rule.incomplete': () => '一方不全',
  'status.rule.lacking': () => '缺记录',
  'status.late': p => `迟 ${duration(p.minutes, [' 天', ' 小时', ' 分钟'])}`,
  'status.only_to': p => `数据只到 ${p.date}`,
  'status.gap': p => `缺批次号 ${p.from}${p.to === p.from ? '' : `–${p.to}（${n(p.missing)} 个）`}`,
  'status.resent': p => `又报 ${n(p.times)} 次`,
  'status.replaced': p => `${n(p.batches)} 个批次已被取代`,
  'status.unusual': p =>
    `与往期相差大（${[p.rows === '' ? '' : `行数 ${p.rows}`, p.money === '' ? '' : `金额 ${p.money}`].filter(x => x !== '').join('，')}）`,
  'status.head': p => `截止 ${p.asOf}：${n(p.sources)} 个来源，应到未到或不全 ${n(p.incomplete)} 期`,
  'status.nothing': () => '还没有批次，也没有写明应到时间的来源。接下来：hedui load；应到时间写在 hedui.yaml 来源的 due 里。',
  'status.no_due': p => `${n(p.sources)} 个来源没有写应到时间（due）：它们缺了也看不出来。与对方约定后写进 hedui.yaml。`,
  'status.rules': p => `规则：可以比对 ${n(p.ready)}，一方不全 ${n(p.incomplete)}，缺记录不能比对 ${n(p.lacking)}（社保、医保分开计）`,
  'status.owes': p => `${p.sources} 缺 ${p.periods}${p.more > 0 ? ` 等，另 ${n(p.more)} 期` : ''}`,
  'head.owes': () => '应到未到',
  'block.owes': () => '有一方的提取件应到未到或不全（见最后一列）：平衡只说已到的行，结果会随补报而变。',
  'status.next': () => '接下来：hedui quality（看数据质量）、hedui match（比对）',
  'match.incomplete': p => `${n(p.rules)} 条规则用到的来源应到未到或不全，结果会随补报而变（hedui status 看报送日历）：`,
  'match.owes': p => `  ${p.rule}：${p.owes}`,
  'match.balance_incomplete': p => `平衡只说已到的行：其中 ${n(p.rules)} 条规则有一方应到未到或不全。`,
}

export const statusEn: Texts<StatusMessages> = {
  'cli.c.status': () =>
    'the delivery calendar: what was due, what came, late or not at all, rows and money against the usual, which rules may be run',
  'cli.o.status_source': () => 'only these sources',
  'cli.o.status_periods': () => 'how many of the last periods of each source to list (default 3); what is due and missing is always listed',
  'cli.o.status_exit': () => 'exit 1 if something due is missing',
  'cli.h.source': () => 'source',
  'cli.h.due': () => 'due',
  'cli.h.delivery': () => 'delivery',
  'cli.h.usual_rows': () => 'usual rows',
  'cli.h.usual_money': () => 'usual amount',
  'cli.h.batches': () => 'batches',
  'cli.h.remark': () => 'remarks',
  'cli.h.comparable': () => 'compare',
  'cli.h.lacks': () => 'what it lacks',
  'status.state.arrived': () => 'arrived',
  'status.state.late': () => 'late',
  'status.state.early': () => 'in part, not due yet',
  'status.state.short': () => 'not whole',
  'status.state.missing': () => 'missing',
  'status.state.expected': () => 'not due yet',
  'status.state.skipped': () => 'never came, a newer one did',
  'status.rule.ready': () => 'ready',
  'status.rule.incomplete': () => 'a side is not whole',
  'status.rule.lacking': () => 'lacks records',
  'status.late': p => `late by ${duration(p.minutes, [' d', ' h', ' min'])}`,
  'status.only_to': p => `its data ends on ${p.date}`,
  'status.gap': p => `batch ${p.to === p.from ? `number ${p.from} is` : `numbers ${p.from}–${p.to} (${n(p.missing)}) are`} missing`,
  'status.resent': p => `sent ${n(p.times)} ${p.times === 1 ? 'time' : 'times'} more`,
  'status.replaced': p => `${n(p.batches)} ${p.batches === 1 ? 'batch was' : 'batches were'} replaced`,
  'status.unusual': p =>
    `far from the usual (${[p.rows === '' ? '' : `rows ${p.rows}`, p.money === '' ? '' : `amount ${p.money}`].filter(x => x !== '').join(', ')})`,
  'status.head': p =>
    `As of ${p.asOf}: ${n(p.sources)} ${p.sources === 1 ? 'source' : 'sources'}, ${n(p.incomplete)} ${p.incomplete === 1 ? 'delivery' : 'deliveries'} due and missing or not whole`,
  'status.nothing': () =>
    'There is no batch yet, and no source that says when it is due. Next: hedui load; due times are written as `due` of a source in hedui.yaml.',
  'status.no_due': p =>
    `${n(p.sources)} ${p.sources === 1 ? 'source does' : 'sources do'} not say when they are due: nothing tells when one is missing. Agree on it, then write due into hedui.yaml.`,
  'status.rules': p =>
    `Rules: ${n(p.ready)} may be run, ${n(p.incomplete)} with a side that is not whole, ${n(p.lacking)} lack records (ss and mi counted apart)`,
  'status.owes': p => `${p.sources} for ${p.periods}${p.more > 0 ? ` and ${n(p.more)} more` : ''}`,
  'head.owes': () => 'due, not there',
  'block.owes': () =>
    'Of some rules a side is due and not there, or not whole (last column): the balance speaks of rows that came, and what is found may change.',
  'status.next': () => 'Next: hedui quality (what the data is like), hedui match',
  'match.incomplete': p =>
    `${n(p.rules)} ${p.rules === 1 ? 'rule reads' : 'rules read'} a source that owes a delivery; what is found may change when it comes (hedui status shows the calendar):`,
  'match.owes': p => `  ${p.rule}: lacks ${p.owes}`,
  'match.balance_incomplete': p =>
    `The balance speaks of rows that came: ${n(p.rules)} of the rules ${p.rules === 1 ? 'has' : 'have'} a side that is not whole.`,
}
