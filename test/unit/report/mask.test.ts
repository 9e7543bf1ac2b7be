import { describe, expect, it } from 'vitest'
import { maskedAccount, maskedId, maskedName, maskedNumber, maskedText } from '../../../src/report/mask.js'
import { cleansingBook, type CleansingInput, type Note, type NoteKind } from '../../../src/report/cleansing.js'
import { masked, shownText, type Voice } from '../../../src/report/words.js'

const voice: Voice = { lang: 'zh-CN', label: (list, code) => `${list}:${code}`, mask: true }

describe('masks', () => {
  it('keep 6 and 4 of an id, the last 4 of an account, the first character of a name', () => {
    expect(maskedId('11000019900101001X')).toBe('110000********001X')
    expect(maskedId('110000900101001')).toBe('110000*****1001')
    expect(maskedId('E12345678')).toBe('E1*****78')
    expect(maskedId('12')).toBe('1*')
    expect(maskedAccount('6222020200112233445')).toBe('***************3445')
    expect(maskedName('欧阳娜娜')).toBe('欧***')
    expect(maskedName('𠮷野')).toBe('𠮷*')
    expect(maskedNumber('110000199001010017')).toBe('110000********0017')
    expect(maskedNumber('300000000161')).toBe('300000000161')
  })

  it('leave nobody recognisable in a row that could not be read', () => {
    expect(maskedText('110000199001010017|张三|6222020200112233445|养老|12.50')).toBe('110000********0017|张*|***************3445|养*|12.50')
    expect(maskedText('１１０００１９９００１０１００１７')).not.toContain('１９９００１')
    expect(maskedText('ZHANG San')).toBe('Z**** S**')
  })

  it('go by what a field holds', () => {
    expect(masked(voice, 'id_number', '11000019900101001X')).toBe('110000********001X')
    expect(masked(voice, 'name', '张三')).toBe('张*')
    expect(masked(voice, 'payee', '张三')).toBe('张*')
    expect(masked(voice, 'employer', '91110000MA0000177X')).toBe('91110000MA0000177X')
    expect(masked(voice, 'employer', '110000199001010017')).toBe('110000********0017')
    expect(masked({ mask: false }, 'name', '张三')).toBe('张三')
  })
})

describe('words of values', () => {
  it('are those of people', () => {
    expect(shownText(voice, 'amount', 1234567)).toBe('12,345.67')
    expect(shownText(voice, 'insurance', 'pension')).toBe('insurance:pension')
    expect(shownText(voice, 'posted', 0)).toBe('否')
    expect(shownText(voice, 'rate_person', 80_000)).toBe('8%')
    expect(shownText(voice, 'id_fault', 'length,check_digit')).toBe('证件号码位数不对；证件号码校验位不符')
    expect(shownText(voice, 'name', null)).toBe('')
  })
})

it('of a row whose cells have slipped no name or id is told in the cleansing report, and what columns are called stays', () => {
  const noted: Readonly<Record<NoteKind, readonly (readonly string[])[]>> = {
    aside: [['reason.amount_unreadable', '应缴金额: 王小明', '王小明|1'], ['reason.no_amount', '应缴金额 / 单位应缴', 'x'], ['reason.cell_count', '3 ≠ 9', 'x']],
    issues: [['sent_date', '王小明 110000199001010017', 'reason.date_unreadable'], ['insurance', '110000199001010017', 'reason.code_unknown'], ['insurance', '长护', 'reason.code_unknown']],
    changes: [],
  }
  const notes = (kind: NoteKind): readonly Note[] => noted[kind].map((texts, i) => ({ file: 'a.csv', sheet: null, line: i + 2, texts }))
  const input: CleansingInput = {
    agency: 'ss', city: '某市', asOf: '2025-10-10' as CleansingInput['asOf'], packageId: 'x', voice, files: [], quality: [], count: kind => noted[kind].length, notes,
    reasons: [{ kind: 'issues', reason: 'reason.date_unreadable', field: 'sent_date', rows: 1, first: notes('issues')[0]! }],
  }
  const { tables, summary } = cleansingBook(input)
  const [aside, issues] = tables.map(t => [...t.lines()].map(l => l.cells))
  expect(aside!.map(c => c[4])).toEqual(['应缴金额: 王**', '应缴金额 / 单位应缴', '3 ≠ 9'])
  expect(issues!.map(c => c[4])).toEqual(['王** 110000********0017', '110000********0017', '长护'])
  expect(JSON.stringify(summary.blocks)).not.toMatch(/王小明|110000199001010017/)
})
