import { counted, thousands as n, type None, type Texts } from './texts.js'

/** What commands show of their results. */
export interface ShownMessages {
  'cli.init.done': { dir: string; files: number }
  'cli.init.refreshed': { files: number }
  'cli.init.differ': { file: string }
  'cli.h.file': None
  'cli.h.rows': None
  'cli.h.batch': None
  'cli.h.layout': None
  'cli.h.read': None
  'cli.h.loaded': None
  'cli.h.changed': None
  'cli.h.issues': None
  'cli.h.aside': None
  'cli.h.totals': None
  'cli.h.money': None
  'cli.h.seconds': None
  'cli.h.agency': None
  'cli.h.date': None
  'cli.h.state': None
  'cli.h.outcome': None
  'cli.h.variant': None
  'cli.h.title': None
  'cli.h.count': None
  'cli.h.no': None
  'cli.h.who': None
  'cli.h.insurance': None
  'cli.h.period': None
  'cli.h.voucher': None
  'cli.h.acts': None
  'cli.h.rule': None
  'cli.h.total': None
  'cli.laps': None
  'cli.stage.start': None
  'cli.stage.open': None
  'cli.stage.survey': None
  'cli.stage.read': None
  'cli.stage.transcode': None
  'cli.stage.split': None
  'cli.stage.layout': None
  'cli.stage.cleanse': None
  'cli.stage.encode': None
  'cli.stage.notes': None
  'cli.stage.prefilter': None
  'cli.stage.intake': None
  'cli.stage.sql': None
  'cli.stage.gather': None
  'cli.stage.count': None
  'cli.stage.write': None
  'cli.stage.sync': None
  'cli.stage.ledger': None
  'cli.stage.commit': None
  'cli.h.kind': None
  'cli.h.side': None
  'cli.h.field': None
  'cli.h.value': None
  'cli.load.known': { file: string; batch: number }
  'cli.load.fresh': { file: string; added: number; changed: number }
  'cli.load.held': { file: string }
  'cli.load.none': { file: string; rows: number; batch: number }
  'cli.load.rounded': { file: string }
  'cli.load.codes': { file: string; rows: number }
  'cli.load.surplus': { file: string; columns: string }
  'cli.load.done': { files: number; rows: number; known: number; failed: number }
  'cli.match.head': { asOf: string; batches: number; run: number }
  'cli.match.same': { run: number }
  'cli.match.later': { later: number }
  'cli.match.shown': { last: string }
  'cli.match.moves': { before: number; opened: number; reopened: number; closed: number; after: number }
  'cli.match.apart': { transit: number; note: number; undecided: number }
  'cli.match.next': None
  'cli.match.none': None
  'cli.match.balanced': { rules: number; rows: number }
  'cli.export.done': { dir: string; files: number }
  'cli.synth.done': { dir: string; people: number; files: number }
  'cli.batch.dropped': { id: number }
  'cli.batch.again': { id: number }
  'cli.batch.in_force': None
  'cli.batch.superseded': None
  'cli.batch.replaced': { by: string }
  'cli.batch.gone': None
  'cli.batch.later': None
  'cli.batch.none': None
  'cli.peek.text': { encoding: string; why: string; delimiter: string; bytes: number }
  'cli.peek.database': { source: string }
  'cli.peek.xlsx': { sheets: string; bytes: number }
  'cli.peek.sheet': { sheet: string }
  'cli.peek.header': { line: number; columns: number }
  'cli.peek.no_header': None
  'cli.run.stopped': None
  'cli.demo.city': { dir: string }
  'cli.demo.done': { found: number; dir: string }
  'cli.demo.next': { self: string; dir: string; asOf: string }
  'cli.load.next': None
  'cli.load.mend': None
  'cli.load.total': { files: number }
  'cli.load.progress': { done: number; total: number; rows: number; rate: number; left: number | null; file: string }
  'cli.load.skipped': { file: string; sheets: string }
  'cli.match.progress': { done: number; total: number; rule: string }
  'cli.batch.head': { id: number; agency: string; layout: string; date: string; window: string; source: string; state: string }
  'cli.peek.column': { n: number; header: string; samples: string }
  'cli.peek.layout': { layout: string; title: string }
  'cli.peek.more': None
  'cli.peek.next': { file: string }
  'cli.peek.next_layout': { file: string }
  'cli.query.cut': None
  'cli.match.rule': { title: string; owner: string }
  'cli.h.planted': None
  'cli.load.strangers': { files: string }
  'cli.batch.next': None
  'cli.peek.next_choose': { file: string }
  'cli.yes': None
  'cli.no': None
  'cli.load.today': { date: string; files: number }
}

