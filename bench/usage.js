// Loaded before a contender (node --import): at its end it says what the whole process used.
import { appendFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const started = process.hrtime.bigint()
if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    appendFileSync(process.env['BENCH_USAGE'], `${JSON.stringify({ wall: Number(process.hrtime.bigint() - started) / 1e9, cpu: (userCPUTime + systemCPUTime) / 1e6, mb: maxRSS / 1024 })}\n`)
  })
}
