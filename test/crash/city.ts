import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { doctor } from '../../src/flow/doctor.js'
import { openWorkspace } from '../../src/workspace/index.js'
import { OWNER_HEADER, ownerRow, slim, TAX_HEADER, taxRow } from '../helpers/levies.js'
import type { Door } from '../helpers/door.js'
import { cameEarlier, hashes } from '../helpers/process.js'
import { quiet, TestCity } from '../unit/flow/workspace.js'

export const AS_OF = '2025-10-11'
export const MATCH = ['match', '--as-of', AS_OF]

/** Levies of both sides in two deliveries of two files each, large enough that writing takes a while; one row in ten differs. */
export function writeCity(rows: number): TestCity {
  const city = new TestCity()
  slim(city.ws, { layouts: ['ss-levy', 'tax-levy-ss'], rules: ['levy-copy'] })
  const numbers = Array.from({ length: rows }, (_, i) => i)
  const halves = [numbers.slice(0, rows / 2), numbers.slice(rows / 2)]
  for (const [i, half] of halves.entries()) {
    city.write(`ss-levy_20250930_${i + 1}.csv`, [[...OWNER_HEADER], ...half.map(n => ownerRow({ no: `Z${n}`, person: n % 900, period: n % 2 === 0 ? '202507' : '202508', amount: `${160 + n}.00` }))])
    city.write(`tax-levy-ss_20250930_${i + 1}.csv`, [[...TAX_HEADER], ...half.filter(n => n % 10 !== 3).map(n => taxRow({ no: `Z${n}`, person: n % 900, period: n % 2 === 0 ? '202507' : '202508', amount: `${160 + n}.${n % 10 === 7 ? '50' : '00'}` }))])
  }
  cameEarlier(city.ws.inbox)
  return city
}

/** A copy of a workspace, to be spoilt. */
export function copyOf(dir: string, place = mkdtempSync(join(realpathSync(tmpdir()), 'hedui-crash-'))): string {
  cpSync(dir, place, { recursive: true, preserveTimestamps: true })
  return place
}

export function remove(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
}

/** Nothing of the workspace is wrong; files that an interrupted command left may lie about, and the city has no list of units. */
export function expectWell(dir: string): void {
  const report = doctor(openWorkspace(dir), quiet)
  expect(report.wrong).toEqual([])
  expect(report.remarks.filter(r => !['stray', 'disk', 'calendar', 'unit_numbers'].includes(r.what))).toEqual([])
}

/** No strays either. */
export function expectClean(dir: string): void {
  expectWell(dir)
  expect(doctor(openWorkspace(dir), quiet).remarks.filter(r => r.what === 'stray')).toEqual([])
}

export const segments = (dir: string): Readonly<Record<string, string>> => hashes(join(dir, 'data/batches'))
export const runs = (dir: string): Readonly<Record<string, string>> => hashes(join(dir, 'data/runs'))

/** What readers see: batches in force and the ledger, without times. */
export async function seen(dir: string, door: Door): Promise<string> {
  const lists = await Promise.all([door.hedui(['batch', 'list', '--json'], dir), door.hedui(['diff', 'list', '--json', '--state', 'all'], dir)])
  return lists.map(l => l.stdout).join('').replace(/"loadedAt":"[^"]*"/g, '"loadedAt":""')
}
