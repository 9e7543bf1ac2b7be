import type { Texts } from './texts.js'

export interface LedgerMessages {
  'ledger.no_run': { at: string }
  'ledger.no_diff': { found: string }
  'ledger.no_insurance': { found: string; known: string; names: string; nearest: string }
}

export const ledgerZh: Texts<LedgerMessages> = {
  'ledger.no_run': p =>
    p.at === ''
      ? '还没有比对过，台账是空的，不等于没有差异。请先运行 hedui match。'
      : `到 ${p.at} 为止还没有比对过，那一天没有台账，不等于没有差异。请改 --at，或用 hedui match --as-of 比对。`,
  'ledger.no_diff': p => `没有编号或标识为“${p.found}”的差异，或有多条符合。用 hedui diff list 查看编号。`,
  'ledger.no_insurance': p => `没有险种“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}可用：${p.names}。`,
}

export const ledgerEn: Texts<LedgerMessages> = {
  'ledger.no_run': p =>
    p.at === ''
      ? 'Nothing has been matched yet: the ledger is empty, which does not mean that there are no discrepancies. Run hedui match first.'
      : `Nothing had been matched up to ${p.at}: there is no ledger of that day, which does not mean that there were no discrepancies. Change --at, or match with hedui match --as-of.`,
  'ledger.no_diff': p => `There is no discrepancy “${p.found}”, or more than one fits. hedui diff list shows their numbers.`,
  'ledger.no_insurance': p =>
    `There is no insurance “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known: ${p.known}.`,
}
