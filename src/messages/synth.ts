import type { Texts } from './texts.js'

export interface SynthMessages {
  'synth.placeholder': { file: string }
}

export const synthZh: Texts<SynthMessages> = {
  'synth.placeholder': p => p.file,
}

export const synthEn: Texts<SynthMessages> = {
  'synth.placeholder': p => p.file,
}
