// Told by a contender of Node's when one of its stages is over: what it took, for the bench to show.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const stages = {}
let wall = performance.now()
let cpu = process.cpuUsage()

export function over(stage) {
  const { user, system } = process.cpuUsage(cpu)
  stages[stage] = { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 }
  wall = performance.now()
  cpu = process.cpuUsage()
}

export const write = work => writeFileSync(join(work, 'stages.json'), JSON.stringify(stages))
