import { cleanseEn, cleanseZh } from './cleanse.js'
import { layoutEn, layoutZh } from './layout.js'
import { sourceEn, sourceZh } from './source.js'
import { sqlZh } from './sql.js'
import { commas, counted, thousands as n, type Texts } from './texts.js'

/** The words of a reason code. */
function reasonIn(texts: object, code: string): string {
  const text = (texts as Readonly<Record<string, unknown>>)[code]
  return typeof text === 'function' ? String((text as (p: object) => string)({})) : code
}
const reasonZh = (code: string): string => reasonIn({ ...cleanseZh, ...sourceZh, ...layoutZh }, code)
const reasonEn = (code: string): string => reasonIn({ ...cleanseEn, ...sourceEn, ...layoutEn }, code)

/** Why a path serves nothing, by the system's code. */
const PLACES_ZH: Readonly<Record<string, string>> = {
  ENOTDIR: '这里或它的上级是文件，不是文件夹',
  EEXIST: '这里是文件，不是文件夹',
  EISDIR: '这里是文件夹，不是文件',
  ELOOP: '链接绕成了圈',
  ENAMETOOLONG: '路径太长',
  ENOENT: '没有这个文件夹，临时文件的位置由环境变量 TMPDIR 指定',
}
const PLACES_EN: Readonly<Record<string, string>> = {
  ENOTDIR: 'it, or what it lies in, is a file and no folder',
  EEXIST: 'it is a file and no folder',
  EISDIR: 'it is a folder and no file',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'there is no such folder; TMPDIR in the environment says where scratch files go',
}

export interface StoreMessages {
  'store.busy': { dir: string }
  'store.full': { detail: string }
  'store.denied': { path: string; detail: string }
  'store.place': { path: string; detail: string }
  'store.no_driver': { node: string; found: string }
  'store.damaged': { detail: string }
  'store.catalog': { file: string }
  'store.batch_file': { file: string; batch: number; state: 'gone' | 'damaged' }
  'store.run_file': { file: string; run: number; state: 'gone' | 'damaged' | 'older' }
  'store.no_batch': { id: string }
  'store.batch_gone': { id: number; state: string }
  'store.original_gone': { id: number; file: string; inbox: string }
  'store.original_table': { id: number; source: string }
  'load.nothing': { inbox: string }
  'load.inbox_gone': { inbox: string }
  'load.no_fit': { inbox: string; files: string }
  'load.known': { file: string; batch: number }
  'load.totals': { file: string; where: string; what: string; declared: string; found: string }
  'load.unproven': { file: string; where: string; declared: string; found: string; rows: number }
  'load.set_aside': { file: string; table: string; rows: number; read: number; limit: number; reason: string; line: number; merged: string }
  'load.displaced': { file: string; batch: number; before: number; date: string; source: string; window: string }
  'load.repeats': { file: string; rows: string; share: string; batch: number; date: string }
  'load.no_source': { found: string; known: string; nearest: string }
  'load.later_period': { file: string; rows: number }
  'load.date': { found: string }
  'load.not_replaceable': { id: number }
  'query.sql': { detail: string; nearest: string; tables: string }
  'query.read_only': { sql: string }
}

