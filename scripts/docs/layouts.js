import { z } from 'zod'
import { layoutSchema, readLayouts } from '../../dist/layout/index.js'
import { KIND_LABELS } from '../../dist/records/index.js'
import { code, codes, page, table } from './markdown.js'
import { keyTable } from './schema.js'
import { commentOf, TEMPLATES } from './shipped.js'

export function layoutsPage() {
  const layouts = readLayouts(`${TEMPLATES}layouts`)
  return page(
    'Layouts · 版式',
    "How each agency's extract becomes records. The shipped layouts are copied to `layouts/` by `hedui init`; copy one and change it for your city ([how to write one](../guide/writing-a-layout.md)). Headers are told by any of their synonyms, in any order; columns that a layout does not use are ignored and listed.\n\n" +
      '各机构的提取件怎样变成记录。内置版式由 `hedui init` 复制到 `layouts/`；照着复制一份改成本市的（[怎样写版式](../guide/writing-a-layout.md)）。列按任一同义列名认，不问次序；版式不用的列略去并列出。',
    table(
      ['layout', '中文', 'English', 'agency', 'yields'],
      layouts.map(l => [
        `[${code(l.name)}](#${l.name})`,
        l.title.zh,
        l.title.en,
        l.sender === null ? l.agency : `${l.agency} (${l.sender})`,
        l.kinds.join(', '),
      ]),
    ),
    '## Keys of a layout file · 版式文件的键',
    keyTable('layout', layoutSchema),
    `Forms of dates and periods · 日期和所属期的写法: ${codes(dayForms())}. ${code('serial')} is a day number of Excel · Excel 的日期序号.`,
    ...layouts.map(one),
  )
}

/** Every form that a date or period may be declared in. */
function dayForms() {
  return z.toJSONSchema(layoutSchema, { io: 'input', unrepresentable: 'any' }).properties.dates.items.enum
}

function one(layout) {
  const { spec } = layout
  return [
    `## ${layout.name}`,
    `${layout.title.zh} · ${layout.title.en}. ${commentOf(`layouts/${layout.name}.yaml`)}`,
    table(
      ['', ''],
      [
        ['agency', layout.sender === null ? layout.agency : `${layout.agency}, sent by ${layout.sender}`],
        ['yields', spec.records.map(r => recordText(r)).join('; ')],
        ['mandatory · 必需', spec.mandatory.map(groupText).join(', ')],
        ['without · 不得有', codes(spec.without ?? [])],
        ['set aside without · 缺则拒收', codes(spec.must)],
        ['dates, periods', `${spec.dates.join(', ')}; ${spec.periods.join(', ')}`],
        ['money, rates', `${spec.money}, ${spec.rates}`],
      ].filter(([, v]) => v !== ''),
    ),
    table(
      ['column', 'type', 'headers · 列名'],
      Object.entries(spec.columns).map(([name, c]) => [
        code(name),
        [c.type, c.list].filter(x => x !== undefined).join(' '),
        c.headers.join('、'),
      ]),
    ),
  ].join('\n\n')
}

function recordText(r) {
  const when = Object.entries(r.when ?? {})
    .map(([column, wanted]) => `${column} ${[wanted].flat().join(' / ')}`)
    .join(', ')
  return `${r.kind} (${KIND_LABELS[r.kind].zh})${r.level === undefined ? '' : `, ${r.level}`}${r.agency === undefined ? '' : `, ${r.agency}`}${when === '' ? '' : `, when ${when}`}`
}

function groupText(group) {
  if (typeof group === 'string') return code(group)
  return 'of' in group ? `${group.count} of ${codes(group.of)}` : group.map(code).join(' or ')
}
