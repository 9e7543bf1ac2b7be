/** What SQLite says of a statement that it cannot run, by its form, in Chinese; what stands between is a name of the operator's. */
const ZH: readonly (readonly [RegExp, (found: string, more: string) => string])[] = [
  [
    /^no such column: "(.+)" - should this be a string literal in single-quotes\?$/,
    x => `没有 ${x} 这一列；若是文字，请用半角单引号 '${x}'`,
  ],
  [/^no such column: (.+)$/, x => `没有 ${x} 这一列`],
  [/^no such table: (.+)$/, x => `没有 ${x} 这张表`],
  [/^no such function: (.+)$/, x => `没有函数 ${x}`],
  [/^ambiguous column name: (.+)$/, x => `几张表里都有 ${x}，请写明是哪一张的，例如 levy.${x.slice(x.lastIndexOf('.') + 1)}`],
  [/^near "(.+)": syntax error$/s, x => `“${x}”附近的写法不对`],
  [/^unrecognized token: "(['"].*)"$/s, x => `从 ${x} 起引号没有成对`],
  [/^unrecognized token: "(.+)"$/s, x => `认不出“${x}”`],
  [/^incomplete input$/, () => '没有写完'],
  [/^wrong number of arguments to function (.+)$/, x => `函数 ${x} 的参数个数不对`],
  [
    /^misuse of (?:aliased |window )?(?:aggregate|function)(?: function)?:? (.+)$/,
    x => `汇总函数 ${x} 不能用在这里；按汇总的结果挑选，请用 having`,
  ],
  [/^aggregate functions are not allowed in the GROUP BY clause$/, () => 'group by 里不能用汇总函数'],
  [/^sub-select returns (\d+) columns - expected (\d+)$/, (x, y) => `子查询应返回 ${y} 列，写了 ${x} 列`],
  [/^SELECTs to the left and right of (.+) do not have the same number of result columns$/, x => `${x} 两边的列数不同`],
  [/^cannot join using column (.+) - column not present in both tables$/, x => `${x} 不是两张表都有的列，不能用 using`],
  [
    /^\d+\w+ (ORDER|GROUP) BY term out of range - should be between 1 and (\d+)$/,
    (x, y) => `${x.toLowerCase()} by 的序号应在 1 到 ${y} 之间`,
  ],
  [/^The supplied SQL string contains no statements$/, () => '里面没有语句'],
  [/^The supplied SQL string contains more than one statement$/, () => '一次只能写一条语句'],
  [/^Too few parameter values were provided$/, () => '? 处请直接写值'],
  [/^integer overflow$/, () => '整数超出范围'],
]

/** Signs as a Chinese keyboard makes them. */
const WIDE = /[，；：（）＝“”‘’＊]/u

/** A complaint about SQL in Chinese, with SQLite's own words behind it. Another one stands as it is. */
export function sqlZh(detail: string): string {
  const said = ZH.flatMap(([form, say]) => {
    const m = form.exec(detail)
    return m === null ? [] : [`${say(m[1] ?? '', m[2] ?? '')}${WIDE.test(m[1] ?? '') ? '；标点要用半角' : ''}`]
  })[0]
  return said === undefined ? detail : `${said}（${detail}）`
}
