import { counted, thousands as n, type Texts } from './texts.js'

/** What `doctor` finds in a workspace. */
export interface DoctorMessages {
  'cli.doctor.ok': { files: number }
  'cli.doctor.wrong': { files: number; wrong: number }
  'cli.doctor.damaged': { file: string; detail: string }
  'cli.doctor.catalog': { file: string; detail: string }
  'cli.doctor.missing': { file: string }
  'cli.doctor.run': { file: string; run: number; detail: string | null }
  'cli.doctor.needed_run': { file: string; run: number; entries: number; detail: string | null }
  'cli.doctor.old_run': { file: string; run: number; detail: string | null }
  'cli.doctor.stray': { file: string }
  'cli.doctor.audit': { id: number }
  'cli.doctor.calendar': { end: string }
  'cli.doctor.layout': { batch: number; layout: string; gone: string; again: string }
  'cli.doctor.code': { batch: number; list: string; code: string; rows: number }
  'cli.doctor.units': { batch: number; agency: string; numbers: number; rows: number; examples: string }
  'cli.doctor.unreadable': { path: string; detail: string }
  'cli.doctor.unwritable': { path: string; detail: string }
  'cli.doctor.look': { dir: string }
  'cli.doctor.disk': { free: number }
}

export const doctorZh: Texts<DoctorMessages> = {
  'cli.doctor.ok': p => `检查了 ${n(p.files)} 个文件，没有发现问题。`,
  'cli.doctor.wrong': p => `检查了 ${n(p.files)} 个文件，有 ${n(p.wrong)} 处要处理，见上。`,
  'cli.doctor.damaged': p => `损坏：${p.file}（${p.detail}）。请撤下该批次后重新装载。`,
  'cli.doctor.catalog': p =>
    `损坏：${p.file}（${p.detail}）。请从备份恢复 data/；没有备份的，把 data/ 改名留存，再用 hedui load 重新装载全部原件。`,
  'cli.doctor.missing': p => `缺少：${p.file}。请撤下该批次后重新装载。`,
  'cli.doctor.run': p =>
    `${p.detail === null ? '缺少' : '损坏'}：${p.file}${p.detail === null ? '' : `（${p.detail}）`}，第 ${p.run} 次比对的结果。台账和批次没有受影响：请重新运行 hedui match。`,
  'cli.doctor.needed_run': p =>
    `${p.detail === null ? '缺少' : '损坏'}：${p.file}，第 ${p.run} 次比对的结果：台账里还有 ${p.entries} 条未解决的差异的依据在其中，不能再列出依据、不能导出。请从备份恢复；没有备份的，装载缺的数据后再运行 hedui match。`,
  'cli.doctor.old_run': p =>
    `${p.detail === null ? '缺少' : '损坏'}：${p.file}，第 ${p.run} 次比对的结果。后来已重新比对，不必处理；只是那一次的结果不能再列出、导出。`,
  'cli.doctor.stray': p => `遗留文件：${p.file}（下一个写命令会清除）`,
  'cli.doctor.audit': p => `审计记录从第 ${p.id} 条起对不上：有人改动过 data/catalog.db。请从备份恢复，并查明原因。`,
  'cli.doctor.calendar': p => `节假日只到 ${p.end}：请在 params/holidays.csv 补上新的一年。`,
  'cli.doctor.layout': p =>
    `批次 ${p.batch} 的版式 ${p.layout} 或代码表在装载后改过：需要时${p.again === '' ? `用 hedui batch reload ${p.batch} 重新装载` : p.gone === '' ? `用 hedui load ${p.again} 重新取数` : `用 hedui load 文件 ${p.again} 重新装载；或把原件 ${p.gone} 放回 inbox/，再用 hedui batch reload ${p.batch}`}。`,
  'cli.doctor.code': p => `批次 ${p.batch}：代码 ${p.list}=${p.code} 没有翻译，${n(p.rows)} 行。请补进 codes/${p.list}.csv，再重新装载。`,
  'cli.doctor.units': p =>
    `批次 ${p.batch}：${p.agency}的 ${n(p.numbers)} 个单位编号（${n(p.rows)} 行）在单位对照里没有信用代码：${p.examples}。单位按信用代码核对，请装载单位信息或对照表。`,
  'cli.doctor.unreadable': p => `读不了：${p.path}（${p.detail}）。装载看不到这里的提取件：请给运行 hedui 的用户读的权限。`,
  'cli.doctor.unwritable': p => `写不了：${p.path}（${p.detail}）。导出会失败：请给运行 hedui 的用户写的权限。`,
  'cli.doctor.look': p => `${p.dir} 不能写：可以查看，不能装载、比对、导出。`,
  'cli.doctor.disk': p => `磁盘只剩 ${n(p.free)} MiB，装载大的提取件可能写满。请腾出空间。`,
}

