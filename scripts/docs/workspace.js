import { workspaceSchema } from '../../dist/workspace/index.js'
import { code, page, table } from './markdown.js'
import { keyTable } from './schema.js'
import { commentOf, readCsvText } from './shipped.js'

const FOLDERS = [
  ['hedui.yaml', '城市、语言、来源、任务、阈值、导出', 'city, language, sources, jobs, thresholds, export'],
  ['layouts/*.yaml', '各机构提取件的版式', "how each agency's extract becomes records"],
  ['rules/*.yaml', '比对规则', 'matching rules'],
  ['codes/*.csv', '代码对照', 'code lists by (agency, list, code)'],
  ['params/*.csv', '节假日、宽限期、基数上下限、费率，按日期', 'holidays, graces, base limits, rates, by date'],
  ['inbox/', '收到的提取件；hedui 只读不改', 'extracts as received; hedui only reads them'],
  ['outbox/', '各单位的差异包，一次导出一个文件夹，从不覆盖', 'packages for the bureaus, a folder an export, never overwritten'],
  ['data/catalog.db', '批次、比对、台账、审计（SQLite）', 'batches, runs, ledger, audit (SQLite)'],
  ['data/batches/*.db', '装载的记录，每个文件一个 SQLite 文件', 'the records that were loaded, a SQLite file each'],
  ['data/runs/*.db', '每次比对的结果', 'the results of each run'],
]

const PARAMS = ['grace', 'holidays', 'base-limits', 'rates']

export function workspacePage() {
  return page(
    'Workspace · 工作区',
    'Everything that belongs to a city stands in one folder, made by `hedui init`. Copy the folder to back it up or to move it; nothing is kept elsewhere.\n\n一个城市的全部内容在一个文件夹里，由 `hedui init` 建立。备份或搬家就是复制这个文件夹；别处不留任何东西。',
    'Whoever may only read the folder, as on a share that is read-only, can look at everything: `diff`, `status`, `query`, `batch list`, `doctor`. hedui makes its files for their owner alone (0600): others must be given the right to read them.\n\n只能读、不能写这个文件夹的人（例如只读的共享盘）可以查看全部：`diff`、`status`、`query`、`batch list`、`doctor`。hedui 建的文件只有本人可读（0600），要给别人看，先给他们读的权限。',
    table(
      ['', '中文', 'English'],
      FOLDERS.map(([name, ...words]) => [code(name), ...words]),
    ),
    '## Keys of hedui.yaml · 设置',
    keyTable('workspace', workspaceSchema),
    '## Parameters · 参数',
    ...PARAMS.flatMap(name => {
      const rows = readCsvText(`params/${name}.csv`)
      const head = Object.keys(rows[0] ?? {})
      const shown = rows.length > 14 ? [...rows.slice(0, 3), Object.fromEntries(head.map(h => [h, '…'])), ...rows.slice(-3)] : rows
      return [
        `### params/${name}.csv`,
        commentOf(`params/${name}.csv`),
        table(
          head,
          shown.map(r => head.map(h => r[h])),
          true,
        ),
      ]
    }),
  )
}
