import { yuanText, type Agency, type Day } from '../kernel/index.js'
import type { Kind } from '../records/index.js'
import type { OutcomeFigures } from './figures.js'
import type { SummaryBlock, Cell, ColumnType, Summary } from './model.js'
import { agencyWord, inLang, kindWord, missingText, outcomeWord, owesText, stateWord, told, type Voice } from './words.js'

/** How discrepancies of an outcome came and went in the run. */
export interface Moves {
  readonly opened: number
  readonly reopened: number
  readonly closed: number
}

/** Rows of a side of a rule in one class. */
export interface BalanceLine {
  readonly rule: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly owner: string | null
  readonly agency: string
  readonly kind: Kind | null
  readonly class: string
  readonly rows: number
  /** Sources of the rule that owe something. */
  readonly owes: readonly { readonly source: string; readonly periods: readonly string[] }[]
}

/** A rule that did not run, and the sides that nobody delivered. */
export interface MissingRule {
  readonly title: { readonly zh: string; readonly en: string }
  readonly owner: string | null
  readonly missing: readonly string[]
}

interface SummaryInput {
  readonly recipient: Agency
  readonly asOf: Day
  readonly run: number
  readonly packageId: string
  readonly voice: Voice
  readonly moves: ReadonlyMap<string, Moves> | null
  readonly balance: readonly BalanceLine[]
  readonly missing: readonly MissingRule[]
}

interface Contents {
  readonly title: string
  readonly figures: readonly OutcomeFigures[]
  /** Sheets by the names of their files. */
  readonly names: ReadonlyMap<string, string>
}

/** The first sheet of a bureau's book. */
export function bureauSummary(input: SummaryInput, { title, figures, names }: Contents): Summary {
  const { voice } = input
  const sum = (pick: (f: OutcomeFigures) => number): number => figures.reduce((n, f) => n + pick(f), 0)
  return {
    name: told(voice, 'sheet.summary'),
    title,
    facts: [
      [told(voice, 'fact.agency'), agencyWord(voice, input.recipient)],
      [told(voice, 'fact.as_of'), input.asOf],
      [told(voice, 'fact.run'), told(voice, 'fact.run_value', { run: input.run })],
      [told(voice, 'fact.package'), input.packageId + (voice.mask ? ` · ${told(voice, 'fact.masked')}` : '')],
      [told(voice, 'fact.acts'), told(voice, 'fact.rows_money', { rows: sum(f => f.acts), money: yuanText(sum(f => f.fen)) })],
      [told(voice, 'fact.informed'), told(voice, 'fact.rows', { rows: sum(f => f.informed) })],
      [
        told(voice, 'fact.other'),
        told(voice, 'fact.transit_notes', { transit: sum(f => f.apart.in_transit.rows), notes: sum(f => f.apart.note.rows) }),
      ],
    ],
    notes: (['fill.1', 'fill.2', 'fill.3', 'fill.4'] as const).map(code => told(voice, code)),
    blocks: numbered(voice, [
      outcomesBlock(input, { title, figures, names }),
      ...apartBlock(voice, figures, names),
      ...balanceBlock(input),
      ...missingBlock(input),
    ]),
  }
}

/** Blocks with their number in front of their titles: which there are is not the same in every book. */
export function numbered(voice: Voice, blocks: readonly SummaryBlock[]): readonly SummaryBlock[] {
  return blocks.map((block, i) => ({ ...block, title: told(voice, 'block.nth', { n: i + 1, title: block.title }) }))
}

function outcomesBlock({ voice, moves }: SummaryInput, { figures, names }: Contents): SummaryBlock {
  const mine = figures.filter(f => f.acts + f.informed > 0 || moves?.has(f.outcome) === true)
  const gone = [...(moves ?? [])].filter(([outcome]) => !figures.some(f => f.outcome === outcome))
  const line = (f: Pick<OutcomeFigures, 'outcome' | 'title' | 'acts' | 'fen' | 'informed' | 'ages'>): readonly Cell[] => {
    const m = moves?.get(f.outcome) ?? { opened: 0, reopened: 0, closed: 0 }
    return [
      f.outcome,
      f.title,
      f.acts,
      f.fen,
      f.informed,
      ...(moves === null ? [] : [f.acts - m.opened - m.reopened + m.closed, m.opened, m.reopened, m.closed, f.acts]),
      ...f.ages,
    ]
  }
  const rows = [
    ...mine.map(line),
    ...gone.map(([outcome]) =>
      line({ outcome, title: outcomeWord(voice, outcome, { zh: '', en: '' }), acts: 0, fen: 0, informed: 0, ages: [0, 0, 0, 0] }),
    ),
  ].toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
  const head = [
    'code',
    'title',
    'acts_rows',
    'acts_money',
    'informed_rows',
    ...(moves === null ? [] : ['before', 'opened', 'reopened', 'closed', 'after']),
    'age0',
    'age1',
    'age2',
    'age3',
  ]
  const types = head.map((h): ColumnType => (h === 'code' || h === 'title' ? 'text' : h === 'acts_money' ? 'money' : 'count'))
  const total: readonly Cell[] = types.map((type, i) =>
    i === 0 ? told(voice, 'head.total') : type === 'text' ? null : rows.reduce((n, r) => n + Number(r[i] ?? 0), 0),
  )
  return {
    title: told(voice, 'block.outcomes'),
    notes: [told(voice, rows.length === 0 ? 'block.none' : moves === null ? 'block.shown' : 'block.ledger')],
    head: head.map(h => told(voice, `head.${h}` as 'head.code')),
    types,
    rows: [...rows, total],
    links: [...rows.map(r => names.get(String(r[0])) ?? null), null],
    total: true,
  }
}

