import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseCsv, readText, type CsvRow } from '../config/index.js'
import { AGENCIES, OWNERS, problem, type Owner } from '../kernel/index.js'
import type { Codes } from './types.js'

const INSURANCE = 'insurance'

/** One list: translations by agency (`*` for all), labels of canonical codes, and those that are account movements. */
interface CodeListData {
  readonly byAgency: Map<string, Map<string, string>>
  readonly labels: Map<string, { readonly zh: string; readonly en: string }>
  readonly incomparable: Set<string>
  /** In which line a code was given its meaning. */
  readonly lines: Map<string, number>
}

/** Where and by whom a code is written. */
interface Written {
  readonly file: string
  readonly line: number
  readonly agency: string
  readonly code: string
}

/** The code lists read last, with the texts that they were made of: a load asks for them for every file. */
let readBefore: { readonly key: string; readonly codes: Codes } | undefined

/**
 * Reads the code lists of a folder: `insurance.csv` (code, owner, names, each agency's codes, several divided by `;`) and for every other
 * list `<list>.csv` (agency, code, canonical, zh, en; agency `*` for all; canonical `-` for a code that means nothing). Throws `config.*`.
 */
export function readCodes(dir: string): Codes {
  const files = csvFiles(dir).map(file => ({ file, text: readText(join(dir, file), file) }))
  const key = JSON.stringify(files)
  if (readBefore?.key === key) return readBefore.codes
  const codes = parseCodes(files)
  readBefore = { key, codes }
  return codes
}

function parseCodes(files: readonly { readonly file: string; readonly text: string }[]): Codes {
  const lists = new Map<string, CodeListData>()
  const owners = new Map<string, Owner>()
  const digest = createHash('sha256')
  for (const { file, text } of files) {
    const list = basename(file, '.csv')
    const rows = parseCsv(
      text,
      list === INSURANCE ? ['code', 'owner', 'zh', 'en', 'ss', 'mi', 'tax', 'names'] : ['agency', 'code', 'canonical', 'zh', 'en'],
      file,
    )
    lists.set(list, list === INSURANCE ? insuranceList(rows, file, owners) : plainList(rows, file))
    digest.update(JSON.stringify([list, rows.map(r => r.cells)]))
  }
  return new CodeBook(lists, owners, digest.digest('hex'))
}

function csvFiles(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter(f => f.endsWith('.csv'))
      .toSorted()
  } catch {
    throw problem('config.missing', { file: join(dir, `${INSURANCE}.csv`) })
  }
}

function emptyList(): CodeListData {
  return { byAgency: new Map(), labels: new Map(), incomparable: new Set(), lines: new Map() }
}

/** A code has one meaning: of two the later line would be dead, and whoever wrote it would not learn it. */
function add(list: CodeListData, { file, line, agency, code }: Written, canonical: string): void {
  const key = normalCode(code)
  if (key === '') return
  const map = list.byAgency.get(agency) ?? new Map<string, string>()
  list.byAgency.set(agency, map)
  const at = `${agency} ${key}`
  const before = map.get(key)
  if (before !== undefined && before !== canonical)
    throw problem('config.csv_twice', {
      file,
      line,
      found: `${agency},${code}`,
      meaning: canonical,
      first: list.lines.get(at) ?? 1,
      before,
    })
  map.set(key, canonical)
  if (before === undefined) list.lines.set(at, line)
}

function plainList(rows: readonly CsvRow[], file: string): CodeListData {
  const list = emptyList()
  const named = new Set(rows.filter(r => r.cells['zh'] !== '').map(r => r.cells['canonical'] ?? ''))
  for (const { line, cells } of rows) {
    const { agency = '', code = '', canonical = '', zh = '', en = '', comparable = '' } = cells
    if (agency !== '*' && !AGENCIES.some(a => a === agency)) {
      throw problem('config.csv_value', { file, line, column: 'agency', found: agency, expected: `${AGENCIES.join(', ')}, *` })
    }
    if (canonical === '') throw problem('config.csv_value', { file, line, column: 'canonical', found: canonical, expected: '-' })
    if (canonical !== '-' && !named.has(canonical))
      throw problem('config.csv_value', { file, line, column: 'canonical', found: canonical, expected: [...named].join(', ') })
    const value = canonical === '-' ? '' : canonical
    add(list, { file, line, agency, code }, value)
    if (code !== canonical || zh === '') continue
    list.labels.set(canonical, { zh, en })
    add(list, { file, line, agency, code: zh }, value)
    if (comparable === '0') list.incomparable.add(canonical)
  }
  return list
}

