import type { Texts } from './texts.js'

export interface WorkspaceMessages {
  'workspace.none': { dir: string }
  'workspace.no_workspace': { dir: string }
  'workspace.exists': { file: string }
  'workspace.not_empty': { dir: string }
  'workspace.file_exists': { file: string }
  'workspace.source_twice': { file: string; line: number; column: number; name: string }
  'workspace.source': { file: string; line: number; column: number; found: string; known: string; nearest: string }
  'workspace.pattern': { file: string; line: number; column: number; found: string; known: string; nearest: string }
  'workspace.pattern_twice': { file: string; line: number; column: number; found: string }
  'workspace.job': { found: string; known: string; nearest: string }
}

export const workspaceZh: Texts<WorkspaceMessages> = {
  'workspace.none': p => `${p.dir} 及其上级文件夹里没有 hedui.yaml。请先用 hedui init 建立工作区，或用 -C 指明工作区。`,
  'workspace.no_workspace': p =>
    `${p.dir} 不是工作区：里面没有 hedui.yaml。请核对 -C（或环境变量 HEDUI_WORKSPACE），应写 hedui.yaml 所在的文件夹；要新建，用 hedui init ${p.dir}。`,
  'workspace.exists': p => `${p.file} 已经存在，没有改动。要补上缺少的内置文件，请用 hedui init --refresh。`,
  'workspace.not_empty': p => `${p.dir} 里已有文件，没有改动。请换一个新文件夹。`,
  'workspace.file_exists': p => `${p.file} 已经存在，没有覆盖。请换个文件名，或先移走它。`,
  'workspace.source_twice': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：来源 ${p.name} 写了两次。请改名。`,
  'workspace.source': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：没有来源“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}现有来源：${p.known}。`,
  'workspace.pattern': p =>
    `${p.file} 第 ${p.line} 行第 ${p.column} 列：文件名模式里的 ${p.found} 没有意义。${p.nearest === '' ? '' : `是否想写 ${p.nearest}？`}可用的：${p.known}，* 是任意文字。请改正后重试。`,
  'workspace.pattern_twice': p => `${p.file} 第 ${p.line} 行第 ${p.column} 列：一个文件名模式里 ${p.found} 只能写一次。别处请用 *。`,
  'workspace.job': p => `hedui.yaml 里没有任务“${p.found}”。${p.nearest === '' ? '' : `是否想写“${p.nearest}”？`}现有任务：${p.known}。`,
}

export const workspaceEn: Texts<WorkspaceMessages> = {
  'workspace.none': p => `There is no hedui.yaml in ${p.dir} or above. Set up a workspace with hedui init, or name one with -C.`,
  'workspace.no_workspace': p =>
    `${p.dir} is no workspace: there is no hedui.yaml in it. Check -C (or HEDUI_WORKSPACE), which names the folder that hedui.yaml is in; hedui init ${p.dir} sets up a new one.`,
  'workspace.exists': p => `${p.file} exists and was left as it is. hedui init --refresh adds shipped files that are absent.`,
  'workspace.not_empty': p => `${p.dir} holds files already and was left as it is. Name a new folder.`,
  'workspace.file_exists': p => `${p.file} exists already and was left alone. Choose another name, or move it away.`,
  'workspace.source_twice': p => `${p.file}:${p.line}:${p.column}: the source ${p.name} stands twice. Rename one.`,
  'workspace.source': p =>
    `${p.file}:${p.line}:${p.column}: there is no source “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known: ${p.known}.`,
  'workspace.pattern': p =>
    `${p.file}:${p.line}:${p.column}: ${p.found} means nothing in a file name pattern.${p.nearest === '' ? '' : ` Did you mean ${p.nearest}?`} Known: ${p.known}, and * for any text. Mend it and try again.`,
  'workspace.pattern_twice': p =>
    `${p.file}:${p.line}:${p.column}: ${p.found} may stand once in a file name pattern. Write * in the other place.`,
  'workspace.job': p => `hedui.yaml has no job “${p.found}”.${p.nearest === '' ? '' : ` Did you mean “${p.nearest}”?`} Known: ${p.known}.`,
}
