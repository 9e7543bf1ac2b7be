import { word, type Speaker } from '../report/index.js'

export {
  agencyWord,
  fieldWord,
  inLang,
  keyWords,
  kindWord,
  listed,
  missingText,
  owesText,
  recordsOf,
  stateWord,
  told,
  variantBeside,
  whoWord,
} from '../report/index.js'

/** Why a file was read in its encoding (`OpenSource.encodingWhy`), in words. */
export function encodingWord(fx: Speaker, why: string): string {
  return word(fx, 'encoding', why)
}

export function ruleKindWord(fx: Speaker, kind: string): string {
  return word(fx, 'kind', kind)
}
