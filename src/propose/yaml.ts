import { yamlInline } from '../config/index.js'
import { say } from '../messages/index.js'
import type { LayoutDraft, DraftColumn } from './draft.js'
import type { Proposal } from './propose.js'
import { columnEvidenceText, meaning, whyText } from './tell.js'

/** What the head of a proposed layout tells of the file that it was made from. */
export interface Provenance {
  readonly file: string
  readonly format: string
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly sheet: string | null
  readonly header: string
  readonly rows: number
  readonly whole: boolean
  readonly totals: readonly string[]
}

const zh = 'zh-CN'

/** The proposed layout as a file with comments, for a person to check. */
export function layoutText({ draft, nearest, placed, unplaced, missing }: Proposal, told: Provenance): string {
  const comments = [
    say(zh, 'propose.y.head', { file: told.file }),
    say(zh, 'propose.y.file', {
      ...told,
      encoding: told.encoding ?? '',
      delimiter: told.delimiter === null ? '' : JSON.stringify(told.delimiter),
      sheet: told.sheet ?? '',
    }),
    say(zh, 'propose.y.nearest', { layout: nearest.layout, confidence: nearest.confidence.toFixed(2), rivals: nearest.rivals.join('、') }),
    ...(missing.length === 0 ? [] : [say(zh, 'propose.y.missing', { groups: groupsText(missing, draft) })]),
    ...(told.totals.length === 0 ? [] : [say(zh, 'propose.y.totals', { words: told.totals.join('、') })]),
    ...(unplaced.length === 0
      ? []
      : [
          say(zh, 'propose.y.unplaced', {}),
          ...unplaced.map(u => `  ${u.header === '' ? `(${u.index + 1})` : u.header}：${whyText(zh, u)}`),
        ]),
    say(zh, 'propose.y.use', { file: told.file }),
    say(zh, 'propose.y.check', {}),
    say(zh, 'propose.y.source', {}),
    `  - { name: ${draft.name}, layout: ${draft.name}, pattern: ${yamlInline([told.file.replace(/(?<!\d)20\d{6}(?!\d)/, '{date}').replace(/(?<!\d)20\d{4}(?!\d)/, '{period}')])}, delivers: append${told.sheet === null ? '' : `, sheet: ${yamlInline(told.sheet)}`} }`,
  ]
  const columns = draft.columns.map(c => `${line(c)}   # ${commentOf(c, { placed, kinds: nearest.kinds })}`)
  const both =
    draft.records.some(r => r.kind === 'levy') &&
    draft.records.some(r => r.kind === 'payment') &&
    draft.columns.some(c => c.name.startsWith('due_') || c.name.startsWith('amount_'))
  return [
    ...comments.map(c => `# ${oneLine(c)}`),
    `name: ${draft.name}`,
    `title: ${yamlInline(draft.title)}`,
    `agency: ${draft.agency}`,
    ...(draft.sender === null ? [] : [`sender: ${draft.sender}`]),
    ...Object.entries(draft.head).map(([key, value]) => `${key}: ${yamlInline(value)}`),
    'columns:',
    ...columns,
    `mandatory: ${yamlInline(draft.mandatory)}`,
    ...(draft.must.length === 0 ? [] : [`must: ${yamlInline(draft.must)}`]),
    ...(draft.readable.length === 0 ? [] : [`readable: ${yamlInline(draft.readable)}`]),
    ...(both ? [`# ${say(zh, 'propose.y.both', {})}`] : []),
    'records:',
    ...draft.records.flatMap(recordLines),
    '',
  ].join('\n')
}

function line({ name, headers, more }: DraftColumn): string {
  const plain = Object.keys(more).length === 0
  return `  ${name}: ${yamlInline(plain ? headers : { headers, ...more })}`
}

function commentOf(c: DraftColumn, { placed, kinds }: { placed: Proposal['placed']; kinds: Proposal['nearest']['kinds'] }): string {
  const own = placed.find(p => p.index === c.index && p.field === c.name)
  const evidence = (own?.evidence ?? []).map(e => columnEvidenceText(zh, e)).join('；')
  return oneLine(
    `${meaning(c.name, kinds)}，${say(zh, 'propose.h.confidence', {})} ${(own?.confidence ?? 0).toFixed(2)}${evidence === '' ? '' : `：${evidence}`}`,
  )
}

/** Mandatory groups that were not found, in words. */
export function groupsText(missing: Proposal['missing'], draft: LayoutDraft): string {
  const kinds = draft.records.map(r => r.kind)
  return missing.map(group => [...new Set(group.map(n => meaning(n, kinds)))].join('/')).join('、')
}

function recordLines(record: LayoutDraft['records'][number]): readonly string[] {
  const { unpivot, split, ...plain } = record
  const lines = Object.entries(plain)
    .filter(([, v]) => v !== undefined)
    .map(([key, value], i) => `${i === 0 ? '  - ' : '    '}${key}: ${yamlInline(value)}`)
  if (split !== undefined)
    lines.push('    split:', `      amount: ${split.amount}`, '      rules:', ...split.rules.map(rule => `        - ${yamlInline(rule)}`))
  if (unpivot !== undefined) lines.push('    unpivot:', ...unpivot.map(set => `      - ${yamlInline(set)}`))
  return lines
}

/** Headers are the sender's: no line break of theirs may end a comment. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')
}
