import type { Texts } from './texts.js'

export interface LedgerMessages {
  'ledger.no_diff': { found: string }
  'ledger.no_insurance': { found: string; known: string; nearest: string }
}

export const ledgerZh: Texts<LedgerMessages> = {
  'ledger.no_diff': p => `没有编号或标识为“${p.found}”的差异，或有多条符合。用 hedui diff list 查看编号。`,
  'ledger.no_insurance': p => `没有险种“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}可用：${p.known}。`,
}

export const ledgerEn: Texts<LedgerMessages> = {
  'ledger.no_diff': p => `There is no discrepancy “${p.found}”, or more than one fits. hedui diff list shows their numbers.`,
  'ledger.no_insurance': p => `There is no insurance “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known: ${p.known}.`,
}
