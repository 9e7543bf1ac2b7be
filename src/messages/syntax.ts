/** What the YAML parser complains of, by its own codes, and the two complaints that come without one. */
const YAML_ZH: Readonly<Record<string, string>> = {
  ALIAS_PROPS: '引用（*）不能再带锚点或标签',
  BAD_ALIAS: '锚点（&）或引用（*）的名称不对',
  BAD_COLLECTION_TYPE: '标签与内容不符',
  BAD_DIRECTIVE: '% 开头的指令不对',
  BAD_DQ_ESCAPE: '双引号里的 \\ 转义不对',
  BAD_INDENT: '缩进不对，或没有收尾：同级的各行要对齐',
  BAD_PROP_ORDER: '锚点、标签应写在 - 或 : 的后面',
  BAD_SCALAR_START: '值不能以这个符号开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '两层写到了一处：缩进不对，或值里的“: ”没有加引号',
  BLOCK_IN_FLOW: '[ ] 或 { } 里面不能换成分行的写法',
  DUPLICATE_KEY: '同一项写了两次',
  IMPOSSIBLE: '读不懂的写法',
  KEY_OVER_1024_CHARS: '项名太长',
  MISSING_CHAR: '少了符号',
  MULTILINE_IMPLICIT_KEY: '项名要写在一行里，后面跟 : 和空格',
  MULTIPLE_ANCHORS: '一处只能有一个锚点',
  MULTIPLE_DOCS: '一个文件里只能有一份内容（不要写 ---）',
  MULTIPLE_TAGS: '一处只能有一个标签',
  NON_STRING_KEY: '项名应是文字',
  RESOURCE_EXHAUSTION: '嵌套太深',
  TAB_AS_INDENT: '缩进要用空格，不能用制表符（Tab）',
  TAG_RESOLVE_FAILED: '! 开头的标签不认识',
  UNEXPECTED_TOKEN: '多出了符号，或写错了位置',
  MERGE: '<< 只能合并另一处的 { } 内容',
  ALIASES: '引用展开后太多',
}
/** The sign that a complaint speaks of. */
const SIGN =
  /^(?:Unexpected .* token .*"(\S+)"$|Unexpected ([^\w\s]+) in|Missing(?: closing| space after)? ([^\w\s])|.* end with an? (\S)$|Plain value cannot start with .* (\S)$)/

/** A complaint about YAML in Chinese, with the sign that it speaks of. */
export function yamlZh(code: string, found: string): string {
  const what = YAML_ZH[code] ?? YAML_ZH['IMPOSSIBLE']!
  const sign = SIGN.exec(found)
    ?.slice(1)
    .find(s => s !== undefined)
  return sign === undefined ? what : `“${sign}”处：${what}`
}

/** What zod calls kinds of values. */
const KINDS_ZH: Readonly<Record<string, string>> = {
  object: '若干项（名称: 值）',
  record: '若干项（名称: 值）',
  array: '列表',
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  null: '空',
}

/** Zod's own sentences by their form, where a schema says nothing of its own: what stands between, in Chinese. */
const ZOD_ZH: readonly (readonly [RegExp, (m: readonly string[]) => string])[] = [
  [/^Invalid option: expected one of (.+)$/, m => `${m[1]!.replaceAll('"', '').replaceAll('|', '、')} 之一`],
  [/^Invalid input: expected "(.+)"$/, m => m[1]!],
  [/^Invalid input: expected (\w+), received \w+$/, m => KINDS_ZH[m[1]!] ?? '别的一种值'],
  [/^Too small: expected (?:array|string) to have >=?(\d+) \w+$/, m => `至少 ${m[1]} 个`],
  [/^Too big: expected (?:array|string) to have <=?(\d+) \w+$/, m => `至多 ${m[1]} 个`],
  [/^Too small: expected \w+ to be >=?(-?[\d.]+)$/, m => `${m[1]} 以上的数`],
  [/^Too big: expected \w+ to be <=?(-?[\d.]+)$/, m => `${m[1]} 以下的数`],
  [/^Invalid (?:input|string|key|element).*$/, () => '合规定的写法（见 docs/reference）'],
]

/** What zod expects, in Chinese; null: the sentence is none of its own. */
export function zodZh(text: string): string | null {
  for (const [form, said] of ZOD_ZH) {
    const m = form.exec(text)
    if (m !== null) return said(m)
  }
  return null
}
