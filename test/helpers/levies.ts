import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from '../../src/workspace/index.js'
import { idOf } from '../unit/flow/workspace.js'

/** Headers of 社保征集 and of what the tax bureau received of it. */
export const OWNER_HEADER = ['征集通知流水号', '应征明细序号', '个人编号', '证件类型', '证件号码', '姓名', '单位编号', '险种', '对应费款所属期', '应缴类型', '单位应缴', '个人应缴', '发送日期', '传输类型'] as const
export const TAX_HEADER = ['征集通知流水号', '应征明细序号', '证件类型', '证件号码', '姓名', '单位编号', '险种', '对应费款所属期', '应缴类型', '单位应缴', '个人应缴', '缴款期限'] as const

/** A levy: whose, for which month, how much the employer pays (元), how it stands. */
export interface Levy { readonly no: string; readonly person: number; readonly period?: string; readonly amount?: string; readonly sent?: string; readonly live?: string }

export function ownerRow({ no, person, period = '202508', amount = '160.00', sent = '20250901', live = '1' }: Levy): readonly string[] {
  return [no, '1', `P${person}`, '01', idOf(person), '某甲', 'U1', '110', period, '10', amount, '80.00', sent, live]
}

export function taxRow({ no, person, period = '202508', amount = '160.00' }: Levy): readonly string[] {
  return [no, '1', '01', idOf(person), '某甲', 'U1', '10201', period, '10', amount, '80.00', '2025-09-15']
}

/** Leaves a workspace only these layouts and rules: the others cost every load their reading. */
export function slim(ws: Workspace, { layouts, rules }: { readonly layouts: readonly string[]; readonly rules: readonly string[] }): void {
  for (const [dir, kept] of [[ws.layouts, layouts], [ws.rules, rules]] as const) {
    for (const file of readdirSync(dir)) if (!kept.includes(file.replace(/\.yaml$/, ''))) rmSync(join(dir, file))
  }
}
