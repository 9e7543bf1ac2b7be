import type { Texts } from './texts.js'

export interface LedgerMessages {
  'ledger.placeholder': { file: string }
}

export const ledgerZh: Texts<LedgerMessages> = {
  'ledger.placeholder': p => p.file,
}

export const ledgerEn: Texts<LedgerMessages> = {
  'ledger.placeholder': p => p.file,
}
