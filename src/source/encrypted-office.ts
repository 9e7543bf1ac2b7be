import { readFileSync, statSync } from 'node:fs'
import { problem } from '../kernel/index.js'
import { passed, type Limits } from './limits.js'

/** Excel's own password of workbooks whose structure alone is protected: it opens them without asking. */
const DEFAULT_PASSWORD = 'VelvetSweatshop'

export interface OfficeSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  readonly password: string | undefined
}

/**
 * A compound file (.xls, or an .xlsx with a password) without its password, as a whole; `null` where it has none. Throws `source.encrypted`
 * without a password, `source.password` with a wrong one.
 */
export async function decryptedOffice({ path, file, limits, password }: OfficeSpec): Promise<Buffer | null> {
  if (statSync(path).size > limits.memory_bytes) throw passed(limits, 'memory_bytes', { file })
  const bytes = readFileSync(path)
  const { default: office } = await import('officecrypto-tool')
  if (!isEncrypted(office, bytes)) return null
  for (const attempt of password === undefined ? [DEFAULT_PASSWORD] : [password, DEFAULT_PASSWORD]) {
    try {
      return await office.decrypt(bytes, { password: attempt })
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      if (!/password/i.test(detail)) throw problem('source.part', { file, part: 'EncryptedPackage', detail })
    }
  }
  throw password === undefined ? problem('source.encrypted', { file }) : problem('source.password', { file })
}

/** A compound file that is no office file at all is not encrypted; its reader says what is wrong with it. */
function isEncrypted(office: { isEncrypted(input: Buffer): boolean }, bytes: Buffer): boolean {
  try {
    return office.isEncrypted(bytes)
  } catch {
    return false
  }
}
