import { say, type Lang } from '../messages/index.js'
import type { InterfaceDescription } from './describe.js'
import { codesText, longLists } from './sheets.js'
import { listedIn, partedIn } from './tell.js'

/** The interface description as Markdown. */
export function interfaceMarkdown(d: InterfaceDescription, lang: Lang): string {
  const h = (
    code: 'header' | 'meaning' | 'type' | 'length' | 'needed' | 'codes' | 'example' | 'rule' | 'standard' | 'list' | 'code' | 'also',
  ): string => say(lang, `doc.h.${code}`, {})
  const lists = longLists(d.fields)
  return [
    `# ${say(lang, 'doc.title', { title: d.title, layout: d.layout })}`,
    '',
    ...d.intro.flatMap(line => [line, '']),
    `## ${say(lang, 'doc.columns', {})}`,
    '',
    ...grid(
      [h('header'), h('meaning'), h('type'), h('length'), h('needed'), h('codes'), h('example'), h('rule'), h('standard')],
      d.fields.map(f => [
        f.mandatory ? `**${f.header}**` : f.header,
        f.meaning,
        f.type,
        f.length,
        f.needed,
        codesText(f, lang),
        f.example,
        partedIn(lang, f.rules),
        partedIn(lang, f.standards),
      ]),
    ),
    '',
    `## ${h('also')}`,
    '',
    ...d.fields.filter(f => f.also.length > 0).map(f => `- ${f.header}${lang === 'en' ? ': ' : '：'}${listedIn(lang, f.also)}`),
    '',
    ...(lists.length === 0
      ? []
      : [
          `## ${say(lang, 'doc.codes', {})}`,
          '',
          ...lists.flatMap(f => [
            `### ${f.header}`,
            '',
            ...grid(
              [h('code'), h('meaning')],
              f.codes.map(c => [c.code, c.meaning]),
            ),
            '',
          ]),
        ]),
  ].join('\n')
}

function grid(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(c => c.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
