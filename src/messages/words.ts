import type { None, Texts } from './texts.js'

/** Words that stand for codes of the data: agencies, states, variants, classes of the balance, why an encoding was taken. */
export interface WordMessages {
  'word.agency.ss': None
  'word.agency.mi': None
  'word.agency.tax': None
  'word.agency.bank': None
  'word.who.owner': None
  'word.who.failing': None
  'word.who.all': None
  'word.who.any': None
  'word.state.new': None
  'word.state.open': None
  'word.state.reopened': None
  'word.state.ambiguous': None
  'word.state.in_transit': None
  'word.state.note': None
  'word.state.fixed': None
  'word.state.discrepancy': None
  'word.rows.person': None
  'word.rows.unit': None
  'word.kind.compare': None
  'word.kind.unique': None
  'word.kind.check': None
  'word.severity.high': None
  'word.severity.medium': None
  'word.severity.low': None
  'word.variant.owner_only': None
  'word.variant.agency_only': None
  'word.variant.tax_only': None
  'word.variant.bank_only': None
  'word.variant.amount': None
  'word.variant.cent': None
  'word.variant.other': None
  'word.variant.cut': None
  'word.variant.rare_character': None
  'word.variant.length': None
  'word.variant.characters': None
  'word.variant.check_digit': None
  'word.variant.date': None
  'word.variant.province': None
  'word.variant.type': None
  'word.variant.many_numbers': None
  'word.variant.many_ids': None
  'word.variant.areas': None
  'word.variant.staff_and_resident': None
  'word.variant.employers': None
  'word.variant.no_medical': None
  'word.variant.no_pension': None
  'word.variant.low': None
  'word.variant.high': None
  'word.variant.rate': None
  'word.variant.over': None
  'word.variant.under': None
  'word.variant.one_side': None
  'word.variant.exceeds': None
  'word.variant.payee': None
  'word.variant.headcount': None
  'word.variant.status': None
  'word.variant.day': None
  'word.variant.month': None
  'word.field.who': None
  'word.field.whom': None
  'word.field.undoes': None
  'word.field.no_at_tax': None
  'word.field.no_at_owner': None
  'word.field.period': None
  'word.field.month': None
  'word.field.total': None
  'word.field.rows': None
  'word.field.treasury_date': None
  'word.level.person': None
  'word.level.unit': None
  'word.encoding.declared': None
  'word.encoding.bom': None
  'word.encoding.nul-bytes': None
  'word.encoding.prolog': None
  'word.encoding.ascii': None
  'word.encoding.utf8-valid': None
  'word.encoding.header': None
  'word.encoding.han': None
  'word.encoding.fewer-faults': None
}

export const wordsZh: Texts<WordMessages> = {
  'word.agency.ss': () => '社保',
  'word.agency.mi': () => '医保',
  'word.agency.tax': () => '税务',
  'word.agency.bank': () => '银行',
  'word.who.owner': () => '经办机构（社保或医保）',
  'word.who.failing': () => '数据有误的一方',
  'word.who.all': () => '各方',
  'word.who.any': () => '各机构',
  'word.state.new': () => '新增',
  'word.state.open': () => '未解决',
  'word.state.reopened': () => '复发',
  'word.state.ambiguous': () => '多候选',
  'word.state.in_transit': () => '在途',
  'word.state.note': () => '备注',
  'word.state.fixed': () => '已解决',
  'word.state.discrepancy': () => '差异',
  'word.rows.person': () => '个人明细',
  'word.rows.unit': () => '单位行',
  'word.kind.compare': () => '比对',
  'word.kind.unique': () => '查重',
  'word.kind.check': () => '逐行检查',
  'word.severity.high': () => '高',
  'word.severity.medium': () => '中',
  'word.severity.low': () => '低',
  'word.variant.owner_only': () => '仅经办机构有',
  'word.variant.agency_only': () => '仅经办机构有',
  'word.variant.tax_only': () => '仅税务有',
  'word.variant.bank_only': () => '仅银行有',
  'word.variant.amount': () => '金额不符',
  'word.variant.cent': () => '差一分',
  'word.variant.other': () => '其他',
  'word.variant.cut': () => '姓名截短',
  'word.variant.rare_character': () => '生僻字',
  'word.variant.length': () => '位数',
  'word.variant.characters': () => '字符',
  'word.variant.check_digit': () => '校验位',
  'word.variant.date': () => '出生日期',
  'word.variant.province': () => '省级代码',
  'word.variant.type': () => '证件类型',
  'word.variant.many_numbers': () => '一人多号',
  'word.variant.many_ids': () => '一号多人',
  'word.variant.areas': () => '两个统筹区',
  'word.variant.staff_and_resident': () => '职工与居民',
  'word.variant.employers': () => '两个单位',
  'word.variant.no_medical': () => '缺医保',
  'word.variant.no_pension': () => '缺养老',
  'word.variant.low': () => '低于下限',
  'word.variant.high': () => '高于上限',
  'word.variant.rate': () => '费率',
  'word.variant.over': () => '多缴',
  'word.variant.under': () => '少缴',
  'word.variant.one_side': () => '仅一方有',
  'word.variant.exceeds': () => '退费大于缴费',
  'word.variant.payee': () => '收款人不符',
  'word.variant.headcount': () => '人数不符',
  'word.variant.status': () => '状态不符',
  'word.variant.day': () => '跨日',
  'word.variant.month': () => '跨月',
  'word.field.who': () => '人员或单位',
  'word.field.whom': () => '人员（证件号码或个人编号）',
  'word.field.undoes': () => '所退的电子税票号码',
  'word.field.no_at_tax': () => '个人编号（税务没有证件号码）',
  'word.field.no_at_owner': () => '个人编号（经办机构没有证件号码）',
  'word.field.period': () => '费款所属期',
  'word.field.month': () => '月份',
  'word.field.total': () => '单位与个人合计',
  'word.field.rows': () => '行数',
  'word.field.treasury_date': () => '入库日期',
  'word.level.person': () => '个人',
  'word.level.unit': () => '单位',
  'word.encoding.declared': () => '命令或来源指明',
  'word.encoding.bom': () => '文件开头有 BOM',
  'word.encoding.nul-bytes': () => '零字节隔一个出现',
  'word.encoding.prolog': () => '文件开头写明',
  'word.encoding.ascii': () => '只有 ASCII 字符',
  'word.encoding.utf8-valid': () => '整个文件是合法的 UTF-8',
  'word.encoding.header': () => '按此编码认得出表头',
  'word.encoding.han': () => '按此编码读出的是汉字',
  'word.encoding.fewer-faults': () => '按此编码读不通的行最少',
}

