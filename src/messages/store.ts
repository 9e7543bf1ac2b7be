import type { Texts } from './texts.js'

export interface StoreMessages {
  'store.placeholder': { file: string }
}

export const storeZh: Texts<StoreMessages> = {
  'store.placeholder': p => p.file,
}

export const storeEn: Texts<StoreMessages> = {
  'store.placeholder': p => p.file,
}
