import type { Texts } from './texts.js'

export interface LedgerMessages {
  'ledger.no_diff': { found: string }
}

export const ledgerZh: Texts<LedgerMessages> = {
  'ledger.no_diff': p => `没有编号或标识为“${p.found}”的差异，或有多条符合。用 hedui diff list 查看编号。`,
}

export const ledgerEn: Texts<LedgerMessages> = {
  'ledger.no_diff': p => `There is no discrepancy “${p.found}”, or more than one fits. hedui diff list shows their numbers.`,
}
