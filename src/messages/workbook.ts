import type { None, Texts } from './texts.js'

/** What stands in the workbooks and CSV files of a package. */
export interface WorkbookMessages {
  'sheet.pages': None
  'sheet.choose': None
  'sheet.day': { day: string }
  'sheet.summary': None
  'sheet.transit': None
  'sheet.notes': None
  'sheet.rows': None
  'sheet.aside': None
  'sheet.issues': None
  'sheet.changes': None
  'file.bureau': { agency: string }
  'file.cleansing': { agency: string }
  'file.transit': None
  'file.notes': None
  'file.rows': None
  'file.aside': None
  'file.issues': None
  'file.changes': None
  'book.bureau': { city: string; agency: string }
  'book.cleansing': { city: string; agency: string }
  'book.table': { code: string; title: string; agency: string; asOf: string }
  'book.fill': None
  'book.read': None
  'book.transit': None
  'book.note': None
  'book.rows': None
  'book.aside': None
  'book.issues': None
  'book.changes': None
  'book.cut': None
  'fact.agency': None
  'fact.as_of': None
  'fact.run': None
  'fact.run_value': { run: number }
  'fact.package': None
  'fact.acts': None
  'fact.informed': None
  'fact.other': None
  'fact.rows_money': { rows: number; money: string }
  'fact.rows': { rows: number }
  'fact.transit_notes': { transit: number; notes: number }
  'fact.extracts': { extracts: number; read: string; loaded: string }
  'fact.masked': None
  'fill.1': None
  'fill.2': None
  'fill.3': None
  'fill.4': None
  'block.nth': { n: number; title: string }
  'block.outcomes': None
  'block.none': None
  'block.ledger': None
  'block.shown': None
  'block.apart': None
  'block.balance': None
  'block.balanced': None
  'block.missing': None
  'block.extracts': None
  'block.reasons': None
  'head.code': None
  'head.title': None
  'head.acts_rows': None
  'head.acts_money': None
  'head.informed_rows': None
  'head.before': None
  'head.opened': None
  'head.reopened': None
  'head.closed': None
  'head.after': None
  'head.age0': None
  'head.age1': None
  'head.age2': None
  'head.age3': None
  'head.count': None
  'head.money': None
  'head.sheet': None
  'head.rule': None
  'head.side': None
  'head.in_force': None
  'head.matched': None
  'head.outcome': None
  'head.ambiguous': None
  'head.in_transit': None
  'head.not_live': None
  'head.reversal_pending': None
  'head.not_comparable': None
  'head.other_level': None
  'head.filtered': None
  'head.undecided': None
  'head.missing': None
  'head.total': None
  'head.file': None
  'head.batch': None
  'head.data_date': None
  'head.read': None
  'head.loaded': None
  'head.changed': None
  'head.with_issues': None
  'head.aside': None
  'head.blank': None
  'head.totals': None
  'head.amount_read': None
  'head.amount_aside': None
  'head.without_amount': None
  'head.what': None
  'head.reason': None
  'head.field': None
  'head.example': None
  'column.no': None
  'column.task': None
  'column.owner': None
  'column.subject': None
  'column.unit': None
  'column.period': None
  'column.rows': None
  'column.rest': None
  'column.where': None
  'column.owners': None
  'column.title': None
  'column.state': None
  'column.amount': None
  'column.why': None
  'column.acts': None
  'column.opened': None
  'column.until': None
  'column.raw': { field: string }
  'column.agency': None
  'column.line': None
  'column.sheet': None
  'column.field': None
  'column.before': None
  'column.after': None
  'column.value': None
  'column.reason': None
  'column.detail': None
  'column.raw_row': None
  'column.place': { file: string; line: number }
  'column.more': { count: number; sheet: string }
  'task.acts': None
  'task.informed': None
  'answer.result': None
  'answer.cause': None
  'answer.by': None
  'answer.day': None
  'answer.remark': None
  'result.fixed': None
  'result.pending': None
  'result.kept': None
  'result.other': None
  'result.unclear': None
  'cause.not_sent': None
  'cause.not_received': None
  'cause.entry': None
  'cause.repeat': None
  'cause.timing': None
  'cause.refund': None
  'cause.changed': None
  'cause.system': None
  'cause.other': None
}