export const wordsEn: Texts<WordMessages> = {
  'word.agency.ss': () => 'ss',
  'word.agency.mi': () => 'mi',
  'word.agency.tax': () => 'tax',
  'word.agency.bank': () => 'bank',
  'word.who.owner': () => 'the owner (ss or mi)',
  'word.who.failing': () => 'the side whose data fails',
  'word.who.all': () => 'all sides',
  'word.who.any': () => 'every agency',
  'word.state.new': () => 'new',
  'word.state.open': () => 'open',
  'word.state.reopened': () => 'reopened',
  'word.state.ambiguous': () => 'ambiguous',
  'word.state.in_transit': () => 'in transit',
  'word.state.note': () => 'note',
  'word.state.fixed': () => 'fixed',
  'word.state.discrepancy': () => 'discrepancy',
  'word.rows.person': () => 'detail',
  'word.rows.unit': () => 'unit row',
  'word.kind.compare': () => 'compare',
  'word.kind.unique': () => 'unique',
  'word.kind.check': () => 'check',
  'word.severity.high': () => 'high',
  'word.severity.medium': () => 'medium',
  'word.severity.low': () => 'low',
  'word.variant.owner_only': () => 'owner only',
  'word.variant.agency_only': () => 'agency only',
  'word.variant.tax_only': () => 'tax only',
  'word.variant.bank_only': () => 'bank only',
  'word.variant.amount': () => 'amount',
  'word.variant.cent': () => 'a cent',
  'word.variant.other': () => 'other',
  'word.variant.cut': () => 'cut short',
  'word.variant.rare_character': () => 'rare character',
  'word.variant.length': () => 'length',
  'word.variant.characters': () => 'characters',
  'word.variant.check_digit': () => 'check digit',
  'word.variant.date': () => 'birth date',
  'word.variant.province': () => 'province',
  'word.variant.type': () => 'document type',
  'word.variant.many_numbers': () => 'many numbers',
  'word.variant.many_ids': () => 'many ids',
  'word.variant.areas': () => 'two areas',
  'word.variant.staff_and_resident': () => 'staff and resident',
  'word.variant.employers': () => 'two employers',
  'word.variant.no_medical': () => 'no medical',
  'word.variant.no_pension': () => 'no pension',
  'word.variant.low': () => 'below the floor',
  'word.variant.high': () => 'above the ceiling',
  'word.variant.rate': () => 'rate',
  'word.variant.over': () => 'over',
  'word.variant.under': () => 'under',
  'word.variant.one_side': () => 'one side only',
  'word.variant.exceeds': () => 'exceeds payments',
  'word.variant.payee': () => 'payee',
  'word.variant.headcount': () => 'headcount',
  'word.variant.status': () => 'status',
  'word.variant.day': () => 'day',
  'word.variant.month': () => 'month',
  'word.field.who': () => 'person or unit',
  'word.field.whom': () => 'person (identity or person number)',
  'word.field.undoes': () => 'voucher that is refunded',
  'word.field.no_at_tax': () => 'person number (no id at tax)',
  'word.field.no_at_owner': () => 'person number (no id at the owner)',
  'word.field.period': () => 'period',
  'word.field.month': () => 'month',
  'word.field.total': () => 'employer and person parts',
  'word.field.rows': () => 'rows',
  'word.field.treasury_date': () => 'treasury date',
  'word.level.person': () => 'person',
  'word.level.unit': () => 'unit',
  'word.encoding.declared': () => 'said by the command or the source',
  'word.encoding.bom': () => 'the file begins with a BOM',
  'word.encoding.nul-bytes': () => 'every other byte is zero',
  'word.encoding.prolog': () => 'its head says so',
  'word.encoding.ascii': () => 'ASCII alone',
  'word.encoding.utf8-valid': () => 'the whole file is valid UTF-8',
  'word.encoding.header': () => 'the header is recognised so',
  'word.encoding.han': () => 'its characters are Han so',
  'word.encoding.fewer-faults': () => 'fewest lines fail to decode so',
}
