import type { EvidenceRow, Found, Taker } from './types.js'

/** Gives a text of the key, as `keyText` has it; null: there is none, false: it is no text that can be given, and has to be asked for. */
export function giveKey(f: Found, field: string, to: Taker): boolean | null {
  switch (field) {
    case 'voucher':
      return giveOne(f, f.vouchers, field, to)
    case 'levy_no':
      return giveOne(f, f.levy_nos, field, to)
    case 'insurance':
      return giveOne(f, f.insurances, field, to)
    case 'id_number':
      return giveOne(f, f.id_numbers, field, to)
    case 'person_no':
      return giveOne(f, f.person_nos, field, to)
    case 'name':
    case 'subject':
    case 'employer':
    case 'employer_no':
    case 'employer_name':
    case 'area':
    case 'office':
      return giveOne(f, null, field, to)
    default:
      return false
  }
}

function giveOne(f: Found, list: readonly string[] | null, field: string, to: Taker): boolean | null {
  return f.give === undefined || (list !== null && list.length > 0) ? false : f.give(field, to)
}

/** Notes where a text lies. */
class Noted implements Taker {
  private bytes: Uint8Array = new Uint8Array(0)
  private from = 0
  private to = 0

  take(bytes: Uint8Array, from: number, to: number): boolean {
    this.bytes = bytes
    this.from = from
    this.to = to
    return true
  }

  equals(other: Noted): boolean {
    const n = this.to - this.from
    if (n !== other.to - other.from) return false
    for (let i = 0; i < n; i++) if (this.bytes[this.from + i] !== other.bytes[other.from + i]) return false
    return true
  }
}

const [one, other] = [new Noted(), new Noted()]

/** Whether a row says of a field, a text, what the key says, or nothing; told without making strings. False where it is not known. */
export function isKeyText(row: EvidenceRow, field: string, f: Found): boolean {
  if (row.give === undefined) return false
  const said = row.give(field, one)
  return said === null || (said && giveKey(f, field, other) === true && one.equals(other))
}
