import { counted, thousands as n, type None, type Texts } from './texts.js'

/** What `hedui export` says. */
export interface ReportMessages {
  'export.no_run': None
  'export.outbox': { path: string; detail: string }
  'export.run_unknown': { found: number; known: string }
  'export.batch_gone': { batch: number }
  'export.run_lost': { run: number; entries: number }
}

export const reportZh: Texts<ReportMessages> = {
  'export.no_run': () => '还没有比对过，没有可导出的结果。请先运行 hedui match。',
  'export.outbox': p =>
    `文件夹 ${p.path} 用不了（${p.detail}）。它应能写入：若在共享盘或移动盘上，请先接好；若是同名的文件，请移开。改好后重新运行同一命令。`,
  'export.run_unknown': p => `没有第 ${p.found} 次比对。现有：${p.known}。请改 --run，或不写 --run 导出最近一次。`,
  'export.run_lost': p =>
    `第 ${p.run} 次比对的结果文件不在了：台账里还有 ${n(p.entries)} 条未解决的差异的依据在其中，差异包里没有它们。请从备份恢复这个文件；没有备份的，装载缺的数据后再运行 hedui match。`,
  'export.batch_gone': p => `批次 ${p.batch} 在比对之后撤下了，清洗报告里没有它。`,
}

export const reportEn: Texts<ReportMessages> = {
  'export.no_run': () => 'Nothing has been matched yet, so there is nothing to export. Run hedui match first.',
  'export.outbox': p =>
    `The folder ${p.path} cannot be used (${p.detail}). It must be one that can be written: connect the share or disk that it lies on, or move away a file of that name. Then run the same command again.`,
  'export.run_unknown': p => `There is no run ${p.found}. There are: ${p.known}. Change --run, or leave it out to export the last one.`,
  'export.run_lost': p =>
    `The file of run ${p.run} is gone: the evidence of ${counted(p.entries, 'standing discrepancy', 'standing discrepancies')} lies in it, and the package does not hold them. Restore it from a backup; where there is none, load the data that are missing and run hedui match again.`,
  'export.batch_gone': p => `Batch ${p.batch} was taken out after the run; the cleansing report does not hold it.`,
}
