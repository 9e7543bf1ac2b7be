import { commas, counted, thousands as n, type None, type Texts } from './texts.js'

/** What `layout infer` says: of a proposal, its evidence, and what it could not place. */
export interface ProposeMessages {
  'cli.g.layout': None
  'cli.c.layout_infer': None
  'cli.o.out_layout': None
  'cli.o.name_layout': None
  'propose.no_header': { file: string; rows: number }
  'propose.no_rows': { file: string; line: number }
  'propose.name': { found: string }
  'propose.h.column': None
  'propose.h.field': None
  'propose.h.confidence': None
  'propose.h.evidence': None
  'propose.e.synonym': { header: string; layout: string }
  'propose.e.words': None
  'propose.e.citizens': { share: string }
  'propose.e.credit': { share: string }
  'propose.e.persons': { share: string }
  'propose.e.units': { share: string }
  'propose.e.days': { form: string; share: string }
  'propose.e.months': { form: string; share: string }
  'propose.e.spans': { share: string }
  'propose.e.money': { share: string }
  'propose.e.rates': { share: string }
  'propose.e.numbers': { share: string }
  'propose.e.sum': { total: string; parts: string; share: string }
  'propose.e.codes': { list: string; agency: string; share: string; values: string }
  'propose.e.blank': None
  'propose.e.against': { field: string; found: string }
  'propose.e.beside': { header: string }
  'propose.e.rival': None
  'propose.e.unsure': None
  'propose.f.citizens': None
  'propose.f.credit': None
  'propose.f.spans': None
  'propose.f.days': None
  'propose.f.months': None
  'propose.f.money': None
  'propose.f.rates': None
  'propose.f.units': None
  'propose.f.numbers': None
  'propose.f.other': None
  'propose.u.known_useless': None
  'propose.u.unknown': None
  'propose.u.repeats': { of: string }
  'propose.u.taken': { of: string }
  'propose.u.against': { of: string }
  'propose.u.twice': { of: string }
  'propose.u.blank': None
  'propose.y.head': { file: string }
  'propose.y.file': { format: string; encoding: string; delimiter: string; sheet: string; header: string; rows: number; whole: boolean }
  'propose.y.nearest': { layout: string; confidence: string; rivals: string }
  'propose.y.missing': { groups: string }
  'propose.y.unplaced': None
  'propose.y.totals': { words: string }
  'propose.y.use': { file: string }
  'propose.y.source': None
  'propose.y.check': None
  'propose.y.both': None
  'propose.said.read': { file: string; rows: number; whole: boolean; line: string }
  'propose.said.nearest': { layout: string; confidence: string; rivals: string }
  'propose.said.missing': { groups: string }
  'propose.said.unplaced': { columns: string }
  'propose.said.trial': { rows: number; aside: number; reasons: string }
  'propose.said.written': { file: string }
  'propose.said.sheets': { sheet: string; others: string }
}

const whole = (p: { rows: number; whole: boolean }): string => (p.whole ? `全部 ${n(p.rows)} 行` : `前 ${n(p.rows)} 行`)
const wholeEn = (p: { rows: number; whole: boolean }): string =>
  p.whole ? `all ${counted(p.rows, 'row')}` : `the first ${counted(p.rows, 'row')}`
const rivals = (text: string): string => (text === '' ? '' : `；也像 ${text}，请核对`)
const rivalsEn = (text: string): string => (text === '' ? '' : `; ${text} fit nearly as well, so check it`)

