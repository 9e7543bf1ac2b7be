// Preloaded into a measured process (node --import): writes what the whole process used, all its threads, to HEDUI_BENCH_USAGE when it
// ends.
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const started = process.hrtime.bigint()
const to = process.env['HEDUI_BENCH_USAGE']
if (isMainThread && to !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeFileSync(
      to,
      JSON.stringify({
        user: userCPUTime / 1e6,
        sys: systemCPUTime / 1e6,
        mb: maxRSS / 1024,
        wall: Number(process.hrtime.bigint() - started) / 1e9,
      }),
    )
  })
}
