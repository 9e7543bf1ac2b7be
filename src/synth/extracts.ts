import { join } from 'node:path'
import { DATA_DATE, INSURANCES, isShared, type BankTxn, type Facts, type Levy, type Payment, type Registration } from './facts.js'
import { TextFile, WorkbookFile } from './files.js'
import type { Employer } from './people.js'
import type { Dirt } from './plot.js'
import type { Truth } from './truth.js'

const yuan = (fen: number): string => {
  const s = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${s.slice(0, -2)}.${s.slice(-2)}`
}
const packed = (day: string): string => day.replaceAll('-', '')
const firstDay = (month: number): string => `${String(month).slice(0, 4)}-${String(month).slice(4)}-01`
const lastDay = (month: number): string => new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).toISOString().slice(0, 10)

/** Codes of registration status at each agency, as sent. */
const STATUS = { ss: { active: '1', ended: '4' }, mi: { active: '1', ended: '4' } } as const

/** An employer's sums of a voucher, insurance and span. */
export interface UnitSum {
  readonly p: Payment
  employer: number
  person: number
  heads: number
}

/** All extracts of the city, in each agency's own form. Rows go out as they are made; what is dirty is told with file and line. */
export class Extracts {
  private readonly dir: string
  private readonly tell: (truth: Truth) => void
  private readonly open = new Map<string, TextFile>()
  private readonly receipts: WorkbookFile
  private readonly counted = { rows: 0, fen: 0 }
  private ragged = 0

  constructor(dir: string, tell: (truth: Truth) => void) {
    this.dir = dir
    this.tell = tell
    this.receipts = new WorkbookFile(join(dir, `tax-receipts_${DATA_DATE}.xlsx`), '入库明细')
    this.receipts.row(['税费入库明细查询'])
    this.receipts.row([
      '电子税票号码',
      '登记序号',
      '社会信用代码（纳税人识别号）',
      '纳税人名称',
      '征收项目代码',
      '征收品目',
      '税款种类',
      '费款所属期起',
      '费款所属期止',
      '实缴金额',
      '缴费人数',
      '开具日期',
      '入库日期',
      '社保经办机构',
      '统筹区编码',
    ])
  }

  private file(
    name: string,
    form: ConstructorParameters<typeof TextFile>[1],
    head: readonly string[],
    above: readonly string[] = [],
  ): TextFile {
    const known = this.open.get(name)
    if (known !== undefined) return known
    const made = new TextFile(join(this.dir, `${name}.${form.delimiter === ',' ? 'csv' : 'txt'}`), form)
    for (const line of above) made.line(line)
    made.row(head)
    this.open.set(name, made)
    return made
  }

  /** Name of a file as truth.csv says it. */
  private shown(name: string, form: { delimiter: string }): string {
    return `${name}.${form.delimiter === ',' ? 'csv' : 'txt'}`
  }

  employer(e: Employer): void {
    const gb = { encoding: 'gb18030', delimiter: ',' } as const
    this.file(`ss-employer_${DATA_DATE}`, gb, ['单位编号', '统一社会信用代码', '单位名称', '统筹区']).row([
      e.ssNo,
      e.credit,
      e.name,
      e.area,
    ])
    this.file(`mi-employer_${DATA_DATE}`, { encoding: 'utf-8-bom', delimiter: ',' }, ['emp_no', 'uscc', 'emp_name', 'poolarea_no']).row([
      e.miNo,
      e.credit,
      e.name,
      e.area,
    ])
    this.file(`tax-employer_${DATA_DATE}`, { encoding: 'utf-8', delimiter: ',' }, [
      '登记序号',
      '社会信用代码（纳税人识别号）',
      '纳税人名称',
      '统筹区',
    ]).row([e.taxNo, e.credit, e.name, e.area])
  }

  person(facts: Facts, dirt: readonly Dirt[]): void {
    for (const r of facts.own)
      this.registration(
        facts,
        r,
        dirt.filter(d => d.extract === 'registration' && d.insurance === r.insurance),
      )
    for (const r of facts.copy)
      this.copied(
        facts,
        r,
        dirt.filter(d => d.extract === 'copy' && d.insurance === r.insurance),
      )
    for (const l of facts.levies) this.levy(facts, l)
    for (const l of facts.taxLevies) this.taxLevy(facts, l)
    for (const p of facts.fed) this.fedBack(facts, p)
    for (const p of facts.received) this.received(facts, p)
    this.banked(facts)
  }

  /** The bank's lines of the vouchers that the person pays by himself: one transaction each, on the day of the payment. */
  private banked({ received, bank, bankOnly }: Facts): void {
    const sums = new Map<string, { fen: number; day: string }>()
    for (const p of received)
      if (!p.refund && !isShared(p)) sums.set(p.voucher, { fen: (sums.get(p.voucher)?.fen ?? 0) + p.employer + p.person, day: p.paid })
    for (const [voucher, { fen, day }] of sums) {
      const change = bank.get(voucher)
      if (change !== null && fen > 0) this.bank({ voucher, txn: `T${voucher}`, amount: fen, status: '1', day, ...change })
    }
    for (const txn of bankOnly) this.bank(txn)
  }

  bank(txn: BankTxn): void {
    this.put(
      `bank-tips_${DATA_DATE}`,
      { encoding: 'gb18030', delimiter: ',' },
      { head: ['税票号码', '交易流水号', '交易金额', '交易状态', '银行日期'], fields: [] },
      [txn.voucher, txn.txn, yuan(txn.amount), txn.status, packed(txn.day)],
    )
  }

  /** Puts the dirty cells in, writes the row, and tells of each with its line. */
  private put(
    name: string,
    form: ConstructorParameters<typeof TextFile>[1],
    table: {
      readonly head: readonly string[]
      readonly fields: readonly string[]
      readonly above?: readonly string[]
      readonly dirt?: readonly Dirt[]
    },
    cells: readonly string[],
  ): void {
    const dirt = table.dirt ?? []
    const to = this.file(name, form, table.head, table.above)
    const line = to.row(cells.map((c, i) => dirt.find(d => d.field === table.fields[i])?.raw ?? c))
    for (const d of dirt)
      this.tell({ type: 'change', file: this.shown(name, form), line, field: d.field, before: d.raw, after: d.after, reason: d.reason })
  }

  private registration(f: Facts, r: Registration, dirt: readonly Dirt[]): void {
    const { owner, own } = INSURANCES[r.insurance]
    if (owner === 'ss') {
      this.put(
        `ss-registration_${DATA_DATE}`,
        { encoding: 'gb18030', delimiter: '|' },
        {
          head: ['AAC001', 'AAC058', 'AAC147', 'AAC003', 'AAB001', 'AAE140', 'AAC008', 'AAE030', 'AAE031', 'AAA027'],
          fields: ['', '', 'id_number', 'name', '', '', '', 'begin_date', '', ''],
          dirt,
        },
        [
          r.no ?? f.person.ssNo,
          '01',
          r.id,
          r.name,
          r.employer?.ssNo ?? '',
          own,
          STATUS.ss[r.status],
          packed(r.begin),
          packed(r.end),
          r.area,
        ],
      )
    } else {
      this.put(
        `mi-registration_${DATA_DATE}`,
        { encoding: 'utf-8-bom', delimiter: ',' },
        {
          head: [
            'psn_no',
            'psn_cert_type',
            'certno',
            'psn_name',
            'emp_no',
            'insutype',
            'psn_insu_stas',
            'begndate',
            'enddate',
            'insu_admdvs',
          ],
          fields: ['', '', 'id_number', 'name', '', '', '', 'begin_date', '', ''],
          dirt,
        },
        [f.person.miNo, '01', r.id, r.name, r.employer?.miNo ?? '', own, STATUS.mi[r.status], r.begin, r.end, r.area],
      )
    }
  }

  private copied(_f: Facts, r: Registration, dirt: readonly Dirt[]): void {
    const { owner, own } = INSURANCES[r.insurance]
    this.put(
      `tax-registration-${owner}_${DATA_DATE}`,
      { encoding: 'utf-8', delimiter: ',' },
      {
        head: [
          '证件类型',
          '证件号码',
          '姓名',
          '登记序号',
          '统一社会信用代码',
          '险种代码',
          '参保状态',
          '参保日期',
          '参保终止日期',
          '统筹区',
        ],
        fields: ['', 'id_number', 'name', '', '', '', '', 'begin_date', '', ''],
        dirt,
      },
      ['201', r.id, r.name, r.employer?.taxNo ?? '', r.employer?.credit ?? '', own, STATUS[owner][r.status], r.begin, r.end, r.area],
    )
  }

  private levy(f: Facts, l: Levy): void {
    const { owner, own, yearly } = INSURANCES[l.insurance]
    const [id, name] = whose(f)
    if (owner === 'ss') {
      const slice = f.person.i % 2 === 0 ? 1 : 2
      this.put(
        `ss-levy_${DATA_DATE}_${slice}`,
        { encoding: 'gb18030', delimiter: '|' },
        {
          above: ['社会保险费征集明细'],
          head: [
            '征集通知流水号',
            '应征明细序号',
            '个人编号',
            '证件类型',
            '证件号码',
            '姓名',
            '单位编号',
            '险种',
            '费款所属期起',
            '费款所属期止',
            '应缴类型',
            '缴费基数',
            '单位应缴',
            '个人应缴',
            '发送日期',
            '传输类型',
            '统筹区',
          ],
          fields: [],
        },
        [
          l.no,
          l.line,
          f.person.ssNo,
          '01',
          id,
          name,
          f.person.employer?.ssNo ?? '',
          own,
          String(l.from),
          String(l.to),
          l.type,
          yuan(l.base ?? f.person.base),
          yuan(l.employer),
          yuan(l.person),
          packed(l.sent),
          l.live ? '1' : '3',
          f.person.area,
        ],
      )
      return
    }
    this.clct(
      f,
      { insurance: l.insurance, own, resident: yearly > 0 },
      {
        voucher: '',
        no: l.no,
        from: l.from,
        to: l.to,
        employer: l.employer,
        person: l.person,
        type: l.type,
        sent: l.sent,
        due: l.due,
        treasury: '',
        live: l.live,
        base: l.base,
      },
    )
  }

  /** A row of 医保's levy-and-payment table. */
  private clct(
    f: Facts,
    kind: { insurance: string; own: string; resident: boolean },
    x: {
      voucher: string
      no: string
      from: number
      to: number
      employer: number
      person: number
      type: string
      sent: string
      due: string
      treasury: string
      live: boolean
      base?: number | undefined
    },
  ): void {
    const [id, name] = whose(f)
    const { employer: e } = f.person
    const common = [
      'elec_taxrpt_no',
      'clct_bill_id',
      'psn_no',
      'psn_cert_type',
      'certno',
      'psn_name',
      'insutype',
      'accrym_begn',
      'accrym_end',
      'psn_clct_amt',
      'clct_type',
      'opt_time',
      'intsury_time',
      'vali_flag',
      'poolarea_no',
      'optins_no',
    ]
    const cells = [
      x.voucher,
      x.no,
      f.person.miNo,
      '01',
      id,
      name,
      kind.own,
      String(x.from),
      String(x.to),
      yuan(x.person),
      x.type,
      x.sent,
      x.treasury,
      x.live ? '1' : '0',
      f.person.area,
      `${f.person.area}01`,
    ]
    const form = { encoding: 'utf-8-bom', delimiter: ',' } as const
    if (kind.resident) this.put(`mi-clct-resident_${DATA_DATE}`, form, { head: common, fields: [] }, cells)
    else
      this.put(`mi-clct-staff_${DATA_DATE}`, form, { head: [...common, 'emp_no', 'uscc', 'emp_clct_amt', 'psn_clctstd'], fields: [] }, [
        ...cells,
        e?.miNo ?? '',
        e?.credit ?? '',
        yuan(x.employer),
        yuan(x.base ?? f.person.base),
      ])
  }

  private taxLevy(f: Facts, l: Levy): void {
    const { owner, own } = INSURANCES[l.insurance]
    const [id, name] = whose(f)
    this.put(
      `tax-levy-${owner}_${DATA_DATE}`,
      { encoding: owner === 'ss' ? 'utf-8' : 'utf-16le', delimiter: owner === 'ss' ? ',' : '\t' },
      {
        head: [
          '征集通知流水号',
          '应征明细序号',
          '证件类型',
          '证件号码',
          '姓名',
          '登记序号',
          '单位名称',
          '险种',
          '费款所属期起',
          '费款所属期止',
          '应缴类型',
          '单位应缴',
          '个人应缴',
          '应缴金额',
          '缴款期限',
        ],
        fields: [],
      },
      [
        l.no,
        owner === 'ss' ? l.line : '',
        '201',
        id,
        name,
        f.person.employer?.taxNo ?? '',
        f.person.employer?.name ?? '',
        own,
        firstDay(l.from),
        lastDay(l.to),
        l.type,
        yuan(l.employer),
        yuan(l.person),
        yuan(l.employer + l.person),
        l.due,
      ],
    )
  }

  private fedBack(f: Facts, p: Payment): void {
    const { owner, own, yearly } = INSURANCES[p.insurance]
    const [id, name] = whose(f)
    if (owner === 'ss') {
      this.put(
        `ss-payment-person_${DATA_DATE}`,
        { encoding: 'gb18030', delimiter: '|' },
        {
          head: [
            'AAD009',
            'AAZ288',
            'AAC001',
            'AAC058',
            'AAC147',
            'AAC003',
            'AAB001',
            'AAE140',
            'AAE041',
            'AAE042',
            'AAA115',
            'AAB165',
            'AAE080',
            'AAE082',
            'AAE531',
            'AAE078',
            'AAA027',
            'AAB034',
            '调账类型',
          ],
          fields: [],
        },
        [
          p.voucher,
          p.levyNo,
          f.person.ssNo,
          '01',
          id,
          name,
          f.person.employer?.ssNo ?? '',
          own,
          String(p.from),
          String(p.to),
          '10',
          p.refund ? '1' : '0',
          yuan(p.employer),
          yuan(p.person),
          packed(p.treasury),
          p.posted ?? '1',
          p.area,
          `${p.area}01`,
          p.adjust ?? '',
        ],
      )
      return
    }
    this.clct(
      f,
      { insurance: p.insurance, own, resident: yearly > 0 },
      {
        voucher: p.voucher,
        no: p.levyNo,
        from: p.from,
        to: p.to,
        employer: p.employer,
        person: p.person,
        type: p.refund ? '20' : '10',
        sent: '',
        due: '',
        treasury: p.treasury,
        live: true,
      },
    )
  }

  private received(f: Facts, p: Payment): void {
    const { tax, words, yearly } = INSURANCES[p.insurance]
    const [id, name] = whose(f)
    const parts = (
      [
        ['单位缴纳', p.employer],
        [yearly > 0 ? '居民个人缴纳' : '个人缴纳', p.person],
      ] as const
    ).filter(([, fen], i) => fen !== 0 || (i === 1 && p.employer === 0))
    for (const [n, [part, fen]] of parts.entries()) {
      const item = `${words}（${part}）`
      if (p.refund) {
        this.put(
          `tax-refunds_${DATA_DATE}`,
          { encoding: 'utf-8', delimiter: ',' },
          {
            head: [
              '电子税票号码',
              '原电子税票号码',
              '身份证件类型',
              '身份证件号码',
              '姓名',
              '征收项目代码',
              '征收品目',
              '费款所属期起',
              '费款所属期止',
              '退费金额',
              '开具日期',
              '退库日期',
              '收款人',
              '社保经办机构',
              '统筹区编码',
            ],
            fields: [],
          },
          [
            p.voucher,
            p.original,
            '201',
            id,
            name,
            tax,
            item,
            firstDay(p.from),
            lastDay(p.to),
            yuan(fen),
            p.paid,
            p.treasury,
            p.payee ?? name,
            `${p.area}01`,
            p.area,
          ],
        )
        continue
      }
      this.put(
        `tax-receipts-person_${DATA_DATE}`,
        { encoding: 'utf-8', delimiter: ',' },
        {
          head: [
            '电子税票号码',
            '电子税票明细序号',
            '征集通知流水号',
            '身份证件类型',
            '身份证件号码',
            '姓名',
            '登记序号',
            '征收项目代码',
            '征收品目',
            '税款种类',
            '费款所属期起',
            '费款所属期止',
            '缴费类型',
            '实缴金额',
            '开具日期',
            '入库日期',
            '社保经办机构',
            '统筹区编码',
            '调账类型',
          ],
          fields: [],
        },
        [
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
          firstDay(p.from),
          lastDay(p.to),
          '10',
          yuan(fen),
          p.paid,
          p.treasury,
          `${p.area}01`,
          p.area,
          p.adjust ?? '',
        ],
      )
    }
  }

  /** The unit's row of a voucher, at the agency or at tax. */
  unit(e: Employer, at: 'agency' | 'tax', { p, employer, person, heads }: UnitSum): void {
    const { owner, own, tax, words } = INSURANCES[p.insurance]
    if (at === 'tax') {
      for (const [part, fen] of [
        ['单位缴纳', employer],
        ['个人缴纳', person],
      ] as const) {
        if (fen === 0) continue
        this.receipts.row([
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
          p.paid,
          p.treasury,
          `${p.area}01`,
          p.area,
        ])
        this.counted.rows++
        this.counted.fen += fen
      }
    } else if (owner === 'ss') {
      this.put(
        `ss-payment-unit_${DATA_DATE}`,
        { encoding: 'gb18030', delimiter: '|' },
        {
          head: [
            'AAD009',
            'AAZ288',
            'AAB001',
            'AAE140',
            'AAE041',
            'AAE042',
            'AAB119',
            'AAA115',
            'AAE080',
            'AAE082',
            'AAE531',
            'AAA027',
            'AAB034',
          ],
          fields: [],
        },
        [
          p.voucher,
          '',
          e.ssNo,
          own,
          String(p.from),
          String(p.to),
          String(heads),
          '10',
          yuan(employer),
          yuan(person),
          packed(p.treasury),
          p.area,
          `${p.area}01`,
        ],
      )
    } else {
      this.put(
        `mi-clct-employer_${DATA_DATE}`,
        { encoding: 'utf-8-bom', delimiter: ',' },
        {
          head: [
            'elec_taxrpt_no',
            'emp_no',
            'uscc',
            'insutype',
            'accrym_begn',
            'accrym_end',
            'clct_psncnt',
            'emp_clct_amt',
            'psn_clct_amt',
            'clct_type',
            'intsury_time',
            'poolarea_no',
            'optins_no',
          ],
          fields: [],
        },
        [
          p.voucher,
          e.miNo,
          e.credit,
          own,
          String(p.from),
          String(p.to),
          String(heads),
          yuan(employer),
          yuan(person),
          '10',
          p.treasury,
          p.area,
          `${p.area}01`,
        ],
      )
    }
  }

  summary(
    at: 'ss' | 'tax',
    row: { area: string; insurance: keyof typeof INSURANCES; month: number; employer: number; person: number },
  ): void {
    const { own, tax } = INSURANCES[row.insurance]
    const first = packed(firstDay(row.month))
    this.put(
      `${at}-summary_${DATA_DATE}`,
      { encoding: at === 'ss' ? 'gb18030' : 'utf-8', delimiter: at === 'ss' ? '|' : ',' },
      { head: ['AAE310', 'AAE311', 'AAA027', 'AAB034', 'AAE140', 'AAE080', 'AAE082'], fields: [] },
      [first, packed(lastDay(row.month)), row.area, `${row.area}01`, at === 'ss' ? own : tax, yuan(row.employer), yuan(row.person)],
    )
  }

  /** A row that cannot be read, in the middle of tax's levy: too few cells, or an amount that is none. */
  broken(): void {
    const name = `tax-levy-ss_${DATA_DATE}`
    const to = this.open.get(name)
    if (to === undefined) return
    const line = to.line(
      this.ragged++ % 2 === 0 ? 'Z0,1,201' : 'Z0,1,201,110000195001011015,某,,,110,2025-08-01,2025-08-31,10,八百,80.00,,2025-09-15',
    )
    this.tell({ type: 'set_aside', file: `${name}.csv`, line, reason: this.ragged % 2 === 1 ? 'cell_count' : 'amount_unreadable' })
  }

  /** Foot lines, and a file that was delivered twice. Returns how many files there are. */
  close(): number {
    const foot = this.open.get(`ss-payment-person_${DATA_DATE}`)
    if (foot !== undefined) foot.line(`记录数：${foot.lines - 1}`)
    this.receipts.row(['合计', '', '', '', '', '', '', '', '', yuan(this.counted.fen)])
    this.receipts.close()
    for (const file of this.open.values()) file.close()
    return this.open.size + 1
  }
}

function whose(f: Facts): readonly [string, string] {
  const r = f.own[0] ?? f.copy[0]
  return [r?.id ?? f.person.id, f.own[0]?.name ?? f.person.name]
}
