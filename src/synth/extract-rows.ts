import type { ExtractName } from './extract-forms.js'
import { INSURANCES, type Facts, type Levy, type Payment, type Registration } from './facts.js'
import type { Employer } from './people.js'

/** A row of an extract, as text; `slice`: of the file of several in which it stands. */
export interface ExtractRow {
  readonly to: ExtractName
  readonly slice?: 1 | 2
  readonly cells: readonly string[]
}

/** An employer's sums of a voucher, insurance and span. */
export interface UnitSum {
  readonly p: Payment
  employer: number
  person: number
  heads: number
}

/** An amount in 分 as agencies write it: 元 with two places. */
export const yuan = (fen: number): string => {
  const s = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${s.slice(0, -2)}.${s.slice(-2)}`
}
/** A day as yyyymmdd. */
export const packed = (day: string): string => day.replaceAll('-', '')
/** The first day of a month yyyymm, ISO. */
export const firstDay = (month: number): string => `${String(month).slice(0, 4)}-${String(month).slice(4)}-01`
/** The last day of a month yyyymm, ISO. */
export const lastDay = (month: number): string => new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).toISOString().slice(0, 10)

/** Codes of registration status at each agency, as sent. */
const STATUS = { ss: { active: '1', ended: '4' }, mi: { active: '1', ended: '4' } } as const

function whose(f: Facts): readonly [string, string] {
  const r = f.own[0] ?? f.copy[0]
  return [r?.id ?? f.person.id, f.own[0]?.name ?? f.person.name]
}

/** A registration as its own agency sends it. */
export function registrationRow(f: Facts, r: Registration): ExtractRow {
  const { owner, own } = INSURANCES[r.insurance]
  const status = STATUS[owner][r.status]
  if (owner === 'mi') {
    return {
      to: 'mi-registration',
      cells: [f.person.miNo, '01', r.id, r.name, r.employer?.miNo ?? '', own, status, r.begin, r.end, r.area],
    }
  }
  const no = r.no ?? f.person.ssNo
  return {
    to: 'ss-registration',
    cells: [no, '01', r.id, r.name, r.employer?.ssNo ?? '', own, status, packed(r.begin), packed(r.end), r.area],
  }
}

/** Tax's copy of a registration. */
export function copyRow(r: Registration): ExtractRow {
  const { owner, own } = INSURANCES[r.insurance]
  const unit = [r.employer?.taxNo ?? '', r.employer?.credit ?? '']
  return { to: `tax-registration-${owner}`, cells: ['201', r.id, r.name, ...unit, own, STATUS[owner][r.status], r.begin, r.end, r.area] }
}

/** A levy as the agency that made it sends it. */
export function levyRow(f: Facts, l: Levy): ExtractRow {
  const { owner, own } = INSURANCES[l.insurance]
  if (owner === 'mi') return clctRow(f, l.insurance, { ...l, voucher: '', treasury: '' })
  const { ssNo, employer, base, area, i } = f.person
  return {
    to: 'ss-levy',
    slice: i % 2 === 0 ? 1 : 2,
    cells: [
      ...[l.no, l.line, ssNo, '01', ...whose(f), employer?.ssNo ?? '', own, String(l.from), String(l.to), l.type],
      ...[yuan(l.base ?? base), yuan(l.employer), yuan(l.person), packed(l.sent), l.live ? '1' : '3', area],
    ],
  }
}

/** What 医保's levy-and-payment table holds of either. */
type Clct = Pick<Levy, 'no' | 'from' | 'to' | 'employer' | 'person' | 'type' | 'sent' | 'live'> &
  Partial<Pick<Levy, 'base'>> & { readonly voucher: string; readonly treasury: string }

function clctRow(f: Facts, insurance: Levy['insurance'], x: Clct): ExtractRow {
  const { own, yearly } = INSURANCES[insurance]
  const { miNo, employer, area, base } = f.person
  const common = [
    ...[x.voucher, x.no, miNo, '01', ...whose(f), own, String(x.from), String(x.to), yuan(x.person), x.type, x.sent, x.treasury],
    ...[x.live ? '1' : '0', area, `${area}01`],
  ]
  if (yearly > 0) return { to: 'mi-clct-resident', cells: common }
  return { to: 'mi-clct-staff', cells: [...common, employer?.miNo ?? '', employer?.credit ?? '', yuan(x.employer), yuan(x.base ?? base)] }
}

/** Tax's copy of a levy. */
export function taxLevyRow(f: Facts, l: Levy): ExtractRow {
  const { owner, own } = INSURANCES[l.insurance]
  const { employer } = f.person
  return {
    to: `tax-levy-${owner}`,
    cells: [
      ...[l.no, owner === 'ss' ? l.line : '', '201', ...whose(f), employer?.taxNo ?? '', employer?.name ?? '', own],
      ...[firstDay(l.from), lastDay(l.to), l.type, yuan(l.employer), yuan(l.person), yuan(l.employer + l.person), l.due],
    ],
  }
}

/** A payment as the agency has it. */
export function fedBackRow(f: Facts, p: Payment): ExtractRow {
  const { owner, own } = INSURANCES[p.insurance]
  if (owner === 'mi') return clctRow(f, p.insurance, { ...p, no: p.levyNo, type: p.refund ? '20' : '10', sent: '', live: true })
  const { ssNo, employer } = f.person
  return {
    to: 'ss-payment-person',
    cells: [
      ...[
        p.voucher,
        p.levyNo,
        ssNo,
        '01',
        ...whose(f),
        employer?.ssNo ?? '',
        own,
        String(p.from),
        String(p.to),
        '10',
        p.refund ? '1' : '0',
      ],
      ...[yuan(p.employer), yuan(p.person), packed(p.treasury), p.posted ?? '1', p.area, `${p.area}01`, p.adjust ?? ''],
    ],
  }
}

/** A payment as tax has it: a row each for what the unit and what the person pays. */
export function receivedRows(f: Facts, p: Payment): readonly ExtractRow[] {
  const { tax, words, yearly } = INSURANCES[p.insurance]
  const [id, name] = whose(f)
  const personal = yearly > 0 ? '居民个人缴纳' : '个人缴纳'
  const parts = [
    { part: '单位缴纳', fen: p.employer, stands: p.employer !== 0 },
    { part: personal, fen: p.person, stands: p.person !== 0 || p.employer === 0 },
  ].filter(x => x.stands)
  const span = [firstDay(p.from), lastDay(p.to)]
  return parts.map(({ part, fen }, n): ExtractRow => {
    const item = `${words}（${part}）`
    if (p.refund) {
      const where = [p.payee ?? name, `${p.area}01`, p.area]
      return {
        to: 'tax-refunds',
        cells: [p.voucher, p.original, '201', id, name, tax, item, ...span, yuan(fen), p.paid, p.treasury, ...where],
      }
    }
    return {
      to: 'tax-receipts-person',
      cells: [
        ...[
          p.voucher,
          String(n + 1),
          p.levyNo,
          '201',
          id,
          name,
          f.person.employer?.taxNo ?? '',
          tax,
          item,
          '正税',
          ...span,
          '10',
          yuan(fen),
        ],
        ...[p.paid, p.treasury, `${p.area}01`, p.area, p.adjust ?? ''],
      ],
    }
  })
}

/** The unit's row of a voucher at the agency. */
export function unitRow(e: Employer, { p, employer, person, heads }: UnitSum): ExtractRow {
  const { owner, own } = INSURANCES[p.insurance]
  const span = [String(p.from), String(p.to)]
  const sums = [yuan(employer), yuan(person)]
  const where = [p.area, `${p.area}01`]
  if (owner === 'ss') {
    return {
      to: 'ss-payment-unit',
      cells: [p.voucher, '', e.ssNo, own, ...span, String(heads), '10', ...sums, packed(p.treasury), ...where],
    }
  }
  return { to: 'mi-clct-employer', cells: [p.voucher, e.miNo, e.credit, own, ...span, String(heads), ...sums, '10', p.treasury, ...where] }
}

/** A unit's receipt at tax, for what the unit or what its persons pay. */
export function receiptCells(e: Employer, { p, heads }: UnitSum, part: string, fen: number): readonly string[] {
  const { tax, words } = INSURANCES[p.insurance]
  return [
    ...[
      p.voucher,
      e.taxNo,
      e.credit,
      e.name,
      tax,
      `${words}（${part}）`,
      '正税',
      firstDay(p.from),
      lastDay(p.to),
      yuan(fen),
      String(heads),
    ],
    ...[p.paid, p.treasury, `${p.area}01`, p.area],
  ]
}
