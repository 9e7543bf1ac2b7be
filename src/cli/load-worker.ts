import { serveLoads } from '../flow/load-worker.js'

/** Entry of the workers that load extracts: like the commands it brings the clock, which the core has none of. */
serveLoads(() => performance.now())
