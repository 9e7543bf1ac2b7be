import type { Texts } from './texts.js'

export interface CleanseMessages {
  'cleanse.placeholder': { file: string }
}

export const cleanseZh: Texts<CleanseMessages> = {
  'cleanse.placeholder': p => p.file,
}

export const cleanseEn: Texts<CleanseMessages> = {
  'cleanse.placeholder': p => p.file,
}