function insuranceList(rows: readonly CsvRow[], file: string, owners: Map<string, Owner>): CodeListData {
  const list = emptyList()
  for (const { line, cells } of rows) {
    const { code = '', owner = '', zh = '', en = '', names = '' } = cells
    const known = OWNERS.find(o => o === owner)
    if (known === undefined) throw problem('config.csv_value', { file, line, column: 'owner', found: owner, expected: OWNERS.join(', ') })
    owners.set(code, known)
    list.labels.set(code, { zh, en })
    for (const name of [code, zh, ...names.split(';')]) add(list, { file, line, agency: '*', code: name }, code)
    for (const agency of ['ss', 'mi', 'tax'])
      for (const own of (cells[agency] ?? '').split(';')) add(list, { file, line, agency, code: own }, code)
  }
  return list
}

/** Codes and names as they are looked up: no blanks, half width, upper case. */
function normalCode(code: string): string {
  return code
    .replace(/[\s\u3000]/g, '')
    .replace(/[\uFF01-\uFF5E]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .toUpperCase()
}

/** Names of insurances stand with the part and the word 费: 职工基本养老保险（单位缴纳）, 失业保险费. */
function bareInsurance(normal: string): string {
  return normal
    .replace(/[([](?:单位|个人|用人单位)?(?:缴纳|缴费|部分|缴)?(?:部分)?[)\]]$/, '')
    .replace(/(?:单位|个人)(?:缴纳|缴费|部分)$/, '')
    .replace(/费$/, '')
}

class CodeBook implements Codes {
  private readonly lists: ReadonlyMap<string, CodeListData>
  private readonly owners: ReadonlyMap<string, Owner>
  readonly digest: string

  constructor(lists: ReadonlyMap<string, CodeListData>, owners: ReadonlyMap<string, Owner>, digest: string) {
    this.lists = lists
    this.owners = owners
    this.digest = digest
  }

  canonical(agency: string, list: string, code: string): string | undefined {
    const data = this.lists.get(list)
    if (data === undefined) return undefined
    const key = normalCode(code)
    const found = this.look(data, agency, key)
    if (found !== undefined || list !== INSURANCE) return found
    const bare = bareInsurance(key)
    return (
      this.look(data, agency, bare) ??
      this.look(data, agency, bareInsurance(key.replace(/[([][^()[\]]*[)\]]$/, ''))) ??
      (/^102\d{6}$/.test(key) ? this.look(data, agency, key.slice(0, 5)) : undefined)
    )
  }

  private look(data: CodeListData, agency: string, key: string): string | undefined {
    return data.byAgency.get(agency)?.get(key) ?? data.byAgency.get('*')?.get(key)
  }

  ownerOf(insurance: string): Owner | undefined {
    return this.owners.get(insurance)
  }

  label(list: string, canonical: string, lang: 'zh' | 'en'): string {
    return this.lists.get(list)?.labels.get(canonical)?.[lang] || canonical
  }

  comparable(list: string, canonical: string): boolean {
    return !(this.lists.get(list)?.incomparable.has(canonical) ?? false)
  }

  codesOf(agency: string, list: string): readonly { readonly code: string; readonly canonical: string }[] {
    const data = this.lists.get(list)
    const own = data?.byAgency.get(agency) ?? new Map<string, string>()
    const common = [...(data?.byAgency.get('*') ?? [])].filter(([code]) => !own.has(code))
    return [...own, ...common].map(([code, canonical]) => ({ code, canonical }))
  }

  canonicalCodes(list: string): readonly string[] {
    return [...(this.lists.get(list)?.labels.keys() ?? [])]
  }
}
