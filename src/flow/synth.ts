import { problem } from '../kernel/index.js'
import { synthesise, type SynthRequest, type SynthSummary } from '../synth/index.js'

export { DEFAULT_AS_OF } from '../synth/index.js'
export type { SynthRequest, SynthSummary }

/** The smallest city that holds every kind of plant. */
const FEWEST = 500

/** Writes a synthetic city. Throws `synth.people` for a city too small to hold every plant. */
export function synth(request: SynthRequest): SynthSummary {
  if (request.people < FEWEST) throw problem('synth.people', { found: request.people, least: FEWEST })
  return synthesise(request)
}
