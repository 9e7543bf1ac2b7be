import { thousands as n, type None, type Texts } from './texts.js'

/** Quality of what was delivered: values held to the standards, before anything is compared. */
export interface QualityMessages {
  'cli.c.quality': None
  'cli.o.quality_batch': None
  'cli.o.quality_out': None
  'cli.o.quality_exit': None
  'cli.h.severity': None
  'cli.h.basis': None
  'cli.h.looked': None
  'cli.h.bad': None
  'cli.h.share': None
  'cli.h.before': None
  'cli.h.clause': None
  'quality.none': { dir: string }
  'quality.twice': { file: string; line: number; column: number; rule: string }
  'quality.no_data': { asOf: string }
  'quality.head': { asOf: string; rules: number; extracts: number; bad: number }
  'quality.clean': None
  'quality.extract': { agency: string; layout: string; batch: number; date: string; files: string; before: number }
  'quality.example': { rule: string; file: string; line: number; values: string }
  'quality.none_before': None
  'quality.written': { file: string }
  'quality.next': None
  'quality.not_kept': None
  'word.basis.evidence': None
  'word.basis.inference': None
  'block.quality': None
  'block.quality_note': None
  'sheet.quality': None
  'book.quality': None
  'column.rule': None
  'column.clause': None
  'column.values': None
  'column.do': None
  'head.basis': None
  'head.severity': None
  'head.looked': None
  'head.bad': None
  'head.share': None
  'head.share_before': None
  'head.clause': None
}

export const qualityZh: Texts<QualityMessages> = {
  'cli.c.quality': () => '数据质量：最近报送的提取件合不合国家标准，有问题的有多少，与上期相比如何；不改数据，不进台账',
  'cli.o.quality_batch': () => '只看这些批次（默认：每个来源最近的一份）',
  'cli.o.quality_out': () => '把各机构的清洗报告写进这个文件夹（每次一个子文件夹，从不覆盖），不必先比对',
  'cli.o.quality_exit': () => '有问题的记录则退出码为 1',
  'cli.h.severity': () => '严重程度',
  'cli.h.basis': () => '依据',
  'cli.h.looked': () => '看过',
  'cli.h.bad': () => '有问题',
  'cli.h.share': () => '占比',
  'cli.h.before': () => '上期占比',
  'cli.h.clause': () => '条款',
  'quality.none': p => `${p.dir} 里没有 quality.yaml。请用 hedui init --refresh 补上内置的质量规则。`,
  'quality.twice': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：${p.rule} 写了两次。请用 part 区分。`,
  'quality.no_data': p => `${p.asOf} 这一天没有可看的批次。请先用 hedui load 装载提取件，或换一个 --as-of。`,
  'quality.head': p => `截止 ${p.asOf}：${n(p.rules)} 条质量规则看了 ${n(p.extracts)} 份提取件，有问题 ${n(p.bad)} 处`,
  'quality.clean': () => '没有发现问题。',
  'quality.extract': p =>
    `${p.agency} ${p.layout}，批次 ${p.batch}，数据日期 ${p.date}：${p.files}${p.before === 0 ? '（没有上期可比）' : `（上期：批次 ${p.before}）`}`,
  'quality.example': p => `  例 ${p.rule}：${p.file} 第 ${p.line} 行：${p.values}`,
  'quality.none_before': () => '—',
  'quality.written': p => `已写出：${p.file}`,
  'quality.not_kept': () => '这个工作区只能读：结果没有留给数据包里的清洗报告。要留下来，用 --out 写进自己的文件夹。',
  'quality.next': () => '接下来：hedui quality --out 文件夹（写出清洗报告，送报送方更正）、hedui status、hedui match',
  'word.basis.evidence': () => '标准',
  'word.basis.inference': () => '推断',
  'block.quality': () => '质量规则',
  'block.quality_note': () => '数据未作改动。依据“标准”为标准原文，“推断”为由标准推断。占比 = 有问题 ÷ 看过。',
  'sheet.quality': () => '质量问题举例',
  'book.quality': () => '每条规则每个批次最多举几例；全部见原提取件。',
  'column.rule': () => '规则',
  'column.clause': () => '标准与条款',
  'column.values': () => '有关的值',
  'column.do': () => '怎么办',
  'head.basis': () => '依据',
  'head.severity': () => '严重程度',
  'head.looked': () => '看过',
  'head.bad': () => '有问题',
  'head.share': () => '占比',
  'head.share_before': () => '上期占比',
  'head.clause': () => '标准与条款',
}

export const qualityEn: Texts<QualityMessages> = {
  'cli.c.quality': () =>
    'hold the newest extracts to the national standards: what is wrong, how much, against the period before; changes nothing, opens nothing',
  'cli.o.quality_batch': () => 'only these batches (default: the newest of each source)',
  'cli.o.quality_out': () =>
    "write each agency's cleansing report into this folder (each time a folder of its own, never overwritten), before any match",
  'cli.o.quality_exit': () => 'exit 1 if a record is found wrong',
  'cli.h.severity': () => 'severity',
  'cli.h.basis': () => 'basis',
  'cli.h.looked': () => 'looked at',
  'cli.h.bad': () => 'wrong',
  'cli.h.share': () => 'share',
  'cli.h.before': () => 'share before',
  'cli.h.clause': () => 'clause',
  'quality.none': p => `There is no quality.yaml in ${p.dir}. hedui init --refresh adds the shipped quality rules.`,
  'quality.twice': p => `${p.file}:${p.line}:${p.column}: ${p.rule} stands twice. Tell them apart by part.`,
  'quality.no_data': p => `There is no batch to look at on ${p.asOf}. Load extracts first with hedui load, or choose another --as-of.`,
  'quality.head': p =>
    `As of ${p.asOf}: ${n(p.rules)} quality rules looked at ${n(p.extracts)} ${p.extracts === 1 ? 'extract' : 'extracts'}, ${n(p.bad)} ${p.bad === 1 ? 'fault' : 'faults'}`,
  'quality.clean': () => 'Nothing was found wrong.',
  'quality.extract': p =>
    `${p.agency} ${p.layout}, batch ${p.batch}, data date ${p.date}: ${p.files}${p.before === 0 ? ' (no period before)' : ` (before: batch ${p.before})`}`,
  'quality.example': p => `  ${p.rule}, as ${p.file} line ${p.line}: ${p.values}`,
  'quality.none_before': () => '–',
  'quality.written': p => `written: ${p.file}`,
  'quality.not_kept': () =>
    'This workspace may only be read: the cleansing reports of packages will not say this. Use --out to write it to a folder of your own.',
  'quality.next': () => 'Next: hedui quality --out DIR (cleansing reports for the senders), hedui status, hedui match',
  'word.basis.evidence': () => 'standard',
  'word.basis.inference': () => 'inference',
  'block.quality': () => 'Quality rules',
  'block.quality_note': () => 'Nothing was changed. Basis: the text of the standard, or an inference from it. Share = wrong ÷ looked at.',
  'sheet.quality': () => 'quality examples',
  'book.quality': () => 'A few examples of each rule and batch; all of them stand in the extract.',
  'column.rule': () => 'rule',
  'column.clause': () => 'standard and clause',
  'column.values': () => 'values concerned',
  'column.do': () => 'what to do',
  'head.basis': () => 'basis',
  'head.severity': () => 'severity',
  'head.looked': () => 'looked at',
  'head.bad': () => 'wrong',
  'head.share': () => 'share',
  'head.share_before': () => 'share before',
  'head.clause': () => 'standard and clause',
}
