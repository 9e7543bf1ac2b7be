import type { None, Texts } from './texts.js'

/** What the outcomes of catalogue §4 are called as a whole; a rule names its variants itself. */
export interface OutcomeMessages {
  'outcome.T01': None
  'outcome.R01': None
  'outcome.R02': None
  'outcome.R03': None
  'outcome.R04': None
  'outcome.R05': None
  'outcome.R06': None
  'outcome.R07': None
  'outcome.R08': None
  'outcome.R09': None
  'outcome.L01': None
  'outcome.L02': None
  'outcome.L03': None
  'outcome.L04': None
  'outcome.L05': None
  'outcome.L06': None
  'outcome.L07': None
  'outcome.L08': None
  'outcome.P01': None
  'outcome.P02': None
  'outcome.P03': None
  'outcome.P04': None
  'outcome.P05': None
  'outcome.P06': None
  'outcome.P07': None
  'outcome.P08': None
  'outcome.P09': None
  'outcome.P10': None
  'outcome.P11': None
  'outcome.P12': None
  'outcome.A01': None
}

export const outcomesZh: Texts<OutcomeMessages> = {
  'outcome.T01': () => '总对总',
  'outcome.R01': () => '登记缺失',
  'outcome.R02': () => '姓名不一致',
  'outcome.R03': () => '证件异常',
  'outcome.R04': () => '一人多号或一号多人',
  'outcome.R05': () => '重复参保',
  'outcome.R06': () => '状态不一致',
  'outcome.R07': () => '单位不一致',
  'outcome.R08': () => '缺险种',
  'outcome.R09': () => '终止仍应征',
  'outcome.L01': () => '应征未接收',
  'outcome.L02': () => '应征金额不一致',
  'outcome.L03': () => '重复应征',
  'outcome.L04': () => '基数越限',
  'outcome.L05': () => '费率不符',
  'outcome.L06': () => '应征未缴',
  'outcome.L07': () => '险种错配',
  'outcome.L08': () => '所属期错配',
  'outcome.P01': () => '入库延时',
  'outcome.P02': () => '入库与反馈不符',
  'outcome.P03': () => '已反馈未记账',
  'outcome.P04': () => '重复缴费',
  'outcome.P05': () => '重复反馈',
  'outcome.P06': () => '多缴或少缴',
  'outcome.P07': () => '退费未冲减',
  'outcome.P08': () => '汇总与明细不符',
  'outcome.P09': () => '单边账',
  'outcome.P10': () => '跨日或跨月',
  'outcome.P11': () => '冲正未同步',
  'outcome.P12': () => '调账',
  'outcome.A01': () => '多候选',
}

export const outcomesEn: Texts<OutcomeMessages> = {
  'outcome.T01': () => 'totals',
  'outcome.R01': () => 'registration missing',
  'outcome.R02': () => 'names differ',
  'outcome.R03': () => 'identity number at fault',
  'outcome.R04': () => 'one person, several numbers',
  'outcome.R05': () => 'registered twice',
  'outcome.R06': () => 'status differs',
  'outcome.R07': () => 'employer differs',
  'outcome.R08': () => 'insurance missing',
  'outcome.R09': () => 'levied after the end',
  'outcome.L01': () => 'levy not received',
  'outcome.L02': () => 'levy amounts differ',
  'outcome.L03': () => 'levied twice',
  'outcome.L04': () => 'base out of bounds',
  'outcome.L05': () => 'rate differs',
  'outcome.L06': () => 'levied and not paid',
  'outcome.L07': () => 'insurance differs',
  'outcome.L08': () => 'period differs',
  'outcome.P01': () => 'late at the treasury',
  'outcome.P02': () => 'receipt and feedback differ',
  'outcome.P03': () => 'fed back and not posted',
  'outcome.P04': () => 'paid more than once',
  'outcome.P05': () => 'fed back twice',
  'outcome.P06': () => 'paid too much or too little',
  'outcome.P07': () => 'refund not netted',
  'outcome.P08': () => 'total differs from details',
  'outcome.P09': () => 'one side only',
  'outcome.P10': () => 'another day or month',
  'outcome.P11': () => 'reversal not passed on',
  'outcome.P12': () => 'adjustment',
  'outcome.A01': () => 'several candidates',
}
