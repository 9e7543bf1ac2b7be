import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import iconv from 'iconv-lite'
import { problem } from '../kernel/index.js'
import { blankFault, cellFaults, type CellFault, type Fault } from './faults.js'
import { formRow, type FormSpec } from './form.js'
import { TextFile } from './files.js'

/** Which invented rows are wanted of a form, and where to. */
export interface DeliverRequest {
  readonly form: FormSpec
  /** File of rows that keep to the form. */
  readonly out: string
  readonly rows: number
  readonly seed: number
  /** Files that do not, beside it, and `faults.csv` that names every fault. */
  readonly faults: boolean
}

/** What was written, and every fault in it. */
export interface SynthDelivery {
  readonly files: readonly string[]
  readonly rows: number
  readonly faults: readonly Fault[]
}

const FEW = 6
const FAULT_COLUMNS = ['file', 'line', 'column', 'fault', 'code']

/**
 * Writes a file that keeps to a form and, if asked, files that depart from it in every way that its columns allow, each fault named in
 * `faults.csv` beside them. All or none. Throws `workspace.file_exists`.
 */
export function deliver(request: DeliverRequest): SynthDelivery {
  const desk = new Desk(request)
  try {
    desk.file('', file => {
      for (let n = 0; n < request.rows; n++) file.row(desk.right(n))
    })
    if (request.faults) {
      desk.cells()
      desk.structure()
      desk.tell()
    }
  } catch (error) {
    for (const path of desk.files) rmSync(path, { force: true })
    throw error
  }
  return { files: desk.files, rows: request.rows, faults: desk.faults }
}

type Encoding = 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le'

/** Writes files of one form and notes what is wrong in each. */
class Desk {
  readonly files: string[] = []
  readonly faults: Fault[] = []
  private readonly request: DeliverRequest
  private readonly form: FormSpec
  private readonly stem: string
  private readonly ending: string

  constructor(request: DeliverRequest) {
    this.request = request
    this.form = request.form
    this.ending = extname(request.out) === '' ? '.csv' : extname(request.out)
    this.stem = join(dirname(request.out), basename(request.out, extname(request.out)))
  }

  right(n: number): readonly string[] {
    return formRow(this.form, this.request.seed, n)
  }

  private get headers(): readonly string[] {
    return this.form.columns.map(c => c.header)
  }

  private get encoding(): Encoding {
    const { encoding } = this.form
    return encoding === 'gb18030' || encoding === 'utf-16le' ? encoding : 'utf-8'
  }

  /** A file of the form's own encoding and delimiter, its header written. */
  file(
    part: string,
    rows: (file: TextFile, name: string) => void,
    more: { headers?: readonly string[]; encoding?: Encoding; delimiter?: string } = {},
  ): void {
    const path = `${this.stem}${part === '' ? '' : `-${part}`}${this.ending}`
    this.claim(path)
    const file = new TextFile(path, { encoding: more.encoding ?? this.encoding, delimiter: more.delimiter ?? this.form.delimiter ?? ',' })
    file.row(more.headers ?? this.headers)
    rows(file, basename(path))
    file.close()
  }

  /** A name for a file of its own: an extract that bears it already is not written over. */
  private claim(path: string): void {
    if (existsSync(path)) throw problem('workspace.file_exists', { file: path })
    this.files.push(path)
  }

  private note(file: string, line: number, { column = '', fault, code }: { column?: string; fault: string; code: string }): void {
    this.faults.push({ file, line, column, fault, code })
  }

  /** Wrong cells and rows, one a row, good rows between them so that the file is not refused for their number alone. */
  cells(): void {
    const { form } = this
    this.file('cells', (file, name) => {
      let n = 0
      const good = (): void => {
        file.row(this.right(n++))
      }
      const bad = (index: number, spoiled: CellFault): void => {
        const cells = this.fullRow(n++)
        const line = file.row(cells.map((c, i) => (i === index ? spoiled.spoil(c) : c)))
        this.note(name, line, { column: form.columns[index]!.header, ...spoiled })
      }
      for (let i = 0; i < FEW; i++) good()
      for (const [index, column] of form.columns.entries()) {
        for (const spoiled of cellFaults(column, form)) {
          bad(index, spoiled)
          good()
        }
      }
      for (const group of form.mandatory.filter(g => g.length === 1)) {
        const spoiled = blankFault(form, group[0]!)
        if (spoiled !== null)
          bad(
            form.columns.findIndex(c => c.name === group[0]),
            spoiled,
          )
        good()
      }
      this.rows(file, name, n)
    })
  }

  /** A row in which columns that decide between records are filled. */
  private fullRow(n: number): readonly string[] {
    return n % 3 === 0 ? this.right(n + 1) : this.right(n)
  }

  private rows(file: TextFile, name: string, n: number): void {
    const cells = this.right(n)
    const delimiter = this.form.delimiter ?? ','
    this.note(name, file.row(cells.slice(0, -1)), { fault: '少一格', code: 'reason.cell_count' })
    this.note(name, file.row([...cells, '']), { fault: '多一格', code: 'reason.cell_count' })
    this.note(name, file.line(cells.map((c, i) => (i === 0 ? `x"${c}` : c)).join(delimiter)), {
      fault: '格内有多余的引号',
      code: 'reason.stray_quote',
    })
  }

