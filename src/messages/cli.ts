import type { None, Texts } from './texts.js'

/** What the command line says of itself: help and wrong arguments. */
export interface CliMessages {
  'cli.lang': { found: string }
  'cli.bug': { detail: string }
  'cli.unknown_option': { found: string; nearest: string }
  'cli.unknown_command': { found: string; nearest: string }
  'cli.missing_argument': { found: string; nearest: string }
  'cli.option_value': { found: string; nearest: string }
  'cli.excess': { found: string; nearest: string }
  'cli.bad_value': { found: string; nearest: string }
  'cli.value': { option: string; found: string; expected: string }
  'cli.no_folder': { path: string; folder: string }
  'cli.in_file': { path: string; file: string }
  'cli.about': None
  'cli.help_more': None
  'cli.lost': { detail: string }
  'cli.folder_gone': None
  'cli.version': None
  'cli.t.usage': None
  'cli.t.arguments': None
  'cli.t.options': None
  'cli.t.commands': None
  'cli.t.examples': None
  'cli.t.colon': None
  'cli.t.some_options': None
  'cli.t.some_command': None
  'cli.o.workspace': None
  'cli.o.lang': None
  'cli.o.debug': None
  'cli.o.help': None
  'cli.o.json': None
  'cli.o.as_of': None
  'cli.o.rule': None
  'cli.o.rule_name': None
  'cli.o.exact': None
  'cli.o.rules_all': None
  'cli.o.profile': None
  'cli.o.exit_code': None
  'cli.o.layout': None
  'cli.o.source': None
  'cli.o.encoding': None
  'cli.o.delimiter': None
  'cli.o.sheet': None
  'cli.o.date': None
  'cli.o.window': None
  'cli.o.replaces': None
  'cli.o.full': None
  'cli.o.peek_source': None
  'cli.o.jobs': None
  'cli.o.all': None
  'cli.o.refresh': None
  'cli.o.outcome': None
  'cli.o.agency': None
  'cli.o.employer': None
  'cli.o.person': None
  'cli.o.insurance': None
  'cli.o.period': None
  'cli.o.area': None
  'cli.o.voucher': None
  'cli.o.state': None
  'cli.o.at': None
  'cli.o.limit': None
  'cli.o.run': None
  'cli.o.out_encoding': None
  'cli.o.mask': None
  'cli.o.people': None
  'cli.o.seed': None
  'cli.o.batch': None
  'cli.a.dir': None
  'cli.a.dir_demo': None
  'cli.a.dir_synth': None
  'cli.a.files': None
  'cli.a.file': None
  'cli.a.diff': None
  'cli.a.rule': None
  'cli.a.sql': None
  'cli.a.batch': None
  'cli.a.job': None
  'cli.g.diff': None
  'cli.g.rules': None
  'cli.g.batch': None
  'cli.c.init': None
  'cli.c.demo': None
  'cli.c.peek': None
  'cli.c.load': None
  'cli.c.batch_list': None
  'cli.c.batch_show': None
  'cli.c.batch_drop': None
  'cli.c.batch_reload': None
  'cli.c.match': None
  'cli.c.diff_list': None
  'cli.c.diff_show': None
  'cli.c.diff_explain': None
  'cli.c.export': None
  'cli.c.synth': None
  'cli.c.rules_list': None
  'cli.c.rules_check': None
  'cli.c.rules_explain': None
  'cli.c.rules_sql': None
  'cli.c.query': None
  'cli.c.run': None
  'cli.c.doctor': None
}

