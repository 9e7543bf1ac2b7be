import { doctor, type Diagnosis } from '../../flow/doctor.js'
import { Exit, type Effects, type ExitStatus } from '../../kernel/index.js'
import type { Context } from '../command.js'
import type { Parsed } from '../parse.js'
import { agencyWord, listed, told } from '../words.js'

/** What is wrong with the workspace, and what is worth knowing. Status 2 only for what is wrong. */
export async function runDoctor({ fx, workspace, json }: Context, _args: Parsed['args']): Promise<ExitStatus> {
  const { files, wrong, remarks } = doctor(workspace(), fx)
  for (const [list, severity] of [
    [wrong, 'wrong'],
    [remarks, 'remark'],
  ] as const) {
    for (const f of list)
      fx.out(
        json
          ? JSON.stringify({
              severity,
              ...f,
              ...(f.what === 'config' ? { problem: { code: f.problem.code, params: f.problem.params } } : {}),
            })
          : sentence(f, fx),
      )
  }
  if (!json)
    fx.out(wrong.length === 0 ? told(fx, 'cli.doctor.ok', { files }) : told(fx, 'cli.doctor.wrong', { files, wrong: wrong.length }))
  return wrong.length === 0 ? Exit.done : Exit.operator
}

function sentence(f: Diagnosis, fx: Effects): string {
  switch (f.what) {
    case 'damaged':
      return told(fx, 'cli.doctor.damaged', f)
    case 'catalog':
      return told(fx, 'cli.doctor.catalog', f)
    case 'missing':
      return told(fx, 'cli.doctor.missing', f)
    case 'run':
      return told(fx, 'cli.doctor.run', f)
    case 'old_run':
      return told(fx, 'cli.doctor.old_run', f)
    case 'needed_run':
      return told(fx, 'cli.doctor.needed_run', f)
    case 'stray':
      return told(fx, 'cli.doctor.stray', f)
    case 'audit':
      return told(fx, 'cli.doctor.audit', f)
    case 'config':
      return f.problem.text(fx.lang)
    case 'calendar':
      return told(fx, 'cli.doctor.calendar', f)
    case 'changed_layout':
      return told(fx, 'cli.doctor.layout', { ...f, gone: f.gone ?? '', again: f.again ?? '' })
    case 'unknown_code':
      return told(fx, 'cli.doctor.code', f)
    case 'unit_numbers':
      return told(fx, 'cli.doctor.units', {
        batch: f.batch,
        agency: agencyWord(fx, f.agency),
        numbers: f.numbers,
        rows: f.rows,
        examples: listed(fx, f.examples) + (f.numbers > f.examples.length ? ' …' : ''),
      })
    case 'place':
      return told(fx, f.do === 'read' ? 'cli.doctor.unreadable' : 'cli.doctor.unwritable', f)
    case 'look':
      return told(fx, 'cli.doctor.look', f)
    case 'disk':
      return told(fx, 'cli.doctor.disk', { free: f.freeMiB })
  }
}
