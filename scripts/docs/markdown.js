/** A cell's text: pipes and line ends would break the table. */
function cell(text) {
  return String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
}

/** A table; columns that are empty throughout are left out, unless all are asked for. */
export function table(head, rows, all = false) {
  const shown = head.map((_, i) => i).filter(i => all || rows.some(r => String(r[i] ?? '') !== ''))
  const line = cells => `| ${shown.map(i => cell(cells[i])).join(' | ')} |`
  return [line(head), `|${shown.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

/** Code in running text; a backtick inside is kept by doubling the fence. */
export function code(text) {
  const plain = String(text)
  return plain.includes('`') ? `\`\` ${plain} \`\`` : `\`${plain}\``
}

/** Several words as code, in a row. */
export function codes(words) {
  return words.map(code).join(' ')
}

export function block(lines, language = '') {
  return ['```' + language, ...lines, '```'].join('\n')
}

/** Says where the page comes from, in both languages. */
export function page(title, about, ...parts) {
  return [`# ${title}`, '<!-- Written by scripts/docs.js from the code; change the code, then run npm run docs. -->', about, ...parts].join(
    '\n\n',
  )
}
