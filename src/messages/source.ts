import type { Texts } from './texts.js'

export interface SourceMessages {
  'source.placeholder': { file: string }
}

export const sourceZh: Texts<SourceMessages> = {
  'source.placeholder': p => p.file,
}

export const sourceEn: Texts<SourceMessages> = {
  'source.placeholder': p => p.file,
}
