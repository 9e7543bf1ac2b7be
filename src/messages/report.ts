import type { None, Texts } from './texts.js'

/** What `hedui export` says. */
export interface ReportMessages {
  'export.no_run': None
  'export.run_unknown': { found: number; known: string }
  'export.batch_gone': { batch: number }
}

export const reportZh: Texts<ReportMessages> = {
  'export.no_run': () => '还没有比对过，没有可导出的结果。请先运行 hedui match。',
  'export.run_unknown': p => `没有第 ${p.found} 次比对。现有：${p.known}。请改 --run，或不写 --run 导出最近一次。`,
  'export.batch_gone': p => `批次 ${p.batch} 在比对之后撤下了，清洗报告里没有它。`,
}

export const reportEn: Texts<ReportMessages> = {
  'export.no_run': () => 'Nothing has been matched yet, so there is nothing to export. Run hedui match first.',
  'export.run_unknown': p => `There is no run ${p.found}. There are: ${p.known}. Change --run, or leave it out to export the last one.`,
  'export.batch_gone': p => `Batch ${p.batch} was taken out after the run; the cleansing report does not hold it.`,
}
