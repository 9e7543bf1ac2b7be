import type { Texts } from './texts.js'

export interface ReportMessages {
  'report.placeholder': { file: string }
}

export const reportZh: Texts<ReportMessages> = {
  'report.placeholder': p => p.file,
}

export const reportEn: Texts<ReportMessages> = {
  'report.placeholder': p => p.file,
}