  /** Faults of a file as a whole, a file each. */
  structure(): void {
    this.missing()
    this.renamed()
    this.twice()
    this.totals()
    this.rounded()
    this.undecodable()
    this.agreed()
  }

  private few(file: TextFile, pick: (cells: readonly string[]) => readonly string[] = c => c): void {
    for (let n = 0; n < FEW; n++) file.row(pick(this.right(n)))
  }

  private missing(): void {
    const { columns, mandatory } = this.form
    for (const [g, group] of mandatory.entries()) {
      const isPeriod = group.some(n => n.startsWith('period'))
      const gone = new Set([...group, ...(isPeriod ? ['booked_period', 'period_to', 'period_lone'] : [])])
      const left = columns.flatMap((c, i) => (gone.has(c.name) || c.also.some(n => gone.has(n)) ? [] : [i]))
      if (left.length < 2) continue
      this.file(
        `missing-${g + 1}`,
        (file, name) => {
          this.few(file, cells => left.map(i => cells[i]!))
          this.note(name, 1, {
            fault: `缺少必需的列 ${columns
              .filter(c => group.includes(c.name))
              .map(c => c.header)
              .join('/')}`,
            code: 'conform.missing',
          })
        },
        { headers: left.map(i => columns[i]!.header) },
      )
    }
  }

  private renamed(): void {
    const { columns, mandatory } = this.form
    const target = columns.findIndex(c => mandatory.some(g => g.length === 1 && g[0] === c.name) && c.header.length >= 4)
    const at = target >= 0 ? target : columns.findIndex(c => c.header.length >= 4)
    const header = `${columns[at]!.header}新`
    this.file(
      'renamed',
      (file, name) => {
        this.few(file)
        this.note(name, 1, { column: header, fault: `列名改成了“${header}”`, code: 'conform.renamed' })
      },
      { headers: columns.map((c, i) => (i === at ? header : c.header)) },
    )
  }

  private twice(): void {
    const first = this.form.columns.find(c => this.form.mandatory.some(g => g.includes(c.name)))!
    const at = this.form.columns.indexOf(first)
    this.file(
      'column-twice',
      (file, name) => {
        this.few(file, cells => [...cells, cells[at]!])
        this.note(name, 1, { column: first.header, fault: '两列同名', code: 'conform.twice' })
      },
      { headers: [...this.headers, first.header] },
    )
    this.file('header-twice', (file, name) => {
      this.few(file)
      this.note(name, file.row(this.headers), { fault: '表头又出现一次', code: 'conform.header_twice' })
      this.few(file)
    })
    this.file(
      'extra',
      (file, name) => {
        this.few(file, cells => [...cells, 'x'])
        this.note(name, 1, { column: '柜台编号', fault: '多出一列', code: 'conform.extra' })
      },
      { headers: [...this.headers, '柜台编号'] },
    )
  }

  private totals(): void {
    this.file('totals', (file, name) => {
      this.few(file)
      this.note(name, file.line(`记录数：${FEW + 3}`), { fault: '声明的记录数不符', code: 'conform.totals' })
    })
  }

  /** Ids as a spreadsheet leaves them: the last three digits gone. */
  private rounded(): void {
    const at = this.form.columns.findIndex(c => c.type === 'id_number')
    if (at < 0) return
    this.file('rounded', (file, name) => {
      for (let n = 0; n < FEW + 2; n++) file.row(this.right(n).map((c, i) => (i === at ? roundedId(n) : c)))
      this.note(name, 0, { fault: '证件号码被 Excel 舍入', code: 'conform.rounded' })
    })
  }

  private undecodable(): void {
    if (this.encoding !== 'utf-8') return
    const path = `${this.stem}-undecodable${this.ending}`
    const lines = [this.headers, ...Array.from({ length: FEW }, (_, n) => this.right(n))].map(cells =>
      cells.join(this.form.delimiter ?? ','),
    )
    const bytes = Buffer.concat(
      lines.map((line, i) =>
        Buffer.concat([iconv.encode(line, 'utf8'), i === 3 ? Buffer.from([0xff]) : Buffer.alloc(0), Buffer.from('\r\n')]),
      ),
    )
    this.claim(path)
    writeFileSync(path, bytes)
    this.note(basename(path), 4, { fault: '一行有无法解码的字节', code: 'reason.undecodable' })
  }

  /** Another encoding or delimiter than was agreed. */
  private agreed(): void {
    const { encoding, delimiter } = this.form
    if (encoding !== null) {
      this.file(
        'encoding',
        (file, name) => {
          this.few(file)
          this.note(name, 0, { fault: '编码不是约定的', code: 'conform.encoding' })
        },
        { encoding: encoding === 'utf-8' ? 'gb18030' : 'utf-8' },
      )
    }
    if (delimiter === null) return
    this.file(
      'delimiter',
      (file, name) => {
        this.few(file)
        this.note(name, 0, { fault: '分隔符不是约定的', code: 'conform.delimiter' })
      },
      { delimiter: delimiter === ',' ? '|' : ',' },
    )
  }

  tell(): void {
    const path = join(dirname(this.request.out), 'faults.csv')
    this.claim(path)
    const file = new TextFile(path, { encoding: 'utf-8-bom', delimiter: ',' })
    file.row(FAULT_COLUMNS)
    for (const f of this.faults) file.row([f.file, String(f.line), f.column, f.fault, f.code])
    file.close()
  }
}

function roundedId(n: number): string {
  return `110000199${n}0101${n}000`
}
