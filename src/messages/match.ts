import type { Texts } from './texts.js'

export interface MatchMessages {
  'match.placeholder': { file: string }
}

export const matchZh: Texts<MatchMessages> = {
  'match.placeholder': p => p.file,
}

export const matchEn: Texts<MatchMessages> = {
  'match.placeholder': p => p.file,
}