export const shownZh: Texts<ShownMessages> = {
  'cli.init.done': p =>
    `已在 ${p.dir} 建立工作区，写入 ${p.files} 个文件。接下来：把提取件放进 ${p.dir}/inbox，再运行 hedui load；文件名与 hedui.yaml 里的来源不同时，用 hedui load 文件名。`,
  'cli.init.refreshed': p => `补上 ${p.files} 个内置文件。与内置不同的文件没有改动：要用内置的，请先移走自己的再运行一次。`,
  'cli.init.differ': p => `与内置文件不同（保留您的）：${p.file}`,
  'cli.h.rows': () => '行数',
  'cli.h.file': () => '文件',
  'cli.h.batch': () => '批次',
  'cli.h.layout': () => '版式',
  'cli.h.read': () => '读到',
  'cli.h.loaded': () => '装载',
  'cli.h.changed': () => '清洗',
  'cli.h.issues': () => '存疑',
  'cli.h.aside': () => '拒收',
  'cli.h.totals': () => '合计行',
  'cli.h.money': () => '金额（元）',
  'cli.h.seconds': () => '秒',
  'cli.h.agency': () => '机构',
  'cli.h.date': () => '数据日期',
  'cli.h.state': () => '状态',
  'cli.h.outcome': () => '类型',
  'cli.h.variant': () => '分项',
  'cli.h.title': () => '名称',
  'cli.h.count': () => '条数',
  'cli.h.no': () => '编号',
  'cli.h.who': () => '对象',
  'cli.h.insurance': () => '险种',
  'cli.h.period': () => '所属期',
  'cli.h.voucher': () => '税票/流水号',
  'cli.h.acts': () => '处理方',
  'cli.h.rule': () => '规则',
  'cli.h.total': () => '合计',
  'cli.laps': () => '各步用时（秒）：',
  'cli.stage.start': () => '准备',
  'cli.stage.open': () => '打开',
  'cli.stage.survey': () => '通读',
  'cli.stage.read': () => '读取',
  'cli.stage.transcode': () => '转码',
  'cli.stage.split': () => '分行',
  'cli.stage.layout': () => '套版',
  'cli.stage.cleanse': () => '清洗',
  'cli.stage.encode': () => '成页',
  'cli.stage.notes': () => '留痕',
  'cli.stage.prefilter': () => '预筛',
  'cli.stage.intake': () => '取行',
  'cli.stage.sql': () => 'SQL',
  'cli.stage.gather': () => '归集',
  'cli.stage.count': () => '平衡',
  'cli.stage.write': () => '写出',
  'cli.stage.sync': () => '落盘',
  'cli.stage.ledger': () => '台账',
  'cli.stage.commit': () => '提交',
  'cli.h.kind': () => '种类',
  'cli.h.side': () => '方',
  'cli.h.field': () => '字段',
  'cli.h.value': () => '值',
  'cli.load.fresh': p => `${p.file}：上次之后新增 ${p.added} 行，变动 ${p.changed} 行；其余沿用上次的行。`,
  'cli.load.known': p => `${p.file}：内容已在批次 ${p.batch} 中，不再装载。`,
  'cli.load.held': p => `${p.file}：同一批次的另一份文件没有装载成功，这份也没有装载。处理好那一份后一起重新装载。`,
  'cli.load.none': p =>
    `${p.file}：读到的 ${n(p.rows)} 行全部拒收，批次 ${p.batch} 没有一条记录。先用 hedui peek 看文件；不是有意的，用 hedui batch drop ${p.batch} 撤回。`,
  'cli.load.rounded': p => `${p.file}：证件号码一列有多个以 000 结尾，疑似被 Excel 截断；这些号码不作为键。请对方按文本格式重新导出。`,
  'cli.load.codes': p => `${p.file}：${n(p.rows)} 行有未翻译的代码，保留原码。用 hedui doctor 查看是哪些，再补进 codes/。`,
  'cli.load.surplus': p =>
    `${p.file}：版式不用的列，没有读入：${p.columns}。若应读入，把列名加进 layouts/ 里该版式的 columns，再重新装载。`,
  'cli.load.done': p =>
    `装载 ${n(p.files)} 个提取件，${n(p.rows)} 条记录${p.known > 0 ? `；${n(p.known)} 个早已装载` : ''}${p.failed > 0 ? `；${n(p.failed)} 个失败，原因见上，其余不受影响` : ''}。`,
  'cli.match.head': p => `第 ${p.run} 次比对：截止 ${p.asOf}，${n(p.batches)} 个批次生效`,
  'cli.match.same': p => `数据、规则、参数和截止日都与第 ${p.run} 次比对相同，沿用它的结果。要重新计算，请加 --exact。`,
  'cli.match.later': p => `有 ${n(p.later)} 个批次的数据日期晚于截止日，这次没有参加；要看它们，换一个 --as-of。`,
  'cli.match.shown': p =>
    `截止日早于上一次比对的截止日 ${p.last}：只显示结果，不改动台账。要改动台账，请用 --as-of ${p.last} 或更晚的日子。`,
  'cli.match.moves': p =>
    `台账：期初遗留 ${n(p.before)} + 本期新增 ${n(p.opened)} + 复发 ${n(p.reopened)} − 本期解决 ${n(p.closed)} = 期末遗留 ${n(p.after)}`,
  'cli.match.apart': p => `另有：在途 ${n(p.transit)}，备注 ${n(p.note)}，待定 ${n(p.undecided)} 行`,
  'cli.match.next': () => '接下来：hedui diff list（列出）、hedui diff explain 编号（说明）、hedui export（写出各单位的差异包）',
  'cli.match.none': () => '运行过的规则没有找到差异。',
  'cli.match.balanced': p => `平衡：${n(p.rules)} 条规则看过 ${n(p.rows)} 行次，每行恰在一类，没有遗漏。`,
  'cli.export.done': p => `已写出 ${n(p.files)} 个文件：${p.dir}`,
  'cli.synth.done': p => `${n(p.people)} 人的城市写在 ${p.dir}，${n(p.files)} 个文件；预埋的差异见 ${p.dir}/truth.csv。`,
  'cli.batch.again': p => `被它取代的批次 ${p.id} 重新算数。`,
  'cli.batch.dropped': p => `批次 ${p.id} 已撤下；它的文件随下一个写命令清除。接下来：hedui match，让台账跟上。`,
  'cli.batch.in_force': () => '生效',
  'cli.batch.superseded': () => '已被更新的批次取代',
  'cli.batch.replaced': p => `被批次 ${p.by} 取代`,
  'cli.batch.gone': () => '已撤下',
  'cli.batch.later': () => '数据日期在今天之后',
  'cli.batch.none': () => '还没有批次。接下来：hedui load 装载提取件。',
  'cli.peek.text': p => `文本，编码 ${p.encoding}（${p.why}），分隔符 ${p.delimiter}，${n(p.bytes)} 字节`,
  'cli.peek.database': p => `数据库来源 ${p.source}（第 0 行是列名）`,
  'cli.peek.xlsx': p => `工作簿，工作表：${p.sheets}，${n(p.bytes)} 字节`,
  'cli.peek.sheet': p => `工作表 ${p.sheet}`,
  'cli.peek.header': p => `表头在第 ${p.line} 行，${p.columns} 列：`,
  'cli.peek.no_header': () => '没有认出表头：没有一行像版式里的列名',
  'cli.run.stopped': () => '有提取件装载失败，任务停在装载，没有比对。改好后再运行；要照样比对，在任务里写 continue: true。',
  'cli.demo.city': p => `正在 ${p.dir} 建一座虚构的城市……`,
  'cli.demo.done': p => `找到 ${n(p.found)} 条差异。各单位的工作簿在 ${p.dir}`,
  'cli.demo.next': p =>
    `接着试试：\n  ${p.self} -C ${p.dir} diff list --outcome L01\n  ${p.self} -C ${p.dir} diff explain 1\n  ${p.self} -C ${p.dir} status --as-of ${p.asOf}\n  ${p.self} -C ${p.dir} rules explain feedback`,
  'cli.load.next': () => '接下来：hedui match',
  'cli.load.mend': () => '接下来：按上面的提示改好，再运行一次；已装载的不会重复装载。',
  'cli.load.total': p => `合计 ${n(p.files)} 个`,
  'cli.load.progress': p =>
    `装载 ${p.done}/${p.total} · ${n(p.rows)} 行 · ${n(p.rate)} 行/秒${p.left === null ? '' : ` · 约剩 ${n(p.left)} 秒`} · ${p.file}`,
  'cli.load.skipped': p => `${p.file}：没有表头的工作表未装载：${p.sheets}。若应装载，用 hedui peek 查看，再补列名。`,
  'cli.match.progress': p => `比对 ${p.done}/${p.total} · ${p.rule}`,
  'cli.batch.head': p =>
    `批次 ${p.id}：${p.agency}，版式 ${p.layout}，数据日期 ${p.date}${p.window === '' ? '' : `，窗口 ${p.window}`}${p.source === '' ? '' : `，来源 ${p.source}`}，${p.state}`,
  'cli.peek.column': p => `${String(p.n).padStart(6)}. ${p.header}　${p.samples}`,
  'cli.peek.layout': p => `表头合得上版式 ${p.layout}（${p.title}）`,
  'cli.peek.more': () => '只显示前几行。--all 显示全部；--json 每行一个对象；输出到文件时不截短。',
  'cli.peek.next': p => `接下来：hedui load ${p.file}`,
  'cli.peek.next_layout': p => `接下来：hedui layout infer ${p.file} --out layouts/名称.yaml，核对后用 hedui load ${p.file} --layout 名称`,
  'cli.query.cut': () => '有的列在屏幕上截短了：加 --json，或输出到文件，可得全文。',
  'cli.match.rule': p => `${p.title}${p.owner === '' ? '' : `（${p.owner}）`}`,
  'cli.h.planted': () => '预埋',
  'cli.load.strangers': p =>
    `inbox/ 里这些文件名不合任何来源，没有装载：${p.files}。用 hedui load 文件名，或在 hedui.yaml 的 sources 里加一条。`,
  'cli.batch.next': () => '清洗记录、存疑和拒收的行在 hedui export 的清洗报告里。',
  'cli.peek.next_choose': p => `接下来：hedui load ${p.file} --layout 版式名称`,
  'cli.yes': () => '是',
  'cli.no': () => '否',
  'cli.load.today': p =>
    `${p.files > 1 ? `${n(p.files)} 个提取件` : '提取件'}没有写明数据日期，按今天（${p.date}）计。要指明：重新装载时加 --date，并用 --replaces 取代这个批次。`,
}