export const proposeZh: Texts<ProposeMessages> = {
  'cli.g.layout': () => '版式：拟定、检查、接口说明',
  'cli.c.layout_infer': () => '看一份文件，拟出它的版式（带注释的 YAML，列明依据和把握）',
  'cli.o.out_layout': () => '版式写到这个文件（默认输出到屏幕）',
  'cli.o.name_layout': () => '版式名（小写字母、数字、-）',
  'propose.no_header': p => `${p.file}：前 ${p.rows} 行里看不出表头。请用 hedui peek 查看文件，确认有列名一行后再试。`,
  'propose.no_rows': p => `${p.file}：第 ${p.line} 行的表头下面没有数据，无从判断。请换一份有数据的文件。`,
  'propose.name': p => `版式名“${p.found}”不能用。请用小写字母开头，只含小写字母、数字、- 和 _。`,
  'propose.h.column': () => '列名',
  'propose.h.field': () => '字段',
  'propose.h.confidence': () => '把握',
  'propose.h.evidence': () => '依据',
  'propose.e.synonym': p => `列名即“${p.header}”（${p.layout}）`,
  'propose.e.words': () => '按列名用词',
  'propose.e.citizens': p => `${p.share} 是校验位正确的公民身份号码`,
  'propose.e.credit': p => `${p.share} 是校验位正确的统一社会信用代码`,
  'propose.e.persons': p => `${p.share} 像人名`,
  'propose.e.units': p => `${p.share} 像单位名称`,
  'propose.e.days': p => `${p.share} 是 ${p.form} 日期`,
  'propose.e.months': p => `${p.share} 是 ${p.form}`,
  'propose.e.spans': p => `${p.share} 一格写了起止两个月`,
  'propose.e.money': p => `${p.share} 是金额`,
  'propose.e.rates': p => `${p.share} 是比例`,
  'propose.e.numbers': p => `${p.share} 是编号或整数`,
  'propose.e.sum': p => `${p.share} 的行里 ${p.total} = ${p.parts}`,
  'propose.e.codes': p => `${p.share} 能按 ${p.agency} 的 ${p.list} 代码翻译（${p.values}）`,
  'propose.e.blank': () => '整列为空，只能按列名',
  'propose.e.against': p => `列名像 ${p.field}，内容却是${p.found}`,
  'propose.e.beside': p => `与“${p.header}”并存，是建账年月`,
  'propose.e.rival': () => '另有相近的读法，请核对',
  'propose.e.unsure': () => '内容看不出来',
  'propose.f.citizens': () => '公民身份号码',
  'propose.f.credit': () => '统一社会信用代码',
  'propose.f.spans': () => '起止月份',
  'propose.f.days': () => '日期',
  'propose.f.months': () => '年月',
  'propose.f.money': () => '金额',
  'propose.f.rates': () => '比例',
  'propose.f.units': () => '单位名称',
  'propose.f.numbers': () => '编号',
  'propose.f.other': () => '别的东西',
  'propose.u.known_useless': () => '比对用不着',
  'propose.u.unknown': () => '看不出是什么，需要时请手工归位',
  'propose.u.repeats': p => `重复了“${p.of}”，不再读`,
  'propose.u.taken': p => `像 ${p.of}，已由更合适的列担任`,
  'propose.u.against': p => `列名像 ${p.of}，内容不像，没有归位`,
  'propose.u.twice': p => `有两列都叫“${p.of}”，分不清，请对方改名`,
  'propose.u.blank': () => '整列为空，看不出是什么',
  'propose.y.head': p => `由 hedui layout infer 看过 ${p.file} 后拟出，请逐列核对，改好再用。`,
  'propose.y.file': p =>
    `文件：${p.format}${p.encoding === '' ? '' : `，编码 ${p.encoding}`}${p.delimiter === '' ? '' : `，分隔符 ${p.delimiter}`}${p.sheet === '' ? '' : `，工作表 ${p.sheet}`}；表头在第 ${p.header} 行；看了${whole(p)}。`,
  'propose.y.nearest': p => `最像内置版式 ${p.layout}（把握 ${p.confidence}）${rivals(p.rivals)}。`,
  'propose.y.missing': p => `没有找到：${p.groups}。缺了它们有些比对做不了，请向送出单位补要，或在下面手工归位。`,
  'propose.y.unplaced': () => '没有归位的列：',
  'propose.y.totals': p => `文件里的合计行用词：${p.words}。`,
  'propose.y.use': p => `试装载：hedui load ${p.file} --layout 本文件；放进工作区的 layouts/ 后可以只写版式名。`,
  'propose.y.source': () => '长期使用请在 hedui.yaml 的 sources 里加一段，例如：',
  'propose.y.check': () => '下一份文件先用 hedui layout check 文件 --layout 本文件 查看有没有变。',
  'propose.y.both': () => '一行里有应缴也有实缴：出征集、缴费两条记录。应缴另有提取件时，请删去 levy 一段。',
  'propose.said.read': p => `${p.file}：表头在第 ${p.line} 行，看了${whole(p)}。`,
  'propose.said.nearest': p => `最像内置版式 ${p.layout}（把握 ${p.confidence}）${rivals(p.rivals)}。`,
  'propose.said.missing': p => `没有找到：${p.groups}。请向送出单位补要，或手工归位。`,
  'propose.said.unplaced': p => `没有归位的列：${p.columns}。`,
  'propose.said.trial': p =>
    p.aside === 0
      ? `按拟出的版式试读 ${n(p.rows)} 行，全部读通。`
      : `按拟出的版式试读 ${n(p.rows)} 行，拒收 ${n(p.aside)} 行（${p.reasons}）。请核对后再装载。`,
  'propose.said.written': p => `版式已写到 ${p.file}。核对后用 hedui load 文件 --layout ${p.file} 装载。`,
  'propose.said.sheets': p => `看的是工作表 ${p.sheet}；其余：${p.others}。用 --sheet 换一张。`,
}

