import type { Texts } from './texts.js'

export interface WorkspaceMessages {
  'workspace.placeholder': { file: string }
}

export const workspaceZh: Texts<WorkspaceMessages> = {
  'workspace.placeholder': p => p.file,
}

export const workspaceEn: Texts<WorkspaceMessages> = {
  'workspace.placeholder': p => p.file,
}
