import { thousands, type None, type Texts } from './texts.js'

/** What commands show of their results. */
export interface ShownMessages {
  'cli.yes': None
  'cli.no': None
  'cli.init.done': { dir: string; files: number }
  'cli.init.refreshed': { files: number }
  'cli.init.differ': { file: string }
  'cli.h.file': None
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
  'cli.h.source': None
  'cli.h.outcome': None
  'cli.h.variant': None
  'cli.h.title': None
  'cli.h.count': None
  'cli.h.no': None
  'cli.h.who': None
  'cli.h.name': None
  'cli.h.insurance': None
  'cli.h.period': None
  'cli.h.voucher': None
  'cli.h.acts': None
  'cli.h.rule': None
  'cli.h.kind': None
  'cli.h.side': None
  'cli.h.rows': None
  'cli.h.field': None
  'cli.h.value': None
  'cli.h.line': None
  'cli.load.known': { file: string; batch: number }
  'cli.load.held': { file: string }
  'cli.load.rounded': { file: string }
  'cli.load.codes': { file: string; rows: number }
  'cli.load.surplus': { file: string; columns: string }
  'cli.load.skipped': { file: string; sheets: string }
  'cli.load.done': { files: number; rows: number; failed: number }
  'cli.match.head': { asOf: string; batches: number; run: number }
  'cli.match.later': { later: number }
  'cli.match.shown': None
  'cli.match.moves': { before: number; opened: number; reopened: number; closed: number; after: number }
  'cli.match.apart': { transit: number; note: number; undecided: number }
  'cli.match.next': None
  'cli.match.none': None
  'cli.match.balanced': { rules: number; rows: number }
  'cli.diff.total': { shown: number; total: number; money: string }
  'cli.diff.none': None
  'cli.diff.opened': { opened: string; state: string }
  'cli.explain.what': { what: string; whom: string }
  'cli.explain.has': { has: string; lacks: string }
  'cli.explain.amount': { money: string }
  'cli.explain.passes': { passes: string }
  'cli.explain.taken': { key: string }
  'cli.explain.failed': { field: string; a: string; b: string }
  'cli.explain.nearest': { differs: string }
  'cli.explain.nearest_none': None
  'cli.explain.acts': { agencies: string; action: string }
  'cli.explain.until': { until: string }
  'cli.explain.history': { history: string }
  'cli.export.done': { dir: string; files: number }
  'cli.synth.done': { dir: string; people: number; files: number }
  'cli.rules.checked': { rules: number }
  'cli.rules.suggests': { rule: string; step: number; key: string }
  'cli.rules.grace': { rule: string; grace: string }
  'cli.batch.dropped': { id: number }
  'cli.batch.in_force': None
  'cli.batch.superseded': None
  'cli.batch.replaced': { by: string }
  'cli.batch.gone': None
  'cli.batch.later': None
  'cli.batch.none': None
  'cli.doctor.ok': { files: number }
  'cli.doctor.wrong': { files: number; wrong: number }
  'cli.doctor.damaged': { file: string; detail: string }
  'cli.doctor.missing': { file: string }
  'cli.doctor.stray': { file: string }
  'cli.doctor.audit': { id: number }
  'cli.doctor.calendar': { end: string }
  'cli.doctor.layout': { batch: number; layout: string }
  'cli.doctor.code': { batch: number; list: string; code: string; rows: number }
  'cli.doctor.disk': { free: number }
  'cli.peek.text': { encoding: string; why: string; delimiter: string; bytes: number }
  'cli.peek.xlsx': { sheets: string; bytes: number }
  'cli.peek.sheet': { sheet: string }
  'cli.peek.header': { line: number }
  'cli.peek.no_header': None
  'cli.run.stopped': None
  'cli.demo.city': { dir: string }
  'cli.demo.done': { found: number; dir: string }
  'cli.demo.next': { dir: string }
}