export const cliZh: Texts<CliMessages> = {
  'cli.lang': p => `不认识语言“${p.found}”。请用 --lang zh-CN 或 --lang en。`,
  'cli.bug': p => `hedui 出了内部错误（${p.detail}）。数据没有损坏；请加 --debug 重跑，把输出交给维护人员。`,
  'cli.unknown_option': p => `没有选项 ${p.found}。${p.nearest === '' ? '' : `是否想写 ${p.nearest}？`}用 --help 查看可用的选项。`,
  'cli.unknown_command': p => `没有命令 ${p.found}。${p.nearest === '' ? '' : `是否想写 ${p.nearest}？`}用 hedui --help 查看全部命令。`,
  'cli.missing_argument': p => `少了参数 ${p.found}。用 --help 查看用法。`,
  'cli.option_value': p => `选项 ${p.found} 后面要跟一个值。用 --help 查看用法。`,
  'cli.excess': () => '多写了参数。用 --help 查看用法。',
  'cli.bad_value': p => `“${p.found}”用在这里不对。用 --help 查看用法。`,
  'cli.no_folder': p => `${p.path} 写不了：没有文件夹 ${p.folder}。请先建好，或改 --out。`,
  'cli.in_file': p => `${p.path} 建不了：${p.file} 不是文件夹。请换一个位置，或把它移开。`,
  'cli.value': p => `${p.option} 的值“${p.found}”不对，应为 ${p.expected}。`,
  'cli.about': () => '核对：装载各机构的参保、征集、缴费提取件，清洗、比对，记住每一条差异，写出给各单位的工作簿。',
  'cli.lost': p =>
    `结果没有全部写出（${p.detail}）：输出到的文件不完整，不要使用。请腾出空间或换个地方，再运行一次；工作区里已经完成的不受影响。`,
  'cli.folder_gone': () => '当前文件夹已经不存在。请先 cd 到别的文件夹，或用 -C 写出工作区的完整路径。',
  'cli.help_more': () =>
    '第一次用：hedui demo 在虚构的城市上走完全程；hedui init 建立自己的工作区。\n每个命令都有 --help。通常的顺序：peek、load、match、diff、export；夜间用 run。\n退出码：0 完成；1 有差异或不合格（conform 总是，其他命令只在 --exit-code 时）；2 有事要操作者处理；3 内部错误；75 工作区正被占用。',
  'cli.version': () => '显示版本',
  'cli.t.usage': () => '用法：',
  'cli.t.arguments': () => '参数：',
  'cli.t.options': () => '选项：',
  'cli.t.commands': () => '命令：',
  'cli.t.examples': () => '例：',
  'cli.t.colon': () => '：',
  'cli.t.some_options': () => '[选项]',
  'cli.t.some_command': () => '[命令]',
  'cli.o.workspace': () => '工作区文件夹（默认取环境变量 HEDUI_WORKSPACE，没有则从当前文件夹向上找）',
  'cli.o.lang': () => '语言：zh-CN 或 en（默认按工作区，没有则按系统）',
  'cli.o.debug': () => '内部错误时显示细节',
  'cli.o.help': () => '显示帮助',
  'cli.o.json': () => '以 JSON 输出，每行一个对象',
  'cli.o.as_of': () => '截止日 yyyy-mm-dd（默认今天）',
  'cli.o.rule': () => '只运行这条规则或差异类型（可重复）',
  'cli.o.rule_name': () => '只看这条规则找到的',
  'cli.o.rules_all': () => '记录再多也统计各轮键的重复率',
  'cli.o.exact': () => '重新计算：不沿用以前的结果，也不用指纹预筛，全部由 SQL 判定',
  'cli.o.profile': () => '另列各步用时（秒）',
  'cli.o.exit_code': () => '有差异时以 1 退出',
  'cli.o.layout': () => '按这个版式读：版式名，或版式文件（.yaml）的路径',
  'cli.o.source': () => '只装载这个来源（可重复）',
  'cli.o.encoding': () => '编码：auto、utf-8、gb18030、utf-16le、utf-16be',
  'cli.o.delimiter': () => '分隔符，可以是多个字符；制表符写 \\t',
  'cli.o.sheet': () => '工作表名称或序号',
  'cli.o.date': () => '数据日期 yyyy-mm-dd（默认按文件名或表头，没有则按今天）',
  'cli.o.window': () => '批次的窗口（如 202509、202501-202503）',
  'cli.o.replaces': () => '新批次取代这个批次（可重复）',
  'cli.o.full': () => '增量来源也全部重取，不看上次的位置',
  'cli.o.peek_source': () => '看这个数据库来源的列和前几行',
  'cli.o.jobs': () => '同时装载几个提取件（默认按处理器，最多 4）',
  'cli.o.all': () => '显示全部行',
  'cli.o.refresh': () => '补上缺少的内置文件，列出改动过的',
  'cli.o.outcome': () => '差异类型，如 L01',
  'cli.o.agency': () => '机构：ss 社保、mi 医保、tax 税务、bank 银行',
  'cli.o.employer': () => '单位的统一社会信用代码或名称',
  'cli.o.person': () => '证件号码、个人编号或姓名',
  'cli.o.insurance': () => '险种的代码或名称，如 pension、职工养老',
  'cli.o.period': () => '费款所属期 yyyymm',
  'cli.o.area': () => '统筹区',
  'cli.o.voucher': () => '电子税票号码',
  'cli.o.state': () =>
    '状态：new 新增、open 未解决、reopened 复发、ambiguous 多候选、in_transit 在途、note 备注、fixed 已解决、all（可重复；默认前四种）',
  'cli.o.at': () => '台账在那一天（yyyy-mm-dd）的样子',
  'cli.o.limit': () => '最多显示几条（默认 200；--json 默认全部）',
  'cli.o.run': () => '哪一次比对（默认最近一次）',
  'cli.o.out_encoding': () => 'CSV 编码：utf-8 或 gb18030（默认按 hedui.yaml）',
  'cli.o.mask': () => '证件号码和姓名打码',
  'cli.o.people': () => '人数（默认 20,000）',
  'cli.o.seed': () => '种子，同一种子写出同样的文件（默认 1）',
  'cli.o.batch': () => '只查这个批次（可重复）',
  'cli.a.dir': () => '文件夹（默认当前文件夹）',
  'cli.a.dir_demo': () => '文件夹（默认 demo-city），没有则新建',
  'cli.a.dir_synth': () => '文件夹，没有则新建；有 --layout 时不写',
  'cli.a.files': () => '提取件；不写则装载 inbox/ 中符合来源的文件',
  'cli.a.file': () => '文件',
  'cli.a.diff': () => '差异编号或标识',
  'cli.a.rule': () => '规则名或差异类型',
  'cli.a.sql': () => '一条 select 语句',
  'cli.a.batch': () => '批次号',
  'cli.a.job': () => '任务名称',
  'cli.g.diff': () => '差异台账',
  'cli.g.rules': () => '比对规则',
  'cli.g.batch': () => '批次',
  'cli.c.init': () => '建立工作区：hedui.yaml、版式、规则、代码表、参数',
  'cli.c.demo': () => '在一座虚构的城市上走完全程：造数、装载、比对、导出',
  'cli.c.peek': () => '装载前先看文件：编码、分隔符、表头、版式、各行',
  'cli.c.load': () => '装载提取件：读入、清洗、存成批次',
  'cli.c.batch_list': () => '列出批次',
  'cli.c.batch_show': () => '显示一个批次',
  'cli.c.batch_reload': () => '按今天的版式和代码表重新装载一个批次',
  'cli.c.batch_drop': () => '撤下一个批次（装载的反操作）',
  'cli.c.match': () => '比对生效的批次，更新差异台账',
  'cli.c.diff_list': () => '列出差异',
  'cli.c.diff_show': () => '显示一条差异和两方的记录',
  'cli.c.diff_explain': () => '说明一条差异是怎么来的、该谁处理',
  'cli.c.export': () => '写出各单位的差异包和清洗报告',
  'cli.c.synth': () => '写出一座虚构的城市的提取件，附预埋差异的清单',
  'cli.c.rules_list': () => '列出规则',
  'cli.c.rules_check': () => '检查规则文件，写错的地方指出行和列',
  'cli.c.rules_explain': () => '用文字说明一条规则',
  'cli.c.rules_sql': () => '打印规则的 SQL，每一步有名称和说明',
  'cli.c.query': () => '用 SQL 查询生效的记录（只读）',
  'cli.c.run': () => '执行 hedui.yaml 里的任务：装载、比对、导出；适合 cron',
  'cli.c.doctor': () => '检查工作区：文件完好、遗留、缺的代码、没有对照的单位编号、节假日、权限、磁盘',
}

