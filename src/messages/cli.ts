import type { Texts } from './texts.js'

export interface CliMessages {
  'cli.placeholder': { file: string }
}

export const cliZh: Texts<CliMessages> = {
  'cli.placeholder': p => p.file,
}

export const cliEn: Texts<CliMessages> = {
  'cli.placeholder': p => p.file,
}
