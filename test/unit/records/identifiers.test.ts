import { describe, expect, test } from 'vitest'
import {
  citizenCheck, creditCheck, creditFault, idFaults, isSoundCitizen, isSoundCredit, passesCheck, raised15,
} from '../../../src/records/index.js'
import { PROVINCES } from '../../../src/records/identifiers.js'

const TODAY = 20250630
/** A number of nobody: region codes that end in 0000 are provinces, which issue none. */
const id = (seventeen: string): string => seventeen + citizenCheck(seventeen)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('check characters', () => {
  test.each(['11010519491231002X', '810000199408230021', '830000199201300022', '911124198108030024', '932682198501010017'])('the published sample %s passes', sample => {
    expect(passesCheck(sample)).toBe(true)
    expect(idFaults(sample, '', TODAY)).toEqual([])
  })

  test('every remainder has its character, X among them', () => {
    const checks = new Set(Array.from({ length: 200 }, (_, i) => citizenCheck(`11000019900101${String(i).padStart(3, '0')}`)))
    expect([...checks].toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'])
  })

  test('a credit code: GB 32100 over its 31 characters', () => {
    const seventeen = '91000000MA0TEST00'.replaceAll('S', '5')
    const code = seventeen + creditCheck(seventeen)!
    expect(creditFault(code)).toBeUndefined()
    expect(isSoundCredit(bytes(`  ${code}`), 2)).toBe(true)
    const wrong = code.slice(0, 17) + (code[17] === '0' ? '1' : '0')
    expect(creditFault(wrong)).toBe('check_digit')
    expect(isSoundCredit(bytes(wrong), 0)).toBe(false)
  })

  test.each([['91000000', 'length'], ['9100000000000000IO', 'characters'], ['91000000MA0TESTＡ00', 'characters'], ['91000000000000000S', 'characters']])('%s: %s', (code, fault) => {
    expect(creditFault(code)).toBe(fault)
  })

  test.each([...'IOSVZ'])('%s is no character of a credit code', letter => {
    expect(creditCheck(`91000000MA0TE5T0${letter}`)).toBeUndefined()
  })
})

describe('numbers of 15 digits', () => {
  test('are raised by century and check character', () => {
    expect(raised15('110105491231002')).toBe('11010519491231002X')
  })

  test.each(['996', '997', '998', '999'])('sequence %s was kept for people born in the 1800s', sequence => {
    expect(raised15(`110000891231${sequence}`)?.slice(0, 14)).toBe('11000018891231')
  })

  test.each([['110000490231002', 'no 31 February'], ['990000491231002', 'no such province'], ['11000049123100', '14 digits'], ['11000049123100X', 'a letter']])('%s is not: %s', old => {
    expect(raised15(old)).toBeUndefined()
  })
})

describe('faults in the order of R03', () => {
  const good = id('11000019900101001')
  const wrongCheck = good.slice(0, 17) + (good[17] === '1' ? '2' : '1')
  test.each([
    ['a sound one', good, '01', []],
    ['without a type', good, '', []],
    ['blank', '', '01', []],
    ['17 digits', good.slice(0, 17), '01', ['length']],
    ['19 characters', `${good}0`, '01', ['length']],
    ['a letter inside', `11000O${good.slice(6)}`, '01', ['characters']],
    ['short and with a letter', '11000O1990', '01', ['length', 'characters']],
    ['wrong check digit', wrongCheck, '01', ['check_digit']],
    ['30 February', id('11000019900230001'), '01', ['date']],
    ['born after the data date', id('11000020250701001'), '01', ['date']],
    ['born on the data date', id('11000020250630001'), '01', []],
    ['29 February of no leap year', id('11000019000229001'), '01', ['date']],
    ['29 February of a leap year', id('11000020000229001'), '01', []],
    ['unknown province', id('00000019900101001'), '01', ['province']],
    ['wrong check digit, date and province', `00000019900230001${id('00000019900230001')[17] === '0' ? '1' : '0'}`, '01', ['check_digit', 'date', 'province']],
    ['15 digits whose date does not exist', '110000490231002', '01', ['date']],
    ['15 digits of an unknown province', '000000491231002', '01', ['province']],
    ['a residence permit under its type', id('81000019900101001'), '16', []],
    ['a residence permit called an identity card', id('83000019900101001'), '01', ['type']],
    ['an identity card called a residence permit', good, '16', ['type']],
    ['an identity card called a passport', good, '08', ['type']],
    ['an identity card called a Hong Kong permit', good, '04', ['type']],
    ['a permanent residence card, new form', id('91115619900101001'), '07', []],
    ['a permanent residence card, unknown province', id('90015619900101001'), '07', ['province']],
    ['a permanent residence card called an identity card', id('91115619900101001'), '01', ['type']],
    ['an identity card called a permanent residence card', good, '07', ['type']],
    ['a permanent residence card, old form', 'TST110090010112', '07', []],
    ['a permanent residence card, old form, a digit short', 'TST11009001011', '07', ['length']],
    ['a Taiwan permit called one of Hong Kong', '00000001', '04', ['type']],
    ['a Hong Kong permit called one of Taiwan', 'H00000001', '06', ['type']],
    ['a passport called a permanent residence', 'E00000001', '07', ['type']],
    ['a Hong Kong permit', 'H00000001', '04', []],
    ['a Hong Kong permit with its renewals', 'H0000000100', '04', []],
    ['a Macao permit', 'M00000001', '04', []],
    ['a Taiwan permit of 8 digits', '00000001', '06', []],
    ['a Taiwan permit of 10 characters', '0000000101', '06', []],
    ['a passport', 'E00000001', '08', []],
    ['a passport with a foreign character', 'E0000000№', '08', ['characters']],
    ['a permit far too short', 'H1', '04', ['length']],
    ['a passport without a type', 'E00000001', '', []],
    ['a passport called an identity card', 'E00000001', '01', ['length', 'characters']],
    ['a number that begins with a letter, too long for a passport', `E${good.slice(1)}`, '', ['characters']],
    ['a short number without a type', '00000001', '', ['length']],
    ['another document, whatever stands there', '测试字第1号', '99', []],
  ] as const)('%s', (_, number, type, faults) => {
    expect(idFaults(number, type, TODAY)).toEqual(faults)
  })

  test('provinces: 31 of the mainland, Taiwan, Hong Kong and Macao with the heads of residence permits', () => {
    expect(PROVINCES.size).toBe(35)
    for (const head of [11, 22, 50, 65, 71, 81, 82, 83]) expect(PROVINCES.has(head)).toBe(true)
    for (const head of [0, 10, 55, 66, 84, 91]) expect(PROVINCES.has(head)).toBe(false)
  })
})

describe('byte half', () => {
  test.each(['11000019900101001', '65000020250630999', '54000018000101000'])('%s with its check digit is sound', seventeen => {
    expect(isSoundCitizen(bytes(`x${id(seventeen)}`), 1, TODAY)).toBe(true)
  })

  test.each([
    ['lower-case x', '11010519491231002x'], ['wrong check', '110105194912310021'], ['no date', id('11000019900230001')], ['late', id('11000020250701001')],
    ['province', id('00000019900101001')], ['residence permit', id('81000019900101001')], ['permanent residence', id('91115619900101001')], ['letter', '1100001990O1010015'],
  ])('%s is left to the string half', (_, number) => {
    expect(isSoundCitizen(bytes(number), 0, TODAY)).toBe(false)
  })
})