export const cliEn: Texts<CliMessages> = {
  'cli.lang': p => `There is no language “${p.found}”. Use --lang zh-CN or --lang en.`,
  'cli.bug': p =>
    `hedui has met an error of its own (${p.detail}). Your data is unharmed; run again with --debug and hand the output to its maintainers.`,
  'cli.unknown_option': p => `There is no option ${p.found}.${p.nearest === '' ? '' : ` Did you mean ${p.nearest}?`} See --help.`,
  'cli.unknown_command': p => `There is no command ${p.found}.${p.nearest === '' ? '' : ` Did you mean ${p.nearest}?`} See hedui --help.`,
  'cli.missing_argument': p => `The argument ${p.found} is missing. See --help.`,
  'cli.option_value': p => `The option ${p.found} needs a value. See --help.`,
  'cli.excess': () => 'There are too many arguments. See --help.',
  'cli.bad_value': p => `“${p.found}” does not fit here. See --help.`,
  'cli.no_folder': p => `${p.path} cannot be written: there is no folder ${p.folder}. Make it, or change --out.`,
  'cli.in_file': p => `${p.path} cannot be made: ${p.file} is no folder. Choose another place, or move it away.`,
  'cli.value': p => `${p.option}: “${p.found}” does not fit; expected ${p.expected}.`,
  'cli.about': () =>
    'Loads the agencies’ registration, levy and payment extracts, cleanses and matches them, remembers every discrepancy, and writes the workbooks for the bureaus.',
  'cli.lost': p =>
    `The results were not written whole (${p.detail}): what they went to is not complete and should not be used. Make room, or send them elsewhere, and run the command again; what was done in the workspace stands.`,
  'cli.folder_gone': () =>
    'The folder that this session is in is gone. Go to another with cd, or name the workspace with -C by its full path.',
  'cli.help_more': () =>
    'New here: hedui demo goes the whole way on a synthetic city; hedui init sets up your own workspace.\nEvery command has --help. The usual order: peek, load, match, diff, export; at night run.\nExit status: 0 done; 1 discrepancies stand, or something does not conform (always of conform, else only with --exit-code); 2 something for you to mend; 3 our bug; 75 the workspace is in use.',
  'cli.version': () => 'show the version',
  'cli.t.usage': () => 'Usage:',
  'cli.t.arguments': () => 'Arguments:',
  'cli.t.options': () => 'Options:',
  'cli.t.commands': () => 'Commands:',
  'cli.t.examples': () => 'Examples:',
  'cli.t.colon': () => ': ',
  'cli.t.some_options': () => '[options]',
  'cli.t.some_command': () => '[command]',
  'cli.o.workspace': () => 'workspace folder (default: HEDUI_WORKSPACE of the environment, else found upward from here)',
  'cli.o.lang': () => "language: zh-CN or en (default: the workspace's, else the locale's)",
  'cli.o.debug': () => 'show details of internal errors',
  'cli.o.help': () => 'show help',
  'cli.o.json': () => 'print JSON, one object a line',
  'cli.o.as_of': () => 'the day that is asked about, yyyy-mm-dd (default today)',
  'cli.o.rule': () => 'only this rule or outcome (may be repeated)',
  'cli.o.rule_name': () => 'only what this rule found',
  'cli.o.rules_all': () => 'count how often keys collide, however many records there are',
  'cli.o.exact': () => 'anew: no earlier run is taken over, no fingerprint prefilter; SQL decides every row',
  'cli.o.profile': () => 'also lists what each stage took, in seconds',
  'cli.o.exit_code': () => 'exit with 1 where discrepancies stand',
  'cli.o.layout': () => 'read by this layout: its name, or the path of a layout file (.yaml)',
  'cli.o.source': () => 'only this source (may be repeated)',
  'cli.o.encoding': () => 'encoding: auto, utf-8, gb18030, utf-16le, utf-16be',
  'cli.o.delimiter': () => 'delimiter, of one or several characters; a tab is \\t',
  'cli.o.sheet': () => 'name or number of a sheet',
  'cli.o.date': () => "data date, yyyy-mm-dd (default: by the file's name or head, else today)",
  'cli.o.window': () => 'window of the batch (as 202509, 202501-202503)',
  'cli.o.replaces': () => 'the new batch replaces this one (may be repeated)',
  'cli.o.full': () => 'pull incremental sources as a whole, whatever was pulled before',
  'cli.o.peek_source': () => 'columns and first rows of this database source',
  'cli.o.jobs': () => 'extracts to load at a time (default: by the processors, 4 at most)',
  'cli.o.all': () => 'show all rows',
  'cli.o.refresh': () => 'add shipped files that are absent, list those that differ',
  'cli.o.outcome': () => 'outcome, as L01',
  'cli.o.agency': () => 'agency: ss, mi, tax, bank',
  'cli.o.employer': () => 'credit code or name of an employer',
  'cli.o.person': () => 'id, person number or name',
  'cli.o.insurance': () => 'insurance: its code or name, as pension',
  'cli.o.period': () => 'period, yyyymm',
  'cli.o.area': () => 'area',
  'cli.o.voucher': () => 'voucher',
  'cli.o.state': () => 'state: new, open, reopened, ambiguous, in_transit, note, fixed, all (may be repeated; default: the first four)',
  'cli.o.at': () => 'the ledger as it stood on that day, yyyy-mm-dd',
  'cli.o.limit': () => 'show at most so many (default 200; with --json all)',
  'cli.o.run': () => 'which run (default the last)',
  'cli.o.out_encoding': () => 'encoding of CSV: utf-8 or gb18030 (default: that of hedui.yaml)',
  'cli.o.mask': () => 'mask ids and names',
  'cli.o.people': () => 'number of people (default 20,000)',
  'cli.o.seed': () => 'seed: the same one writes the same files (default 1)',
  'cli.o.batch': () => 'only this batch (may be repeated)',
  'cli.a.dir': () => 'folder (default: this one)',
  'cli.a.dir_demo': () => 'folder (default demo-city), made if absent',
  'cli.a.dir_synth': () => 'folder, made if absent; none with --layout',
  'cli.a.files': () => 'extracts; none: files in inbox/ that fit a source',
  'cli.a.file': () => 'file',
  'cli.a.diff': () => 'number or identity of a discrepancy',
  'cli.a.rule': () => 'rule or outcome',
  'cli.a.sql': () => 'one select statement',
  'cli.a.batch': () => 'batch number',
  'cli.a.job': () => 'name of a job',
  'cli.g.diff': () => 'the ledger of discrepancies',
  'cli.g.rules': () => 'matching rules',
  'cli.g.batch': () => 'batches',
  'cli.c.init': () => 'set up a workspace: hedui.yaml, layouts, rules, code lists, parameters',
  'cli.c.demo': () => 'go the whole way on a synthetic city: make, load, match, export',
  'cli.c.peek': () => 'look at a file before loading: encoding, delimiter, header, layout, rows',
  'cli.c.load': () => 'load extracts: read, cleanse, store as batches',
  'cli.c.batch_list': () => 'list batches',
  'cli.c.batch_show': () => 'show a batch',
  'cli.c.batch_reload': () => "load a batch again under today's layout and codes",
  'cli.c.batch_drop': () => 'take a batch out (undoes a load)',
  'cli.c.match': () => 'match the batches in force and move the ledger of discrepancies',
  'cli.c.diff_list': () => 'list discrepancies',
  'cli.c.diff_show': () => 'show a discrepancy with both sides’ rows',
  'cli.c.diff_explain': () => 'explain how a discrepancy came about and who must act',
  'cli.c.export': () => 'write the bureaus’ packages and cleansing reports',
  'cli.c.synth': () => 'write the extracts of a synthetic city, with a list of what was planted',
  'cli.c.rules_list': () => 'list rules',
  'cli.c.rules_check': () => 'check the rule files; what is wrong is named with line and column',
  'cli.c.rules_explain': () => 'say in words what a rule does',
  'cli.c.rules_sql': () => 'print the SQL of a rule, each step with its name and why',
  'cli.c.query': () => 'query the records in force by SQL (read-only)',
  'cli.c.run': () => 'run a job of hedui.yaml: load, match, export; for cron',
  'cli.c.doctor': () =>
    'check the workspace: integrity, strays, missing codes, unit numbers without a credit code, holidays, permissions, disk',
}
