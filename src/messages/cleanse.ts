import type { None, Texts } from './texts.js'

/** Reasons of changes and issues: what `Change.reason` and `Issue.reason` hold. */
export interface CleanseMessages {
  'reason.blank': None
  'reason.width': None
  'reason.excel': None
  'reason.case': None
  'reason.dot': None
  'reason.pua': None
  'reason.id_15': None
  'reason.date_none': None
  'reason.separator': None
  'reason.number_form': None
  'reason.negative_form': None
  'reason.float': None
  'reason.percent': None
  'reason.date_form': None
  'reason.period_form': None
  'reason.id_length': None
  'reason.id_characters': None
  'reason.id_check_digit': None
  'reason.id_date': None
  'reason.id_province': None
  'reason.id_type': None
  'reason.id_damaged': None
  'reason.id_masked': None
  'reason.id_blank': None
  'reason.id_social_no': None
  'reason.credit_length': None
  'reason.credit_characters': None
  'reason.credit_check_digit': None
  'reason.number_damaged': None
  'reason.rare_character': None
  'reason.unreadable_character': None
  'reason.euro_sign': None
  'reason.formula': None
  'reason.excel_error': None
  'reason.amount_unreadable': None
  'reason.rate_unreadable': None
  'reason.rate_range': None
  'reason.count_unreadable': None
  'reason.period_unreadable': None
  'reason.period_order': None
  'reason.period_far': None
  'reason.date_unreadable': None
  'reason.code_unknown': None
}

export const cleanseZh: Texts<CleanseMessages> = {
  'reason.blank': () => '去掉多余空白或不可见字符',
  'reason.width': () => '全角改半角',
  'reason.excel': () => '去掉 Excel 留下的撇号、等号或引号',
  'reason.case': () => '小写字母改大写',
  'reason.dot': () => '姓名间隔号统一为“·”',
  'reason.pua': () => '自造区字符换为正式字符',
  'reason.date_none': () => '表示没有日期的记号（如 1900-01-01、00000000、2099-12-31），按空白读',
  'reason.id_15': () => '15 位证件号码升为 18 位',
  'reason.separator': () => '去掉千分位、货币符号或单位',
  'reason.number_form': () => '数字写法统一',
  'reason.negative_form': () => '负数写法统一',
  'reason.float': () => '去掉 Excel 的浮点尾数',
  'reason.percent': () => '百分数或千分数改为小数',
  'reason.date_form': () => '日期写法与版式约定不同，已统一',
  'reason.period_form': () => '所属期写法与版式约定不同，已统一',
  'reason.id_length': () => '证件号码位数不对',
  'reason.id_characters': () => '证件号码含不应有的字符',
  'reason.id_check_digit': () => '证件号码校验位不符',
  'reason.id_date': () => '证件号码中的出生日期不存在',
  'reason.id_province': () => '证件号码的省级代码不存在',
  'reason.id_type': () => '证件类型与号码不一致',
  'reason.id_damaged': () => '证件号码被 Excel 改成科学计数，无法恢复',
  'reason.id_masked': () => '证件号码已打码，不能作为键',
  'reason.id_blank': () => '证件号码为空',
  'reason.id_social_no': () => '证件号码与社会保障号码不同',
  'reason.credit_length': () => '统一社会信用代码位数不对',
  'reason.credit_characters': () => '统一社会信用代码含不应有的字符',
  'reason.credit_check_digit': () => '统一社会信用代码校验位不符',
  'reason.number_damaged': () => '编号被 Excel 改成科学计数，无法恢复',
  'reason.rare_character': () => '含自造区字符，无法换为正式字符',
  'reason.unreadable_character': () => '含无法解码的字符',
  'reason.euro_sign': () => '含“€”，多半是无法识别的字节 80',
  'reason.formula': () => '是公式，没有计算结果',
  'reason.excel_error': () => '是 Excel 的错误值',
  'reason.amount_unreadable': () => '金额读不出',
  'reason.rate_unreadable': () => '费率读不出',
  'reason.rate_range': () => '费率应为不小于 0、小于 1 的小数',
  'reason.count_unreadable': () => '数量读不出',
  'reason.period_unreadable': () => '费款所属期读不出',
  'reason.period_order': () => '费款所属期起晚于止',
  'reason.period_far': () => '费款所属期晚于数据日期 15 个月以上',
  'reason.date_unreadable': () => '日期读不出',
  'reason.code_unknown': () => '代码没有对照，原样保留',
}

export const cleanseEn: Texts<CleanseMessages> = {
  'reason.blank': () => 'superfluous blanks or invisible characters removed',
  'reason.width': () => 'full width made half width',
  'reason.excel': () => 'apostrophe, equals sign or quotes left by Excel removed',
  'reason.case': () => 'lower case made upper case',
  'reason.dot': () => 'dot in the name made “·”',
  'reason.pua': () => 'private-use character made the real one',
  'reason.date_none': () => 'a mark for no date (as 1900-01-01, 00000000, 2099-12-31), read as blank',
  'reason.id_15': () => 'identity number of 15 digits raised to 18',
  'reason.separator': () => 'thousands separators, currency sign or unit removed',
  'reason.number_form': () => 'form of the number made canonical',
  'reason.negative_form': () => 'form of the negative number made canonical',
  'reason.float': () => 'floating-point tail left by Excel removed',
  'reason.percent': () => 'per cent or per mille made a fraction',
  'reason.date_form': () => 'date in a form that the layout does not declare',
  'reason.period_form': () => 'period in a form that the layout does not declare',
  'reason.id_length': () => 'identity number of wrong length',
  'reason.id_characters': () => 'identity number with characters that do not belong there',
  'reason.id_check_digit': () => 'check digit of the identity number is wrong',
  'reason.id_date': () => 'birth date in the identity number does not exist',
  'reason.id_province': () => 'province digits of the identity number are unknown',
  'reason.id_type': () => 'document type and number disagree',
  'reason.id_damaged': () => 'identity number turned into scientific notation by Excel, beyond repair',
  'reason.id_masked': () => 'identity number is masked and cannot be a key',
  'reason.id_blank': () => 'identity number is blank',
  'reason.id_social_no': () => 'identity number differs from the social security number',
  'reason.credit_length': () => 'credit code of wrong length',
  'reason.credit_characters': () => 'credit code with characters that do not belong there',
  'reason.credit_check_digit': () => 'check character of the credit code is wrong',
  'reason.number_damaged': () => 'number turned into scientific notation by Excel, beyond repair',
  'reason.rare_character': () => 'private-use character that cannot be made a real one',
  'reason.unreadable_character': () => 'character that could not be decoded',
  'reason.euro_sign': () => 'a “€”, most likely a byte 80 that means nothing',
  'reason.formula': () => 'a formula without a result',
  'reason.excel_error': () => 'an error value of Excel',
  'reason.amount_unreadable': () => 'amount cannot be read',
  'reason.rate_unreadable': () => 'rate cannot be read',
  'reason.rate_range': () => 'rate should be a fraction, not below 0 and below 1',
  'reason.count_unreadable': () => 'count cannot be read',
  'reason.period_unreadable': () => 'period cannot be read',
  'reason.period_order': () => 'period ends before it starts',
  'reason.period_far': () => 'period starts more than 15 months after the data date',
  'reason.date_unreadable': () => 'date cannot be read',
  'reason.code_unknown': () => 'code without translation, kept as it is',
}