export const shownEn: Texts<ShownMessages> = {
  'cli.init.done': p =>
    `A workspace stands in ${p.dir}, ${p.files} files written. Next: put extracts into ${p.dir}/inbox and run hedui load; files whose names fit no source of hedui.yaml are loaded by hedui load FILE.`,
  'cli.init.refreshed': p =>
    `${counted(p.files, 'shipped file')} added. Files that differ were left alone: to get the shipped one, move yours away and run this again.`,
  'cli.init.differ': p => `differs from the shipped file (yours is kept): ${p.file}`,
  'cli.h.rows': () => 'rows',
  'cli.h.file': () => 'file',
  'cli.h.batch': () => 'batch',
  'cli.h.layout': () => 'layout',
  'cli.h.read': () => 'read',
  'cli.h.loaded': () => 'loaded',
  'cli.h.changed': () => 'changed',
  'cli.h.issues': () => 'issues',
  'cli.h.aside': () => 'aside',
  'cli.h.totals': () => 'totals',
  'cli.h.money': () => 'amount (yuan)',
  'cli.h.seconds': () => 's',
  'cli.h.agency': () => 'agency',
  'cli.h.date': () => 'data date',
  'cli.h.state': () => 'state',
  'cli.h.outcome': () => 'outcome',
  'cli.h.variant': () => 'variant',
  'cli.h.title': () => 'title',
  'cli.h.count': () => 'count',
  'cli.h.no': () => 'no',
  'cli.h.who': () => 'whom',
  'cli.h.insurance': () => 'insurance',
  'cli.h.period': () => 'period',
  'cli.h.voucher': () => 'voucher/levy',
  'cli.h.acts': () => 'acts',
  'cli.h.rule': () => 'rule',
  'cli.h.total': () => 'total',
  'cli.laps': () => 'What the stages took, in seconds:',
  'cli.stage.start': () => 'start',
  'cli.stage.open': () => 'open',
  'cli.stage.survey': () => 'survey',
  'cli.stage.read': () => 'read',
  'cli.stage.transcode': () => 'transcode',
  'cli.stage.split': () => 'split',
  'cli.stage.layout': () => 'layout',
  'cli.stage.cleanse': () => 'cleanse',
  'cli.stage.encode': () => 'encode',
  'cli.stage.notes': () => 'notes',
  'cli.stage.prefilter': () => 'prefilter',
  'cli.stage.intake': () => 'intake',
  'cli.stage.sql': () => 'SQL',
  'cli.stage.gather': () => 'gather',
  'cli.stage.count': () => 'balance',
  'cli.stage.write': () => 'write',
  'cli.stage.sync': () => 'sync',
  'cli.stage.ledger': () => 'ledger',
  'cli.stage.commit': () => 'commit',
  'cli.h.kind': () => 'kind',
  'cli.h.side': () => 'side',
  'cli.h.field': () => 'field',
  'cli.h.value': () => 'value',
  'cli.load.fresh': p => `${p.file}: since the last pull ${p.added} rows are new and ${p.changed} changed; the others stand as they were.`,
  'cli.load.known': p => `${p.file}: its content is in batch ${p.batch} already; not loaded again.`,
  'cli.load.held': p => `${p.file}: not loaded, because another file of its delivery failed. Mend that one, then load both again.`,
  'cli.load.none': p =>
    `${p.file}: all ${n(p.rows)} rows that were read are set aside; batch ${p.batch} holds no record. Look at the file with hedui peek; if that is not meant, take it out with hedui batch drop ${p.batch}.`,
  'cli.load.rounded': p =>
    `${p.file}: several ids end in 000, as Excel leaves them; none of those is used as a key. Ask for an export with ids as text.`,
  'cli.load.codes': p =>
    `${p.file}: ${counted(p.rows, 'row')} with codes that have no translation, kept as they are. hedui doctor names them; add them in codes/.`,
  'cli.load.surplus': p =>
    `${p.file}: columns that the layout does not use, and that were not read: ${p.columns}. If one should be, add its name to the columns of the layout in layouts/, and load again.`,
  'cli.load.done': p =>
    `${n(p.files)} ${p.files === 1 ? 'extract' : 'extracts'} loaded, ${n(p.rows)} records${p.known > 0 ? `; ${n(p.known)} ${p.known === 1 ? 'was' : 'were'} loaded before` : ''}${p.failed > 0 ? `; ${n(p.failed)} failed, see above, which hurts no other` : ''}.`,
  'cli.match.head': p => `Run ${p.run}: as of ${p.asOf}, ${counted(p.batches, 'batch', 'batches')} in force`,
  'cli.match.same': p => `Data, rules, parameters and day are those of run ${p.run}, and so are its findings. To match anew, add --exact.`,
  'cli.match.later': p =>
    `${counted(p.later, 'batch', 'batches')} with a data date after as-of took no part; to see them choose another --as-of.`,
  'cli.match.shown': p =>
    `As-of lies before that of the last run, ${p.last}: results are shown, the ledger is left alone. To move it, match with --as-of ${p.last} or later.`,
  'cli.match.moves': p =>
    `Ledger: standing before ${n(p.before)} + new ${n(p.opened)} + reopened ${n(p.reopened)} − fixed ${n(p.closed)} = standing after ${n(p.after)}`,
  'cli.match.apart': p => `Apart from these: in transit ${n(p.transit)}, notes ${n(p.note)}, undecided ${counted(p.undecided, 'row')}`,
  'cli.match.next': () => 'Next: hedui diff list, hedui diff explain NO, hedui export',
  'cli.match.none': () => 'The rules that ran found no discrepancy.',
  'cli.match.balanced': p =>
    `Balanced: ${counted(p.rules, 'rule')} looked at ${counted(p.rows, 'row')}, each in exactly one class; none is lost.`,
  'cli.export.done': p => `${counted(p.files, 'file')} written to ${p.dir}`,
  'cli.synth.done': p =>
    `A city of ${n(p.people)} people stands in ${p.dir}, ${n(p.files)} files; what was planted is in ${p.dir}/truth.csv.`,
  'cli.batch.again': p => `Batch ${p.id}, which it had replaced, counts again.`,
  'cli.batch.dropped': p =>
    `Batch ${p.id} is taken out; its files go with the next command that writes. Next: hedui match, so that the ledger follows.`,
  'cli.batch.in_force': () => 'in force',
  'cli.batch.superseded': () => 'superseded',
  'cli.batch.replaced': p => `replaced by ${p.by}`,
  'cli.batch.gone': () => 'dropped',
  'cli.batch.later': () => 'data date after today',
  'cli.batch.none': () => 'No batches yet. Next: hedui load.',
  'cli.peek.text': p => `text, encoding ${p.encoding} (${p.why}), delimiter ${p.delimiter}, ${n(p.bytes)} bytes`,
  'cli.peek.database': p => `database source ${p.source} (line 0: its columns)`,
  'cli.peek.xlsx': p => `workbook, sheets: ${p.sheets}; ${n(p.bytes)} bytes`,
  'cli.peek.sheet': p => `sheet ${p.sheet}`,
  'cli.peek.header': p => `header in line ${p.line}, ${p.columns} columns:`,
  'cli.peek.no_header': () => 'no header recognised: no row looks like one of the layouts',
  'cli.run.stopped': () =>
    'Extracts failed to load; the job stopped there and did not match. Mend them and run it again; continue: true in the job matches all the same.',
  'cli.demo.city': p => `Making a synthetic city in ${p.dir} …`,
  'cli.demo.done': p => `${n(p.found)} discrepancies found. The bureaus’ workbooks are in ${p.dir}`,
  'cli.demo.next': p =>
    `Try next:\n  ${p.self} -C ${p.dir} diff list --outcome L01\n  ${p.self} -C ${p.dir} diff explain 1\n  ${p.self} -C ${p.dir} status --as-of ${p.asOf}\n  ${p.self} -C ${p.dir} rules explain feedback`,
  'cli.load.next': () => 'Next: hedui match',
  'cli.load.mend': () => 'Next: mend what is said above and run it again; what is loaded is not loaded twice.',
  'cli.load.total': p => `total of ${n(p.files)}`,
  'cli.load.progress': p =>
    `loading ${p.done}/${p.total} · ${n(p.rows)} rows · ${n(p.rate)} rows/s${p.left === null ? '' : ` · about ${n(p.left)} s left`} · ${p.file}`,
  'cli.load.skipped': p =>
    `${p.file}: sheets without a header, not loaded: ${p.sheets}. If one should be, look at it with hedui peek and add its column names.`,
  'cli.match.progress': p => `matching ${p.done}/${p.total} · ${p.rule}`,
  'cli.batch.head': p =>
    `Batch ${p.id}: ${p.agency}, layout ${p.layout}, data date ${p.date}${p.window === '' ? '' : `, window ${p.window}`}${p.source === '' ? '' : `, source ${p.source}`}, ${p.state}`,
  'cli.peek.column': p => `${String(p.n).padStart(6)}. ${p.header}  ${p.samples}`,
  'cli.peek.layout': p => `the header fits the layout ${p.layout} (${p.title})`,
  'cli.peek.more': () => 'Only the first rows are shown. --all shows all; --json one object a row; nothing is cut in a file.',
  'cli.peek.next': p => `Next: hedui load ${p.file}`,
  'cli.peek.next_layout': p =>
    `Next: hedui layout infer ${p.file} --out layouts/NAME.yaml; read it, then hedui load ${p.file} --layout NAME`,
  'cli.query.cut': () => 'Some columns are cut on the screen: --json, or output to a file, gives them whole.',
  'cli.match.rule': p => `${p.title}${p.owner === '' ? '' : ` (${p.owner})`}`,
  'cli.h.planted': () => 'planted',
  'cli.load.strangers': p =>
    `These files in inbox/ fit no source and were left alone: ${p.files}. Load one with hedui load FILE, or add a source to hedui.yaml.`,
  'cli.batch.next': () => 'Changes, issues and rows set aside are in the cleansing report of hedui export.',
  'cli.peek.next_choose': p => `Next: hedui load ${p.file} --layout NAME`,
  'cli.yes': () => 'yes',
  'cli.no': () => 'no',
  'cli.load.today': p =>
    `${p.files > 1 ? `${n(p.files)} extracts name` : 'The extract names'} no data date; today (${p.date}) is taken. To say another, load again with --date and --replaces BATCH.`,
}