export const storeZh: Texts<StoreMessages> = {
  'store.busy': p => `另一个 hedui 命令正在使用工作区（${p.dir}）。请等它结束后再试。`,
  'store.full': p => `磁盘写满（${p.detail}）。没有留下半成品：腾出空间后重新运行同一命令即可。`,
  'store.denied': p =>
    `${p.path === '' ? '工作区的文件' : p.path} 不能读写（${p.detail}）。没有留下半成品：请核对权限，磁盘是否只读，共享盘是否挂上，再重新运行同一命令。`,
  'store.place': p => `${p.path} 不能用（${p.detail}）：${PLACES_ZH[p.detail] ?? PLACES_ZH['ENOENT']!}。请换一个路径，再重新运行。`,
  'store.no_driver': p =>
    `这里的 Node ${p.node} 没有可用的 SQLite 驱动（${p.found}）。请到 hedui 的文件夹重新运行 npm ci，不要加 --omit=optional：Node 22.14 起自带驱动，Node 20 要有 C++ 编译器。`,
  'store.damaged': p => `data/ 里有文件损坏（${p.detail}）。请用 hedui doctor 查看是哪个文件、怎样修复。`,
  'store.catalog': p =>
    `${p.file} 已损坏，或不是 hedui 的目录库。请从备份恢复 data/；没有备份的，把 data/ 改名留存，再用 hedui load 重新装载全部原件（台账从头开始）。`,
  'store.batch_file': p =>
    `批次 ${p.batch} 的数据文件 ${p.file} ${p.state === 'gone' ? '不在了' : '已损坏'}。请先用 hedui doctor 查看还有哪些，再用 hedui batch drop ${p.batch} 撤下该批次，重新装载原件。`,
  'store.run_file': p =>
    `第 ${p.run} 次比对的结果文件 ${p.file} ${p.state === 'gone' ? '不在了' : p.state === 'older' ? '是旧版本写的，读不全' : '已损坏'}。台账和批次没有受影响：请重新运行 hedui match；仍不行的，用 hedui doctor 查看。`,
  'store.no_batch': p => `没有批次 ${p.id}。用 hedui batch list 查看现有批次。`,
  'store.original_table': p => `批次 ${p.id} 来自数据库来源 ${p.source}，没有原件。请用 hedui load --source ${p.source} --full 重新取数。`,
  'store.original_gone': p =>
    `批次 ${p.id} 的原件 ${p.file} 不在 ${p.inbox}，或已改动。请把原件放回，或用 hedui load --replaces ${p.id} 文件。`,
  'store.batch_gone': p =>
    `批次 ${p.id} ${p.state === 'dropped' ? '已撤下' : '已被别的批次取代'}，不能再用。用 hedui batch list 查看现有批次。`,
  'load.nothing': p => `没有可装载的文件。请把提取件放进 ${p.inbox}，或在命令后面写上文件名。`,
  'load.inbox_gone': p => `${p.inbox} 是指向别处的链接，那里没有文件夹（共享盘可能没有挂上）。这次没有装载：请挂上后重新运行同一命令。`,
  'load.no_fit': p =>
    `${p.inbox} 里的文件名不合 hedui.yaml 的任何来源：${p.files}。用 hedui load 文件名 装载，或在 sources 里加一条 pattern。`,
  'load.known': p => `${p.file}：内容与批次 ${p.batch} 中的文件完全相同，已经装载过，这次不再装载。`,
  'load.totals': p =>
    `${p.file}：${p.where} 声明的${p.what === 'rows' ? '记录数' : '合计金额'}是 ${p.declared}，读到的是 ${p.found}，对不上。整个文件没有装载：请对方重新提取，或核对控制数。`,
  'load.unproven': p =>
    `${p.file}：${p.where} 声明的合计金额是 ${p.declared}，读到的是 ${p.found}；有 ${n(p.rows)} 行读不出金额，是否相符无法确定。请在 hedui export 的清洗报告里核对这些行，或请对方重新提取。`,
  'load.set_aside': p =>
    `${p.file}：读到 ${n(p.read)} 行，其中 ${n(p.rows)} 行无法使用，超过上限 ${n(p.limit)} 行（${p.table === '' ? '' : `${p.table} `}第 ${p.line} 行起：${reasonZh(p.reason)}）。整个文件没有装载：${p.merged === '' ? '' : `有上下合并的单元格（第一处 ${p.merged}），请取消合并、把每行填满；`}请用 hedui peek 查看文件，或在 hedui.yaml 里调整 max_set_aside。`,
  'load.displaced': p =>
    `${p.file}：取代了批次 ${p.before}（数据日期 ${p.date}，同属窗口 ${p.window}），而两批没有相同的记录。若是不同日子的数据、都应参加比对，请在 hedui.yaml 里把来源 ${p.source} 改为 delivers: append，再用 hedui batch reload ${p.before} 和 hedui batch reload ${p.batch}。`,
  'load.repeats': p =>
    `${p.file}：有 ${p.rows} 条记录在生效批次 ${p.batch}（数据日期 ${p.date}）里已经有，占该批次的 ${p.share}。两批都会参加比对：若新批次应取代旧的，用 hedui load --replaces ${p.batch} 重新装载；若旧批次多余，用 hedui batch drop ${p.batch}。`,
  'load.no_source': p => `hedui.yaml 里没有来源“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}现有来源：${p.known}。`,
  'load.later_period': p => `${p.file}：${n(p.rows)} 行的所属期晚于数据日期 15 个月以上，请核对。`,
  'load.date': p => `日期“${p.found}”不存在。请写成 2025-09-30 这样的形式。`,
  'load.not_replaceable': p => `批次 ${p.id} 与新批次的机构或版式不同，不能取代。用 hedui batch show ${p.id} 查看。`,
  'query.sql': p =>
    `SQL 无法执行：${sqlZh(p.detail)}。${p.nearest === '' ? '' : `是否想写 ${p.nearest}？`}表有：${p.tables}；列用 hedui query "select * from levy limit 1" 查看。`,
  'query.read_only': p => `只能查询，不能修改：${p.sql}。请改用 select。`,
}

