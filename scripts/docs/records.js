import { readCodes } from '../../dist/layout/index.js'
import { CODE_LISTS, FIELDS, fieldsOf, KIND_LABELS, KINDS } from '../../dist/records/index.js'
import { readCsvText, TEMPLATES } from './shipped.js'
import { code, page, table } from './markdown.js'

/** What a type holds, and how it stands in SQLite and JSON. */
const TYPES = {
  id_number: ['证件号码，文本；15 位升为 18 位，x 大写', 'identity number, text; 15 digits raised to 18, x in upper case'],
  credit_code: ['统一社会信用代码，文本', 'credit code, text'],
  person_name: [
    '姓名，文本；空白、全半角、间隔点、自造区字符统一',
    'name of a person, text; blanks, width, dots and private-use characters folded',
  ],
  org_name: ['单位名称，文本', 'name of an organisation, text'],
  code: ['规范代码，文本；按（机构、代码表、代码）翻译', 'canonical code, text; translated by (agency, list, code)'],
  fen: ['金额，整数，单位分', 'money, whole number of 分'],
  rate: ['比例，整数，单位百万分之一（0.16 是 160000）', 'rate, whole number of millionths (0.16 is 160000)'],
  period: ['年月，整数 yyyymm', 'month, the whole number yyyymm'],
  date: ['日期，文本 yyyy-mm-dd', 'day, text yyyy-mm-dd'],
  timestamp: ['时刻，文本', 'time, text'],
  text: ['文本', 'text'],
  int: ['整数', 'whole number'],
  flag: ['是 1，否 0', 'yes 1, no 0'],
}

const field = f => [
  code(f.name),
  f.zh,
  f.en,
  f.type,
  f.list === undefined ? '' : `[${f.list}](#list-${f.list})`,
  f.derived === true ? 'hedui' : '',
]
const HEAD = ['field', '中文', 'English', 'type', 'list', 'made by']

export function recordsPage() {
  const codes = readCodes(`${TEMPLATES}codes`)
  return page(
    'Records · 记录',
    'The data dictionary: what each record kind holds, how every type is stored, and the canonical codes. These are the tables and columns of `hedui query` and the values of `--json`; absent is NULL.\n\n' +
      '数据字典：每种记录有哪些字段、各类型怎样存放、规范代码有哪些。`hedui query` 的表和列、`--json` 的值都照此；没有值的是 NULL。',
    '## Types · 类型',
    table(
      ['type', '中文', 'English'],
      Object.entries(TYPES).map(([name, words]) => [code(name), ...words]),
    ),
    '## Every record · 每条记录',
    table(HEAD, fieldsOf(KINDS[0]).slice(0, -FIELDS[KINDS[0]].length).map(field)),
    ...KINDS.flatMap(kind => [`## ${kind} · ${KIND_LABELS[kind].zh}`, table(HEAD, FIELDS[kind].map(field))]),
    '## Code lists · 代码表',
    'Shipped in `templates/codes/`, copied to `codes/` by `hedui init`, where a city adds its own codes. Each line names an agency, its code, and the canonical one; `*` is every agency. A code that is not listed stays as it is and is counted by `hedui doctor`.\n\n' +
      '随 hedui 提供，`hedui init` 复制到 `codes/`，各市在那里补自己的代码。每行是机构、机构自己的代码、规范代码；`*` 指所有机构。没有列出的代码原样保留，`hedui doctor` 会计数。',
    ...CODE_LISTS.flatMap(list => [`### List ${list}`, `<a id="list-${list}"></a>${code(`codes/${list}.csv`)}`, listTable(list, codes)]),
  )
}

function listTable(list, codes) {
  const rows = readCsvText(`codes/${list}.csv`)
  const own = (canonical, agency) =>
    list === 'insurance'
      ? (rows.find(r => r.code === canonical)?.[agency] ?? '').split(';').join(' ')
      : rows
          .filter(r => r.canonical === canonical && r.agency === agency)
          .map(r => r.code)
          .join(' ')
  const agencies = ['ss', 'mi', 'tax', 'bank'].filter(a => codes.canonicalCodes(list).some(c => own(c, a) !== ''))
  return table(
    ['canonical', '中文', 'English', ...agencies],
    codes.canonicalCodes(list).map(c => [code(c), codes.label(list, c, 'zh'), codes.label(list, c, 'en'), ...agencies.map(a => own(c, a))]),
  )
}
