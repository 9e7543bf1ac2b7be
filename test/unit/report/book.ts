import type { Book, Cell, TableColumn, Table } from '../../../src/report/model.js'
import type { Voice } from '../../../src/report/index.js'

export const chinese: Voice = { lang: 'zh-CN', label: (_, code) => code, mask: false }

export function column(title: string, more: Partial<TableColumn> = {}): TableColumn {
  return { title, type: 'text', tint: 'key', width: 12, wrap: false, ...more }
}

/** A table of the given rows; `quiet` rows are for information. */
export function table(name: string, columns: readonly TableColumn[], rows: readonly (readonly Cell[])[], quiet: (n: number) => boolean = () => false): Table {
  return {
    name, file: name, title: `${name} title`, notes: ['a note'], columns, frozen: 1, count: rows.length, sum: -1, fen: 0,
    *lines() { for (const [n, cells] of rows.entries()) yield { cells, quiet: quiet(n) } },
  }
}

export function book(tables: readonly Table[], more: Partial<Book> = {}): Book {
  return { asOf: '2025-10-10', title: '一本', tables, seal: null, counts: {}, summary: { name: '汇总', title: '一本', facts: [['截止日', '2025-10-10']], notes: [], blocks: [] }, ...more }
}

/** Text that spreadsheets, XML or CSV might take for something else. */
export const HOSTILE = [
  '=1+1', '+861380000', '-5.20', '@SUM(A1)', '\tx', '\rx', '＝1+1', '＋1', '－1', '＠x', '=HYPERLINK("http://x","y")', '=cmd|\' /C calc\'!A0', '"', '""', 'a"b', 'a,b', 'a\nb', 'a\r\nb', ' a ', '\u00a0a', '<b>&amp;</b>', ']]>',
  '_x0041_', '_x005F_x0041_', '__x0041__', '_x0041', '\u0000', '\u0001', '\u001b[31m', '\u000b', '\ufffe', '\uffff', '𠮷', '😀', '\ud800', 'x\udc00y', '110000199001010017', '00123', '1E5', '2025-10-10', "'", "'=1", '�', '王·五', '\u2028', '',
]
