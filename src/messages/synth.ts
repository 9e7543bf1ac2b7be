import type { Texts } from './texts.js'

export interface SynthMessages {
  'synth.people': { found: number; least: number }
}

export const synthZh: Texts<SynthMessages> = { 'synth.people': p => `${p.found} 人太少，放不下各类差异。请用 --people ${p.least} 或更多。` }

export const synthEn: Texts<SynthMessages> = {
  'synth.people': p => `${p.found} people are too few to hold every kind of discrepancy. Use --people ${p.least} or more.`,
}