export const storeEn: Texts<StoreMessages> = {
  'store.busy': p => `Another hedui command is using the workspace (${p.dir}). Try again when it has ended.`,
  'store.full': p => `The disk is full (${p.detail}). Nothing is half-done: make room and run the same command again.`,
  'store.denied': p =>
    `${p.path === '' ? 'A file of the workspace' : p.path} cannot be read or written (${p.detail}). Nothing is half-done: see to its permissions, whether the disk is read-only, and whether the share is mounted, then run the same command again.`,
  'store.place': p =>
    `${p.path} cannot be used (${p.detail}): ${PLACES_EN[p.detail] ?? PLACES_EN['ENOENT']!}. Name another path and run the command again.`,
  'store.no_driver': p =>
    `No SQLite driver works with this Node ${p.node} (${p.found}). Run npm ci again in the folder of hedui, without --omit=optional: from Node 22.14 on the driver comes ready, Node 20 needs a C++ compiler.`,
  'store.damaged': p => `A file in data/ is damaged (${p.detail}). hedui doctor says which one, and how to mend it.`,
  'store.catalog': p =>
    `${p.file} is damaged, or is no catalogue of hedui. Restore data/ from a backup; without one, rename data/ to keep it and load all originals again with hedui load (the ledger begins anew).`,
  'store.batch_file': p =>
    `The data file ${p.file} of batch ${p.batch} is ${p.state}. See with hedui doctor whether there are more, then hedui batch drop ${p.batch} and load the original again.`,
  'store.run_file': p =>
    `The file ${p.file} of run ${p.run} is ${p.state === 'older' ? 'of an earlier version and lacks what is read today' : p.state}. The ledger and the batches are not touched by that: run hedui match again; where that does not help, see hedui doctor.`,
  'store.no_batch': p => `There is no batch ${p.id}. hedui batch list shows those there are.`,
  'store.original_table': p =>
    `Batch ${p.id} is of the database ${p.source} and has no original. hedui load --source ${p.source} --full pulls it again.`,
  'store.original_gone': p =>
    `The original ${p.file} of batch ${p.id} is not in ${p.inbox}, or was changed. Put it back, or use hedui load --replaces ${p.id} FILE.`,
  'store.batch_gone': p => `Batch ${p.id} is ${p.state} and cannot be used. hedui batch list shows those there are.`,
  'load.nothing': p => `There is no file to load. Put extracts into ${p.inbox}, or name them after the command.`,
  'load.inbox_gone': p =>
    `${p.inbox} is a link to a folder that is not there (a share may not be mounted). Nothing is loaded: mount it and run the same command again.`,
  'load.no_fit': p =>
    `No file in ${p.inbox} has a name that fits a source of hedui.yaml: ${p.files}. Load one with hedui load FILE, or add a pattern to sources.`,
  'load.known': p => `${p.file}: its content is that of a file of batch ${p.batch}, which is loaded already; not loaded again.`,
  'load.totals': p =>
    `${p.file}: ${p.where} declares ${p.what === 'rows' ? 'a row count' : 'a total amount'} of ${p.declared}, read were ${p.found}. Nothing of the file is loaded: ask for a new extract, or check the totals.`,
  'load.unproven': p =>
    `${p.file}: ${p.where} declares a total amount of ${p.declared}, read were ${p.found}; of ${n(p.rows)} ${p.rows === 1 ? 'row' : 'rows'} the amount cannot be read, so that it cannot be said whether they agree. Check those rows in the cleansing report of hedui export, or ask for a new extract.`,
  'load.set_aside': p =>
    `${p.file}: of ${n(p.read)} rows ${n(p.rows)} cannot be used, above the limit of ${n(p.limit)} (from line ${p.line}${p.table === '' ? '' : ` of ${p.table}`}: ${reasonEn(p.reason)}). Nothing of the file is loaded: ${p.merged === '' ? '' : `cells are merged over several rows (the first at ${p.merged}), unmerge them and fill in every row; `}look at it with hedui peek, or change max_set_aside in hedui.yaml.`,
  'load.displaced': p =>
    `${p.file}: it took the place of batch ${p.before} (data date ${p.date}, also of window ${p.window}), and they share no record. If they are of different days and both count, set delivers: append for source ${p.source} in hedui.yaml, then hedui batch reload ${p.before} and hedui batch reload ${p.batch}.`,
  'load.repeats': p =>
    `${p.file}: ${p.rows} of its records stand in batch ${p.batch} in force already (data date ${p.date}), ${p.share} of that batch. Both will be matched: if the new one replaces the old, load it with hedui load --replaces ${p.batch}; if the old one is surplus, hedui batch drop ${p.batch}.`,
  'load.no_source': p =>
    `hedui.yaml has no source “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known: ${p.known}.`,
  'load.later_period': p =>
    `${p.file}: the period of ${counted(p.rows, 'row')} lies more than 15 months after the data date. Please check.`,
  'load.date': p => `There is no day “${p.found}”. Write it as 2025-09-30.`,
  'load.not_replaceable': p =>
    `Batch ${p.id} is of another agency or layout and cannot be replaced by this one. See hedui batch show ${p.id}.`,
  'query.sql': p =>
    `The SQL does not run: ${p.detail}.${p.nearest === '' ? '' : ` Did you mean ${p.nearest}?`} Tables: ${commas(p.tables)}; hedui query "select * from levy limit 1" shows the columns of one.`,
  'query.read_only': p => `Queries only, no changes: ${p.sql}. Use select.`,
}
