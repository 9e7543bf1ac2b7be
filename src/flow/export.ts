import type { Effects } from '../kernel/index.js'
import type { Workspace } from '../workspace/index.js'

export interface ExportRequest { readonly run?: number; readonly encoding?: 'utf-8' | 'gb18030'; readonly mask?: boolean }
export interface ExportReport { readonly dir: string; readonly run: number; readonly files: readonly { readonly file: string; readonly rows: number; readonly sha256: string }[] }

export function exportRun(ws: Workspace, request: ExportRequest, _fx: Effects): Promise<ExportReport> {
  return Promise.resolve({ dir: ws.outbox, run: request.run ?? 0, files: [] })
}