export const workbookZh: Texts<WorkbookMessages> = {
  'sheet.pages': () => '第 &P 页，共 &N 页',
  'sheet.choose': () => '请从下拉列表中选择',
  'sheet.day': p => `请填日期，例如 ${p.day}`,
  'sheet.summary': () => '汇总',
  'sheet.transit': () => '在途',
  'sheet.notes': () => '备注',
  'sheet.rows': () => '多笔明细',
  'sheet.aside': () => '拒收',
  'sheet.issues': () => '存疑',
  'sheet.changes': () => '清洗记录',
  'file.bureau': p => `${p.agency}-差异清单`,
  'file.cleansing': p => `${p.agency}-清洗报告`,
  'file.transit': () => '在途',
  'file.notes': () => '备注',
  'file.rows': () => '多笔明细',
  'file.aside': () => '拒收',
  'file.issues': () => '存疑',
  'file.changes': () => '清洗记录',
  'book.bureau': p => `${p.city}社会保险费核对 · 差异清单（致${p.agency}）`,
  'book.cleansing': p => `${p.city}社会保险费核对 · 清洗报告（致${p.agency}）`,
  'book.table': p => `${p.code}${p.code === '' ? '' : ' '}${p.title}（致${p.agency}，截止 ${p.asOf}）`,
  'book.fill': () =>
    '请处理“办理”列为“须处理”的行，在右边的黄色列填写；其余各列请勿改动，处理后整本返回。次要的列已折叠，点左上角的“2”全部展开。',
  'book.read': () => '本表只供了解，不需填写。',
  'book.transit': () => '仍在宽限期内，不算差异，不需填写；宽限期过后仍对不上的，会列入差异。',
  'book.note': () => '两边能够说明的情况，不算差异，不需填写。',
  'book.rows': () => '一方有多笔记录的差异，逐笔列出，编号与各差异表相同。',
  'book.aside': () => '这些行读不出来，没有装载。请按原因更正后重新报送。',
  'book.issues': () => '这些值已原样装载，但有疑问。请核实后在来源系统更正。',
  'book.changes': () => '装载时统一写法的值，改前改后如下，意思没有改变。如有不当，请告知。',
  'book.cut': () => '超过 32,767 个字符的格已截断，全文见 CSV。',
  'fact.agency': () => '报送对象',
  'fact.as_of': () => '截止日',
  'fact.run': () => '比对',
  'fact.run_value': p => `第 ${p.run} 次`,
  'fact.package': () => '资料包',
  'fact.acts': () => '须处理',
  'fact.informed': () => '知会',
  'fact.other': () => '另附',
  'fact.rows_money': p => `${p.rows} 条，涉及 ${p.money} 元`,
  'fact.rows': p => `${p.rows} 条（由其他单位处理，供了解）`,
  'fact.transit_notes': p => `在途 ${p.transit} 条，备注 ${p.notes} 条（不算差异）`,
  'fact.extracts': p => `${p.extracts} 份提取件，读到 ${p.read} 行，装载 ${p.loaded} 条记录`,
  'fact.masked': () => '证件号码和姓名已打码',
  'fill.1': () => '填写说明',
  'fill.2': () => '1. 每类差异一张表，表头以下每行一条；“须处理”由本单位处理，“知会”由其他单位处理，供了解。',
  'fill.3': () => '2. 黄色列请填写：处理结果、原因从下拉列表中选择，再填处理人、处理日期，需要说明的写在备注。',
  'fill.4': () => '3. 其余各列请勿改动，可以筛选、排序；不要删除行和工作表。处理后整本返回，按编号并入台账。',
  'block.nth': p => `${'一二三四'[p.n - 1]!}、${p.title}`,
  'block.outcomes': () => '差异汇总',
  'block.none': () => '没有需要本单位处理或了解的差异。',
  'block.ledger': () =>
    '期初遗留 + 本期新增 + 本期复发 − 本期解决 = 期末遗留（只计须处理的差异）；账龄从发现之日算起（复发的从复发之日），应征未缴从缴款期限算起。',
  'block.shown': () => '截止日早于最近一次比对，本次只显示结果，不计期初、新增、解决。',
  'block.apart': () => '在途与备注（不算差异）',
  'block.balance': () => '收支平衡（行数）',
  'block.balanced': () =>
    '每条规则、每一方的生效记录，每行恰在一类：生效 = 一致 + 差异 + 多候选 + 在途 + 其余各类。比对时已与装载的行数逐一核对相符。',
  'block.missing': () => '没有比对的规则',
  'block.extracts': () => '按提取件',
  'block.reasons': () => '按原因',
  'head.code': () => '类型',
  'head.title': () => '名称',
  'head.acts_rows': () => '须处理\n条数',
  'head.acts_money': () => '须处理\n金额（元）',
  'head.informed_rows': () => '知会\n条数',
  'head.before': () => '期初\n遗留',
  'head.opened': () => '本期\n新增',
  'head.reopened': () => '本期\n复发',
  'head.closed': () => '本期\n解决',
  'head.after': () => '期末\n遗留',
  'head.age0': () => '账龄\n1 个月内',
  'head.age1': () => '账龄\n1–3 个月',
  'head.age2': () => '账龄\n3–12 个月',
  'head.age3': () => '账龄\n12 个月以上',
  'head.count': () => '条数',
  'head.money': () => '金额（元）',
  'head.sheet': () => '工作表',
  'head.rule': () => '规则',
  'head.side': () => '一方',
  'head.in_force': () => '生效',
  'head.matched': () => '一致',
  'head.outcome': () => '差异',
  'head.ambiguous': () => '多候选',
  'head.in_transit': () => '在途',
  'head.not_live': () => '已作废',
  'head.reversal_pending': () => '待冲正',
  'head.not_comparable': () => '不可比',
  'head.other_level': () => '另一层级',
  'head.filtered': () => '不参加',
  'head.undecided': () => '待定',
  'head.missing': () => '缺少',
  'head.total': () => '合计',
  'head.file': () => '文件',
  'head.batch': () => '批次',
  'head.data_date': () => '数据日期',
  'head.read': () => '读到\n行数',
  'head.loaded': () => '装载\n记录',
  'head.changed': () => '清洗\n行数',
  'head.with_issues': () => '存疑\n行数',
  'head.aside': () => '拒收\n行数',
  'head.blank': () => '空行',
  'head.totals': () => '合计行',
  'head.amount_read': () => '读到金额（元）',
  'head.amount_aside': () => '拒收金额（元）',
  'head.without_amount': () => '金额读不出\n行数',
  'head.what': () => '种类',
  'head.reason': () => '原因',
  'head.field': () => '字段',
  'head.example': () => '例（文件 行 原文）',
  'column.no': () => '编号',
  'column.task': () => '办理',
  'column.owner': () => '归属',
  'column.subject': () => '对象',
  'column.unit': () => '单位',
  'column.period': () => '费款所属期',
  'column.rows': () => '笔数',
  'column.rest': () => '其他\n（未单列的）',
  'column.where': () => '出处',
  'column.owners': () => '经办机构',
  'column.title': () => '差异',
  'column.state': () => '状态',
  'column.amount': () => '涉及金额\n（元）',
  'column.why': () => '情况说明',
  'column.acts': () => '应处理单位',
  'column.opened': () => '发现日期',
  'column.until': () => '宽限至',
  'column.raw': p => `${p.field}（原文）`,
  'column.agency': () => '机构',
  'column.line': () => '行号',
  'column.sheet': () => '工作表',
  'column.field': () => '字段',
  'column.before': () => '原文',
  'column.after': () => '改为',
  'column.value': () => '值',
  'column.reason': () => '原因',
  'column.detail': () => '细节',
  'column.raw_row': () => '整行原文',
  'column.place': p => `${p.file} 第 ${p.line} 行`,
  'column.more': p => `……共 ${p.count} 项，逐行见“${p.sheet}”`,
  'task.acts': () => '须处理',
  'task.informed': () => '知会',
  'answer.result': () => '处理结果',
  'answer.cause': () => '原因',
  'answer.by': () => '处理人',
  'answer.day': () => '处理日期',
  'answer.remark': () => '备注',
  'result.fixed': () => '已更正',
  'result.pending': () => '正在处理',
  'result.kept': () => '属实，不需更正',
  'result.other': () => '应由对方处理',
  'result.unclear': () => '无法核实',
  'cause.not_sent': () => '未发送或发送失败',
  'cause.not_received': () => '未接收或未入账',
  'cause.entry': () => '录入错误',
  'cause.repeat': () => '重复办理',
  'cause.timing': () => '跨期或时间差',
  'cause.refund': () => '退费、冲正或调账',
  'cause.changed': () => '人员或单位信息变更',
  'cause.system': () => '系统故障',
  'cause.other': () => '其他（见备注）',
}
