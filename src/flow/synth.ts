import { problem } from '../kernel/index.js'
import { synthesise, type SynthRequest, type SynthSummary } from '../synth/index.js'
import { refuseFull } from './init.js'

export { DEFAULT_AS_OF } from '../synth/index.js'
export type { SynthRequest, SynthSummary }

/** The smallest city that holds every kind of plant. */
const FEWEST = 500

/**
 * Writes a synthetic city. Throws `synth.people` for a city too small to hold every plant, `workspace.not_empty` for a folder whose files
 * it might write over.
 */
export function synth(request: SynthRequest): SynthSummary {
  refuseSmall(request.people)
  refuseFull(request.dir)
  return synthesise(request)
}

/** Throws `synth.people`. */
export function refuseSmall(people: number): void {
  if (people < FEWEST) throw problem('synth.people', { found: people, least: FEWEST })
}
