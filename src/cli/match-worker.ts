import { serveMatches } from '../flow/match-worker.js'

/** Entry of the worker that a match has beside it: like the commands it brings the clock, which the core has none of. */
serveMatches(() => performance.now())