export const shownZh: Texts<ShownMessages> = {
  'cli.yes': () => '是',
  'cli.no': () => '否',
  'cli.init.done': p => `已在 ${p.dir} 建立工作区，写入 ${p.files} 个文件。把提取件放进 inbox/，再运行 hedui load。`,
  'cli.init.refreshed': p => `补上 ${p.files} 个内置文件。`,
  'cli.init.differ': p => `与内置文件不同（保留您的）：${p.file}`,
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
  'cli.h.source': () => '来源',
  'cli.h.outcome': () => '类型',
  'cli.h.variant': () => '分项',
  'cli.h.title': () => '名称',
  'cli.h.count': () => '条数',
  'cli.h.no': () => '编号',
  'cli.h.who': () => '对象',
  'cli.h.name': () => '姓名',
  'cli.h.insurance': () => '险种',
  'cli.h.period': () => '所属期',
  'cli.h.voucher': () => '税票/流水号',
  'cli.h.acts': () => '处理方',
  'cli.h.rule': () => '规则',
  'cli.h.kind': () => '种类',
  'cli.h.side': () => '方',
  'cli.h.rows': () => '行数',
  'cli.h.field': () => '字段',
  'cli.h.value': () => '值',
  'cli.h.line': () => '行号',
  'cli.load.known': p => `${p.file}：内容已在批次 ${p.batch} 中，不再装载。`,
  'cli.load.held': p => `${p.file}：同一批次的另一份文件没有装载成功，这份也没有装载。处理好那一份后一起重新装载。`,
  'cli.load.rounded': p => `${p.file}：证件号码一列有多个以 000 结尾，疑似被 Excel 截断；这些号码不作为键。`,
  'cli.load.codes': p => `${p.file}：${thousands(p.rows)} 行有未翻译的代码，保留原码。用 hedui doctor 查看，再补进 codes/。`,
  'cli.load.surplus': p => `${p.file}：版式不用的列：${p.columns}`,
  'cli.load.skipped': p => `${p.file}：没有表头的工作表未装载：${p.sheets}`,
  'cli.load.done': p => `装载 ${p.files} 个提取件，${thousands(p.rows)} 条记录${p.failed > 0 ? `；${p.failed} 个失败，见上` : ''}。接下来：hedui match`,
  'cli.match.head': p => `截止 ${p.asOf}，${p.batches} 个批次，第 ${p.run} 次比对`,
  'cli.match.later': p => `注意：有 ${p.later} 个批次的数据日期晚于截止日，这次没有参加。`,
  'cli.match.shown': () => '截止日早于上一次比对：只显示结果，不改动台账。',
  'cli.match.moves': p => `期初遗留 ${thousands(p.before)} + 本期新增 ${thousands(p.opened)} + 复发 ${thousands(p.reopened)} − 本期解决 ${thousands(p.closed)} = 期末遗留 ${thousands(p.after)}`,
  'cli.match.apart': p => `在途 ${thousands(p.transit)}，备注 ${thousands(p.note)}，待定 ${thousands(p.undecided)}`,
  'cli.match.next': () => '接下来：hedui diff list，hedui diff explain 编号，hedui export',
  'cli.match.none': () => '没有差异。',
  'cli.match.balanced': p => `平衡：${p.rules} 条规则，${thousands(p.rows)} 行，每行恰在一类。`,
  'cli.diff.total': p => `共 ${thousands(p.total)} 条（显示 ${thousands(p.shown)}），涉及 ${p.money} 元。`,
  'cli.diff.none': () => '没有符合条件的差异。',
  'cli.diff.opened': p => `${p.opened} 起，状态 ${p.state}`,
  'cli.explain.what': p => `${p.what}：${p.whom}。`,
  'cli.explain.has': p => `${p.has} 有，${p.lacks} 没有。`,
  'cli.explain.amount': p => `涉及金额 ${p.money} 元。`,
  'cli.explain.passes': p => `依次按这些键找过：${p.passes}。`,
  'cli.explain.taken': p => `按 ${p.key} 找到了对应的一笔。`,
  'cli.explain.failed': p => `第一个不一致的字段是${p.field}：${p.a} ≠ ${p.b}。`,
  'cli.explain.nearest': p => `最接近的一笔差在：${p.differs}。`,
  'cli.explain.nearest_none': () => '对方没有接近的记录。',
  'cli.explain.acts': p => `请 ${p.agencies} 处理：${p.action}`,
  'cli.explain.until': p => `宽限到 ${p.until} 结束，在此之前算在途。`,
  'cli.explain.history': p => `经过：${p.history}`,
  'cli.export.done': p => `已写出 ${p.dir}，共 ${p.files} 个文件。`,
  'cli.synth.done': p => `${p.dir}：${thousands(p.people)} 人，${p.files} 个文件，预埋的差异见 truth.csv。`,
  'cli.rules.checked': p => `${p.rules} 条规则没有错误。`,
  'cli.rules.suggests': p => `${p.rule} 第 ${p.step} 轮的键（${p.key}）不含任何标识：只提示，不认定。`,
  'cli.rules.grace': p => `${p.rule} 用到的宽限期 ${p.grace} 不在 params/grace.csv 中。`,
  'cli.batch.dropped': p => `批次 ${p.id} 已撤下；它的文件随下一个写命令清除。重新运行 hedui match 让台账跟上。`,
  'cli.batch.in_force': () => '生效',
  'cli.batch.superseded': () => '已被更新的批次取代',
  'cli.batch.replaced': p => `被批次 ${p.by} 取代`,
  'cli.batch.gone': () => '已撤下',
  'cli.batch.later': () => '数据日期在今天之后',
  'cli.batch.none': () => '还没有批次。用 hedui load 装载。',
  'cli.doctor.ok': p => `检查了 ${p.files} 个文件，没有发现问题。`,
  'cli.doctor.wrong': p => `检查了 ${p.files} 个文件，有 ${p.wrong} 处要处理，见上。`,
  'cli.doctor.damaged': p => `损坏：${p.file}（${p.detail}）。请撤下该批次后重新装载。`,
  'cli.doctor.missing': p => `缺少：${p.file}。请撤下该批次后重新装载。`,
  'cli.doctor.stray': p => `遗留文件：${p.file}（下一个写命令会清除）`,
  'cli.doctor.audit': p => `审计记录从第 ${p.id} 条起对不上：有人改动过。`,
  'cli.doctor.calendar': p => `节假日只到 ${p.end}：请在 params/holidays.csv 补上新的一年。`,
  'cli.doctor.layout': p => `批次 ${p.batch} 的版式 ${p.layout} 或代码表在装载后改过：需要时撤下并重新装载。`,
  'cli.doctor.code': p => `批次 ${p.batch}：代码 ${p.list}=${p.code} 没有翻译，${thousands(p.rows)} 行。请补进 codes/${p.list}.csv。`,
  'cli.doctor.disk': p => `磁盘只剩 ${p.free} MiB。`,
  'cli.peek.text': p => `文本，编码 ${p.encoding}（${p.why}），分隔符 ${p.delimiter}，${thousands(p.bytes)} 字节`,
  'cli.peek.xlsx': p => `工作簿，工作表：${p.sheets}，${thousands(p.bytes)} 字节`,
  'cli.peek.sheet': p => `工作表 ${p.sheet}`,
  'cli.peek.header': p => `表头在第 ${p.line} 行`,
  'cli.peek.no_header': () => '没有认出表头',
  'cli.run.stopped': () => '有提取件装载失败，任务停在装载（设 continue: true 可继续）。',
  'cli.demo.city': p => `正在 ${p.dir} 建一座虚构的城市……`,
  'cli.demo.done': p => `找到 ${thousands(p.found)} 条差异。各单位的工作簿在 ${p.dir}。`,
  'cli.demo.next': p => `接着试试：\n  hedui -C ${p.dir} diff list --outcome L01\n  hedui -C ${p.dir} diff explain 1\n  hedui -C ${p.dir} rules explain feedback`,
}