export const proposeEn: Texts<ProposeMessages> = {
  'cli.g.layout': () => 'layouts: propose, check, describe',
  'cli.c.layout_infer': () => 'look at a file and propose its layout (commented YAML, with evidence and confidence)',
  'cli.o.out_layout': () => 'write the layout to this file (default: stdout)',
  'cli.o.name_layout': () => 'name of the layout (lower-case letters, digits, -)',
  'propose.no_header': p =>
    `${p.file}: no header can be told in the first ${p.rows} rows. Look at the file with hedui peek, and try again with one that names its columns.`,
  'propose.no_rows': p =>
    `${p.file}: there are no rows below the header in line ${p.line}, so nothing can be told. Try a file that holds data.`,
  'propose.name': p => `“${p.found}” cannot be the name of a layout. Use lower-case letters, digits, - and _, beginning with a letter.`,
  'propose.h.column': () => 'column',
  'propose.h.field': () => 'field',
  'propose.h.confidence': () => 'confidence',
  'propose.h.evidence': () => 'evidence',
  'propose.e.synonym': p => `the header is “${p.header}” (${p.layout})`,
  'propose.e.words': () => 'by the words of the header',
  'propose.e.citizens': p => `${p.share} are citizens’ numbers with a right check digit`,
  'propose.e.credit': p => `${p.share} are credit codes with a right check character`,
  'propose.e.persons': p => `${p.share} look like names of persons`,
  'propose.e.units': p => `${p.share} look like names of units`,
  'propose.e.days': p => `${p.share} are dates as ${p.form}`,
  'propose.e.months': p => `${p.share} are ${p.form}`,
  'propose.e.spans': p => `${p.share} hold first and last month in one cell`,
  'propose.e.money': p => `${p.share} are amounts`,
  'propose.e.rates': p => `${p.share} are rates`,
  'propose.e.numbers': p => `${p.share} are numbers`,
  'propose.e.sum': p => `${p.total} = ${p.parts} in ${p.share} of the rows`,
  'propose.e.codes': p => `${p.share} translate by the list ${p.list} of ${p.agency} (${commas(p.values)})`,
  'propose.e.blank': () => 'the column is blank: by its name alone',
  'propose.e.against': p => `called like ${p.field}, but it holds ${p.found}`,
  'propose.e.beside': p => `beside “${p.header}” it is the booked month`,
  'propose.e.rival': () => 'another reading is nearly as good: check it',
  'propose.e.unsure': () => 'the values tell nothing',
  'propose.f.citizens': () => 'citizens’ numbers',
  'propose.f.credit': () => 'credit codes',
  'propose.f.spans': () => 'spans of months',
  'propose.f.days': () => 'dates',
  'propose.f.months': () => 'months',
  'propose.f.money': () => 'money',
  'propose.f.rates': () => 'rates',
  'propose.f.units': () => 'names of units',
  'propose.f.numbers': () => 'numbers',
  'propose.f.other': () => 'something else',
  'propose.u.known_useless': () => 'of no use to matching',
  'propose.u.unknown': () => 'nothing tells what it is; place it by hand if it is needed',
  'propose.u.repeats': p => `repeats “${p.of}” and is not read`,
  'propose.u.taken': p => `looks like ${p.of}, which a better column is`,
  'propose.u.against': p => `called like ${p.of}, but its values are not; not placed`,
  'propose.u.twice': p => `two columns are called “${p.of}”; ask the sender to name them apart`,
  'propose.u.blank': () => 'blank, and its name tells nothing',
  'propose.y.head': p => `Proposed by hedui layout infer after a look at ${p.file}. Check it column by column before use.`,
  'propose.y.file': p =>
    `File: ${p.format}${p.encoding === '' ? '' : `, ${p.encoding}`}${p.delimiter === '' ? '' : `, delimiter ${p.delimiter}`}${p.sheet === '' ? '' : `, sheet ${p.sheet}`}; header in line ${p.header}; looked at ${wholeEn(p)}.`,
  'propose.y.nearest': p => `Nearest shipped layout: ${p.layout} (confidence ${p.confidence})${rivalsEn(commas(p.rivals))}.`,
  'propose.y.missing': p =>
    `Not found: ${commas(p.groups)}. Some comparisons cannot run without; ask the sender, or place a column by hand below.`,
  'propose.y.unplaced': () => 'Columns that were not placed:',
  'propose.y.totals': p => `Words of its total rows: ${commas(p.words)}.`,
  'propose.y.use': p => `Try it: hedui load ${p.file} --layout THIS-FILE; in the workspace’s layouts/ its name is enough.`,
  'propose.y.source': () => 'For good, add to sources in hedui.yaml, for example:',
  'propose.y.check': () => 'Look at the next file with hedui layout check FILE --layout THIS-FILE first.',
  'propose.y.both': () =>
    'A row holds what is due and what was paid: it gives a levy and a payment. Where levies come in an extract of their own, remove the record levy.',
  'propose.said.read': p => `${p.file}: header in line ${p.line}, looked at ${wholeEn(p)}.`,
  'propose.said.nearest': p => `Nearest shipped layout: ${p.layout} (confidence ${p.confidence})${rivalsEn(commas(p.rivals))}.`,
  'propose.said.missing': p => `Not found: ${commas(p.groups)}. Ask the sender, or place a column by hand.`,
  'propose.said.unplaced': p => `Not placed: ${commas(p.columns)}.`,
  'propose.said.trial': p =>
    p.aside === 0
      ? `Read by the proposed layout, all ${counted(p.rows, 'row')} fit.`
      : `Read by the proposed layout, ${n(p.aside)} of ${counted(p.rows, 'row')} set aside (${commas(p.reasons)}). Check it before you load.`,
  'propose.said.written': p => `The layout is in ${p.file}. Check it, then hedui load FILE --layout ${p.file}.`,
  'propose.said.sheets': p => `This was sheet ${p.sheet}; others: ${commas(p.others)}. Choose one with --sheet.`,
}