export const doctorEn: Texts<DoctorMessages> = {
  'cli.doctor.ok': p => `${counted(p.files, 'file')} checked, nothing wrong.`,
  'cli.doctor.wrong': p => `${counted(p.files, 'file')} checked, ${counted(p.wrong, 'thing')} to mend, see above.`,
  'cli.doctor.damaged': p => `damaged: ${p.file} (${p.detail}). Drop its batch and load again.`,
  'cli.doctor.catalog': p =>
    `damaged: ${p.file} (${p.detail}). Restore data/ from a backup; without one, rename data/ to keep it and load all originals again with hedui load.`,
  'cli.doctor.missing': p => `missing: ${p.file}. Drop its batch and load again.`,
  'cli.doctor.run': p =>
    `${p.detail === null ? 'missing' : 'damaged'}: ${p.file}${p.detail === null ? '' : ` (${p.detail})`}, what run ${p.run} found. The ledger and the batches are not touched by that: run hedui match again.`,
  'cli.doctor.needed_run': p =>
    `${p.detail === null ? 'missing' : 'damaged'}: ${p.file}, what run ${p.run} found: the evidence of ${counted(p.entries, 'standing discrepancy', 'standing discrepancies')} lies in it, which cannot be shown or exported without it. Restore it from a backup; where there is none, load the data that are missing and run hedui match again.`,
  'cli.doctor.old_run': p =>
    `${p.detail === null ? 'missing' : 'damaged'}: ${p.file}, what run ${p.run} found. There are later runs and nothing to do; only that run cannot be listed or exported any more.`,
  'cli.doctor.stray': p => `stray: ${p.file} (the next command that writes removes it)`,
  'cli.doctor.audit': p =>
    `the audit log does not hold from entry ${p.id} on: somebody changed data/catalog.db. Restore it from a backup and find out why.`,
  'cli.doctor.calendar': p => `holidays end on ${p.end}: add the new year in params/holidays.csv.`,
  'cli.doctor.layout': p =>
    `batch ${p.batch}: its layout ${p.layout} or the codes changed since it was loaded; ${p.again === '' ? `hedui batch reload ${p.batch} loads it again` : p.gone === '' ? `hedui load ${p.again} pulls it again` : `hedui load FILE ${p.again} loads it again, or put ${p.gone} back into inbox/ and run hedui batch reload ${p.batch}`}.`,
  'cli.doctor.code': p =>
    `batch ${p.batch}: the code ${p.list}=${p.code} has no translation, ${counted(p.rows, 'row')}. Add it in codes/${p.list}.csv and load again.`,
  'cli.doctor.units': p =>
    `batch ${p.batch}: for ${counted(p.numbers, 'unit number')} of ${p.agency} (${counted(p.rows, 'row')}) there is no credit code in any list of units: ${p.examples}. Units are compared by credit code: load the list of units or the crosswalk.`,
  'cli.doctor.unreadable': p =>
    `cannot be read: ${p.path} (${p.detail}). A load does not see the extracts there: give the user that runs hedui the right to read it.`,
  'cli.doctor.unwritable': p =>
    `cannot be written: ${p.path} (${p.detail}). An export will fail: give the user that runs hedui the right to write there.`,
  'cli.doctor.look': p => `${p.dir} cannot be written: all can be looked at; load, match and export need the right to write.`,
  'cli.doctor.disk': p => `only ${n(p.free)} MiB of disk are left; loading a large extract may fill it. Make room.`,
}