function apartBlock(voice: Voice, figures: readonly OutcomeFigures[], names: ReadonlyMap<string, string>): readonly SummaryBlock[] {
  const groups = [
    ['in_transit', 'file.transit'],
    ['note', 'file.notes'],
  ] as const
  const lines = groups.flatMap(([group, file]) =>
    figures
      .filter(f => f.apart[group].rows > 0)
      .map(f => ({
        cells: [f.outcome, f.title, f.apart[group].rows, f.apart[group].fen, stateWord(voice, group)],
        link: names.get(told(voice, file)) ?? null,
      })),
  )
  if (lines.length === 0) return []
  const head = ['head.code', 'head.title', 'head.count', 'head.money', 'column.state'] as const
  return [
    {
      title: told(voice, 'block.apart'),
      notes: [],
      head: head.map(h => told(voice, h)),
      types: ['text', 'text', 'count', 'money', 'text'],
      rows: lines.map(l => l.cells),
      links: lines.map(l => l.link),
    },
  ]
}

const CLASSES = [
  'matched',
  'outcome',
  'ambiguous',
  'in_transit',
  'not_live',
  'reversal_pending',
  'not_comparable',
  'other_level',
  'filtered',
  'undecided',
] as const

/** Lines of the balance that speak of the recipient: its own sides, and the other sides of what is compared with it. */
function balanceBlock({ voice, recipient, balance }: SummaryInput): readonly SummaryBlock[] {
  const key = (b: BalanceLine): string => `${b.rule}|${b.owner ?? ''}|${b.agency}|${b.kind ?? ''}`
  const rules = new Set(balance.filter(b => b.agency === recipient).map(b => `${b.rule}|${b.owner ?? ''}`))
  const sides = new Map<string, BalanceLine[]>()
  for (const b of balance)
    if (b.owner === null ? b.agency === recipient : rules.has(`${b.rule}|${b.owner}`)) sides.set(key(b), [...(sides.get(key(b)) ?? []), b])
  if (sides.size === 0) return []
  const owing = [...sides.values()].some(([line]) => line!.owes.length > 0)
  const rows = [...sides.values()].map((lines): readonly Cell[] => {
    const counts = CLASSES.map(c => lines.filter(l => classOf(l.class) === c).reduce((n, l) => n + l.rows, 0))
    const all = lines.reduce((n, l) => n + l.rows, 0)
    const { title, agency, kind } = lines[0]!
    const side = `${agencyWord(voice, agency)}${voice.lang === 'en' ? ' ' : ''}${kind === null ? '' : kindWord(voice, kind)}`
    return [inLang(voice, title), side, all, ...counts, ...(owing ? [owesText(voice, lines[0]!.owes)] : [])]
  })
  const head = ['rule', 'side', 'in_force', ...CLASSES, ...(owing ? ['owes'] : [])].map(h => told(voice, `head.${h}` as 'head.rule'))
  const types: readonly ColumnType[] = [
    'text',
    'text',
    'count',
    ...CLASSES.map((): ColumnType => 'count'),
    ...(owing ? ['text' as const] : []),
  ]
  return [
    {
      title: told(voice, 'block.balance'),
      notes: [told(voice, 'block.balanced'), ...(owing ? [told(voice, 'block.owes')] : [])],
      head,
      types,
      rows,
    },
  ]
}

function classOf(name: string): (typeof CLASSES)[number] {
  return CLASSES.find(c => c === name) ?? 'outcome'
}

function missingBlock({ voice, recipient, missing }: SummaryInput): readonly SummaryBlock[] {
  const mine = missing.filter(m => recipient === 'tax' || m.owner === null || m.owner === recipient)
  if (mine.length === 0) return []
  return [
    {
      title: told(voice, 'block.missing'),
      notes: [],
      head: [told(voice, 'head.rule'), told(voice, 'head.missing')],
      types: ['text', 'text'],
      rows: mine.map(m => [
        `${inLang(voice, m.title)}${m.owner === null ? '' : `（${agencyWord(voice, m.owner)}）`}`,
        missingText(m.missing, voice),
      ]),
    },
  ]
}
