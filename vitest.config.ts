import { defineConfig } from 'vitest/config'
import LongestFirst from './test/helpers/longest-first.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // A worker keeps its modules from file to file: to load them anew costs each file a second. Sources keep nothing but what a content was read as.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
})
