import type { FindingClass } from '../engine/index.js'
import type { Cursor } from './cursor.js'
import { FINDINGS } from './finding.js'

const column = (name: (typeof FINDINGS.fields)[number]): number => FINDINGS.fields.indexOf(name)
const [CLASS, ACTS, KINDS, HAS, LACKS] = [column('class'), column('who_acts'), column('kinds'), column('agency_has'), column('agency_lacks')]

/** Whether a text holds another, asked of the same text again and again. */
class Holds {
  private readonly part: string
  private last = ''
  private answer = false

  constructor(part: string) {
    this.part = part
  }

  in(text: string): boolean {
    if (text === this.last) return this.answer
    this.last = text
    return this.answer = text.includes(this.part)
  }
}

/** How the finding at which a cursor stands concerns an agency: as `run-reader` asks SQLite. */
export class Concerned {
  private readonly findings: Cursor
  private readonly agency: string
  private readonly acts: Holds
  private readonly holds: Holds

  constructor(findings: Cursor, agency: string) {
    this.findings = findings
    this.agency = agency
    this.acts = new Holds(`"${agency}"`)
    this.holds = new Holds(`"${agency}:`)
  }

  class(): FindingClass {
    return this.findings.text(CLASS) as FindingClass
  }

  /** It must act, or it has or lacks a row; null: neither. */
  part(): 'acts' | 'informed' | null {
    const { findings, agency } = this
    if (this.acts.in(findings.text(ACTS)!)) return 'acts'
    return findings.text(HAS) === agency || findings.text(LACKS) === agency || this.holds.in(findings.text(KINDS)!) ? 'informed' : null
  }
}
