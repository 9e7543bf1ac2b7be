import type { None, Texts } from './texts.js'

/** Words of agencies, states and choices, sentences about a discrepancy, and everything that stands in a workbook. */
export interface ReportMessages {
  'export.no_run': { data: string }
  'export.run_unknown': { found: number; known: string }
  'export.batch_gone': { batch: number }
  'word.ss': None
  'word.mi': None
  'word.tax': None
  'word.bank': None
  'word.owner': None
  'word.new': None
  'word.open': None
  'word.reopened': None
  'word.ambiguous': None
  'word.in_transit': None
  'word.note': None
  'word.fixed': None
  'word.discrepancy': None
  'word.yes': None
  'word.no': None
  'word.who': None
  'word.period': None
  'word.subject': None
  'word.unit': None
  'word.rows': None
  'word.place': None
  'word.total': None
  'word.levied': None
  'word.paid': None
  'word.repeated': None
  'word.month': None
  'word.due': None
  'explain.has': { has: string; lacks: string }
  'explain.alone': { has: string; kind: string }
  'explain.amount': { money: string }
  'explain.passes': { passes: string }
  'explain.taken': { key: string }
  'explain.several': { key: string; rows: number }
  'explain.failed': { field: string; a: string; b: string }
  'explain.nearest': { differs: string }
  'explain.nearest_none': None
  'explain.reasons': { reasons: string }
  'explain.until': { until: string }
  'explain.acts': { agencies: string; action: string }
  'explain.history': { history: string }
}

export const reportZh: Texts<ReportMessages> = {
  'export.no_run': () => '还没有比对过，没有可导出的结果。请先运行 hedui match。',
  'export.run_unknown': p => `没有第 ${p.found} 次比对。现有：${p.known}。请改 --run，或不写 --run 导出最近一次。`,
  'export.batch_gone': p => `批次 ${p.batch} 在比对之后撤下了，清洗报告里没有它。`,
  'word.ss': () => '社保',
  'word.mi': () => '医保',
  'word.tax': () => '税务',
  'word.bank': () => '银行',
  'word.owner': () => '经办机构',
  'word.new': () => '新增',
  'word.open': () => '未解决',
  'word.reopened': () => '复发',
  'word.ambiguous': () => '多候选',
  'word.in_transit': () => '在途',
  'word.note': () => '备注',
  'word.fixed': () => '已解决',
  'word.discrepancy': () => '差异',
  'word.yes': () => '是',
  'word.no': () => '否',
  'word.who': () => '人员或单位',
  'word.period': () => '费款所属期',
  'word.subject': () => '对象',
  'word.unit': () => '单位',
  'word.rows': () => '笔数',
  'word.place': () => '出处',
  'word.total': () => '合计',
  'word.levied': () => '应缴合计',
  'word.paid': () => '实缴合计',
  'word.repeated': () => '重复缴费合计',
  'word.month': () => '月份',
  'word.due': () => '缴款期限',
  'explain.has': p => `${p.has}有，${p.lacks}没有。`,
  'explain.alone': p => `${p.has}有${p.kind}，没有与它对应的记录。`,
  'explain.amount': p => `涉及金额 ${p.money} 元。`,
  'explain.passes': p => `依次按这些键找过：${p.passes}。`,
  'explain.taken': p => `按${p.key}找到了对应的一笔。`,
  'explain.several': p => `同一${p.key}下有 ${p.rows} 笔。`,
  'explain.failed': p => `第一个不一致的字段是${p.field}：${p.a} ≠ ${p.b}。`,
  'explain.nearest': p => `最接近的一笔差在：${p.differs}。`,
  'explain.nearest_none': () => '对方没有接近的记录。',
  'explain.reasons': p => `${p.reasons}。`,
  'explain.until': p => `宽限到 ${p.until} 结束，在此之前算在途。`,
  'explain.acts': p => `请${p.agencies}处理：${p.action}`,
  'explain.history': p => `经过：${p.history}`,
}

export const reportEn: Texts<ReportMessages> = {
  'export.no_run': () => 'Nothing has been matched yet, so there is nothing to export. Run hedui match first.',
  'export.run_unknown': p => `There is no run ${p.found}. There are: ${p.known}. Change --run, or leave it out to export the last one.`,
  'export.batch_gone': p => `Batch ${p.batch} was taken out after the run; the cleansing report does not hold it.`,
  'word.ss': () => 'ss',
  'word.mi': () => 'mi',
  'word.tax': () => 'tax',
  'word.bank': () => 'bank',
  'word.owner': () => 'owner',
  'word.new': () => 'new',
  'word.open': () => 'open',
  'word.reopened': () => 'reopened',
  'word.ambiguous': () => 'ambiguous',
  'word.in_transit': () => 'in transit',
  'word.note': () => 'note',
  'word.fixed': () => 'fixed',
  'word.discrepancy': () => 'discrepancy',
  'word.yes': () => 'yes',
  'word.no': () => 'no',
  'word.who': () => 'person or unit',
  'word.period': () => 'period',
  'word.subject': () => 'whom',
  'word.unit': () => 'unit',
  'word.rows': () => 'rows',
  'word.place': () => 'place',
  'word.total': () => 'total',
  'word.levied': () => 'levied in all',
  'word.paid': () => 'paid in all',
  'word.repeated': () => 'paid more than once',
  'word.month': () => 'month',
  'word.due': () => 'due date',
  'explain.has': p => `${p.has} has it, ${p.lacks} lacks it.`,
  'explain.alone': p => `${p.has} holds the ${p.kind}, and no row stands against it.`,
  'explain.amount': p => `At stake: ${p.money} yuan.`,
  'explain.passes': p => `Looked for by these keys, in order: ${p.passes}.`,
  'explain.taken': p => `Its counterpart was found by ${p.key}.`,
  'explain.several': p => `${p.rows} rows share one ${p.key}.`,
  'explain.failed': p => `The first field that differs is ${p.field}: ${p.a} ≠ ${p.b}.`,
  'explain.nearest': p => `The nearest row differs in: ${p.differs}.`,
  'explain.nearest_none': () => 'The other side holds nothing near.',
  'explain.reasons': p => `${p.reasons}.`,
  'explain.until': p => `Its grace lasts until ${p.until}; before that it is in transit.`,
  'explain.acts': p => `${p.agencies} must act: ${p.action}`,
  'explain.history': p => `History: ${p.history}`,
}
