import type { Texts } from './texts.js'

export interface LayoutMessages {
  'layout.placeholder': { file: string }
}

export const layoutZh: Texts<LayoutMessages> = {
  'layout.placeholder': p => p.file,
}

export const layoutEn: Texts<LayoutMessages> = {
  'layout.placeholder': p => p.file,
}