export const shownEn: Texts<ShownMessages> = {
  'cli.yes': () => 'yes',
  'cli.no': () => 'no',
  'cli.init.done': p => `A workspace stands in ${p.dir}, ${p.files} files written. Put extracts into inbox/ and run hedui load.`,
  'cli.init.refreshed': p => `${p.files} shipped files added.`,
  'cli.init.differ': p => `differs from the shipped file (yours is kept): ${p.file}`,
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
  'cli.h.source': () => 'source',
  'cli.h.outcome': () => 'outcome',
  'cli.h.variant': () => 'variant',
  'cli.h.title': () => 'title',
  'cli.h.count': () => 'count',
  'cli.h.no': () => 'no',
  'cli.h.who': () => 'whom',
  'cli.h.name': () => 'name',
  'cli.h.insurance': () => 'insurance',
  'cli.h.period': () => 'period',
  'cli.h.voucher': () => 'voucher/levy',
  'cli.h.acts': () => 'acts',
  'cli.h.rule': () => 'rule',
  'cli.h.kind': () => 'kind',
  'cli.h.side': () => 'side',
  'cli.h.rows': () => 'rows',
  'cli.h.field': () => 'field',
  'cli.h.value': () => 'value',
  'cli.h.line': () => 'line',
  'cli.load.known': p => `${p.file}: its content is in batch ${p.batch} already; not loaded again.`,
  'cli.load.held': p => `${p.file}: not loaded, because another file of its delivery failed. Mend that one, then load both again.`,
  'cli.load.rounded': p => `${p.file}: several ids end in 000, as Excel leaves them; none of those is used as a key.`,
  'cli.load.codes': p => `${p.file}: ${thousands(p.rows)} rows hold codes without translation, kept as they are. See hedui doctor, then add them in codes/.`,
  'cli.load.surplus': p => `${p.file}: columns that the layout does not use: ${p.columns}`,
  'cli.load.skipped': p => `${p.file}: sheets without a header, not loaded: ${p.sheets}`,
  'cli.load.done': p => `${p.files} ${p.files === 1 ? 'extract' : 'extracts'} loaded, ${thousands(p.rows)} records${p.failed > 0 ? `; ${p.failed} failed, see above` : ''}. Next: hedui match`,
  'cli.match.head': p => `As of ${p.asOf}, ${p.batches} batches, run ${p.run}`,
  'cli.match.later': p => `Note: ${p.later} batches have a data date after as-of and took no part.`,
  'cli.match.shown': () => 'As-of lies before the last run’s: results are shown, the ledger is left alone.',
  'cli.match.moves': p => `standing before ${thousands(p.before)} + new ${thousands(p.opened)} + reopened ${thousands(p.reopened)} − fixed ${thousands(p.closed)} = standing after ${thousands(p.after)}`,
  'cli.match.apart': p => `in transit ${thousands(p.transit)}, notes ${thousands(p.note)}, undecided ${thousands(p.undecided)}`,
  'cli.match.next': () => 'Next: hedui diff list, hedui diff explain NO, hedui export',
  'cli.match.none': () => 'No discrepancies.',
  'cli.match.balanced': p => `Balanced: ${p.rules} rules, ${thousands(p.rows)} rows, each in exactly one class.`,
  'cli.diff.total': p => `${thousands(p.total)} in all (${thousands(p.shown)} shown), ${p.money} yuan at stake.`,
  'cli.diff.none': () => 'No discrepancy fits.',
  'cli.diff.opened': p => `since ${p.opened}, state ${p.state}`,
  'cli.explain.what': p => `${p.what}: ${p.whom}.`,
  'cli.explain.has': p => `${p.has} has it, ${p.lacks} lacks it.`,
  'cli.explain.amount': p => `At stake: ${p.money} yuan.`,
  'cli.explain.passes': p => `Looked for by these keys, in order: ${p.passes}.`,
  'cli.explain.taken': p => `Its counterpart was found by ${p.key}.`,
  'cli.explain.failed': p => `The first field that differs is ${p.field}: ${p.a} ≠ ${p.b}.`,
  'cli.explain.nearest': p => `The nearest row differs in: ${p.differs}.`,
  'cli.explain.nearest_none': () => 'The other side holds nothing near.',
  'cli.explain.acts': p => `${p.agencies} must act: ${p.action}`,
  'cli.explain.until': p => `Its grace lasts until ${p.until}; before that it is in transit.`,
  'cli.explain.history': p => `History: ${p.history}`,
  'cli.export.done': p => `Written to ${p.dir}, ${p.files} files.`,
  'cli.synth.done': p => `${p.dir}: ${thousands(p.people)} people, ${p.files} files; what was planted is in truth.csv.`,
  'cli.rules.checked': p => `${p.rules} rules, no errors.`,
  'cli.rules.suggests': p => `${p.rule}, step ${p.step}: its key (${p.key}) holds no identifier: it only suggests.`,
  'cli.rules.grace': p => `${p.rule} asks for the grace ${p.grace}, which params/grace.csv does not have.`,
  'cli.batch.dropped': p => `Batch ${p.id} is taken out; its files go with the next command that writes. Run hedui match again.`,
  'cli.batch.in_force': () => 'in force',
  'cli.batch.superseded': () => 'superseded',
  'cli.batch.replaced': p => `replaced by ${p.by}`,
  'cli.batch.gone': () => 'dropped',
  'cli.batch.later': () => 'data date after today',
  'cli.batch.none': () => 'No batches yet. Load some with hedui load.',
  'cli.doctor.ok': p => `${p.files} files checked, nothing wrong.`,
  'cli.doctor.wrong': p => `${p.files} files checked, ${p.wrong} things to mend, see above.`,
  'cli.doctor.damaged': p => `damaged: ${p.file} (${p.detail}). Drop its batch and load again.`,
  'cli.doctor.missing': p => `missing: ${p.file}. Drop its batch and load again.`,
  'cli.doctor.stray': p => `stray: ${p.file} (the next command that writes removes it)`,
  'cli.doctor.audit': p => `the audit log does not hold from entry ${p.id} on: somebody changed it.`,
  'cli.doctor.calendar': p => `holidays end on ${p.end}: add the new year in params/holidays.csv.`,
  'cli.doctor.layout': p => `batch ${p.batch}: its layout ${p.layout} or the codes changed since it was loaded; drop and load it again if that matters.`,
  'cli.doctor.code': p => `batch ${p.batch}: the code ${p.list}=${p.code} has no translation, ${thousands(p.rows)} rows. Add it in codes/${p.list}.csv.`,
  'cli.doctor.disk': p => `only ${p.free} MiB of disk are left.`,
  'cli.peek.text': p => `text, encoding ${p.encoding} (${p.why}), delimiter ${p.delimiter}, ${thousands(p.bytes)} bytes`,
  'cli.peek.xlsx': p => `workbook, sheets: ${p.sheets}; ${thousands(p.bytes)} bytes`,
  'cli.peek.sheet': p => `sheet ${p.sheet}`,
  'cli.peek.header': p => `header in line ${p.line}`,
  'cli.peek.no_header': () => 'no header recognised',
  'cli.run.stopped': () => 'Extracts failed to load; the job stopped there (continue: true goes on).',
  'cli.demo.city': p => `Making a synthetic city in ${p.dir} …`,
  'cli.demo.done': p => `${thousands(p.found)} discrepancies found. The bureaus’ workbooks are in ${p.dir}.`,
  'cli.demo.next': p => `Try next:\n  hedui -C ${p.dir} diff list --outcome L01\n  hedui -C ${p.dir} diff explain 1\n  hedui -C ${p.dir} rules explain feedback`,
}
