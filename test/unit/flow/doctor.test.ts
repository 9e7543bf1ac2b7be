import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { batchList } from '../../../src/flow/batch.js'
import { doctor } from '../../../src/flow/doctor.js'
import { load } from '../../../src/flow/load.js'
import { asNobody, modes } from '../../helpers/reader.js'
import { idOf, quiet, TestCity } from './workspace.js'

describe('unit numbers without a credit code', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('are counted and named, batch by batch', async () => {
    await city.deliver({
      'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }, { no: 'S2', code: '91110000MA0000001L' }, { no: 'S2', code: '91110000MA00000028' }], 'tax-employer': [{ no: 'D1', code: '91110000MA0000001L' }],
      'ss-levy': [{ no: 'A1', id: idOf(1) }, { no: 'A2', id: idOf(2), employer_no: 'S2' }, { no: 'A3', id: idOf(3), employer_no: 'S9' }, { no: 'A4', id: idOf(4), employer_no: 'S9' }, { no: 'A5', id: idOf(5), employer_no: '' }],
      'tax-levy-ss': [{ no: 'A1', id: idOf(1) }],
    })
    expect(doctor(city.ws, quiet).remarks.filter(r => r.what === 'unit_numbers').map(({ agency, numbers, rows, examples }) => ({ agency, numbers, rows, examples }))).toEqual([{ agency: 'ss', numbers: 2, rows: 3, examples: ['S2', 'S9'] }])
  })
})

describe('a batch whose layout changed', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const changed = (): unknown[] => doctor(city.ws, quiet).remarks.filter(r => r.what === 'changed_layout').map(r => [r.batch, r.gone, r.again])
  const change = (): void => {
    const layout = join(city.ws.layouts, 'ss-levy.yaml')
    writeFileSync(layout, readFileSync(layout, 'utf8').replace('agency: ss\n', 'agency: ss\nheader_rows: 29\n'))
  }

  it('is loaded again from the inbox, and where its original is not there in a way that works', async () => {
    const away = join(city.ws.inbox, '..', 'ss-levy_20251010.csv')
    const inbox = city.extract('ss-levy', [{ no: 'A1', id: idOf(1) }])
    await city.load()
    const other = city.extract('ss-levy', [{ no: 'B1', id: idOf(2) }], '20250910')
    await load(city.ws, { files: [other], layout: 'ss-levy', date: '2025-09-10', jobs: 1 }, quiet)
    expect(changed()).toEqual([])
    change()
    expect(changed()).toEqual([[1, null, null], [2, null, null]])
    renameSync(inbox, away)
    writeFileSync(other, `${readFileSync(other, 'utf8')}\n`)
    expect(changed()).toEqual([[1, 'ss-levy_20251010.csv', '--source ss-levy --date 2025-10-10 --window 202510 --replaces 1'], [2, 'ss-levy_20250910.csv', '--layout ss-levy --date 2025-09-10 --replaces 2']])
    await load(city.ws, { files: [away], sources: ['ss-levy'], date: '2025-10-10', window: '202510', replaces: [1], jobs: 1 }, quiet)
    await load(city.ws, { files: [other], layout: 'ss-levy', date: '2025-09-10', replaces: [2], jobs: 1 }, quiet)
    expect(batchList(city.ws, quiet).map(({ batch }) => [batch.id, batch.state, batch.window])).toEqual([[1, 'replaced', '202510'], [2, 'replaced', null], [3, 'active', '202510'], [4, 'active', null]])
    expect(changed()).toEqual([])
  })
})

describe('places that hedui needs', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('are named where they cannot be read', async () => {
    const { inbox } = city.ws
    const shut = (path: string): void => { chmodSync(path, 0o300) }
    const wrong = (): unknown => doctor(city.ws, quiet).wrong.map(f => f.what === 'place' ? [f.do, f.path] : f.what === 'config' ? f.problem.code : f)
    city.write('a.csv', [['a']])
    mkdirSync(join(inbox, 'sub'))
    modes(city.ws.dir, 0o777, 0o666)
    shut(join(inbox, 'sub'))
    expect(await asNobody(wrong)).toEqual([['read', join(inbox, 'sub')]])
    shut(inbox)
    expect(await asNobody(wrong)).toEqual([['read', inbox]])
    chmodSync(inbox, 0o755)
    chmodSync(join(inbox, 'sub'), 0o755)
    rmSync(inbox, { recursive: true })
    symlinkSync(join(city.ws.dir, 'share'), inbox)
    expect(wrong()).toEqual(['load.inbox_gone'])
  })
})
