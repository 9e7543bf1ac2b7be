import { readCodes } from '../layout/index.js'
import type { Lang } from '../messages/index.js'
import type { Voice } from '../report/index.js'
import type { Workspace } from '../workspace/index.js'

/** How the workspace's codes are called in a language. Throws `config.*`. */
export function labelsOf(ws: Pick<Workspace, 'codes'>, lang: Lang): Voice['label'] {
  const codes = readCodes(ws.codes)
  return (list, code) => codes.label(list, code, lang === 'en' ? 'en' : 'zh')
}
