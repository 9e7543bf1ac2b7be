export { synthesise, type SynthRequest, type SynthSummary } from './synthesise.js'
export { DEFAULT_AS_OF } from './facts.js'
export { deliver, type SynthDelivery } from './deliver.js'
export { formRow } from './form.js'
