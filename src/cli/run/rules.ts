import { checkRules, explainRule, listRules, sqlOfRule } from '../../flow/rules.js'
import type { ExitStatus } from '../../kernel/index.js'
import type { Context } from '../command.js'
import type { Options, Parsed } from '../parse.js'
import { showTable } from '../paint.js'
import { wrapped } from '../table.js'
import { fieldWord, inLang, recordsOf, ruleKindWord, told } from '../words.js'
import { ruleSentences } from '../rule-words.js'

type Status = Promise<ExitStatus | undefined>

/** All rules with their outcomes and sides. */
export async function runRulesList({ fx, workspace, json }: Context, _args: Parsed['args']): Status {
  const rules = listRules(workspace())
  if (json) for (const r of rules) fx.out(JSON.stringify(r))
  else {
    const head = [
      { title: told(fx, 'cli.h.rule') },
      { title: told(fx, 'cli.h.kind') },
      { title: told(fx, 'cli.h.title') },
      { title: told(fx, 'cli.h.outcome'), grow: true as const },
      { title: told(fx, 'cli.h.side'), below: true as const },
    ]
    const sides = (all: (typeof rules)[number]['reads']): string =>
      all.map(s => s.from.map(from => recordsOf(fx, from, s.records)).join(told(fx, 'cli.rule.else'))).join(' × ')
    await showTable(
      fx,
      head,
      rules.map(r => [r.rule, ruleKindWord(fx, r.kind), inLang(fx, r.title), r.outcomes.join(' '), sides(r.reads)]),
    )
    fx.note(told(fx, 'cli.rules.next'))
  }
  return undefined
}

/** Whether all rules can be read; ends with the first Problem where not. */
export async function runRulesCheck({ fx, workspace }: Context, _args: Parsed['args']): Status {
  const { rules, remarks } = checkRules(workspace())
  for (const r of remarks)
    fx.note(told(fx, 'cli.rules.suggests', { rule: r.rule, step: r.step, key: r.key.map(k => fieldWord(fx, k)).join(' + ') }))
  fx.out(told(fx, 'cli.rules.checked', { rules }))
  return undefined
}

/** A rule in sentences. */
export async function runRulesExplain({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Status {
  const explained = explainRule(workspace(), String(args[0]), { all: options['all'] === true }, fx)
  if (json) fx.out(JSON.stringify(explained))
  else for (const line of ruleSentences(explained, fx).flatMap(l => wrapped(l, fx.columns))) fx.out(line)
  return undefined
}

/** The SQL of a rule as an auditor reads it: each step with what it is for. */
export async function runRulesSql({ fx, workspace }: Context, args: Parsed['args']): Status {
  for (const step of sqlOfRule(workspace(), String(args[0]))) fx.out(`-- ${step.name}: ${step.why}\n${step.sql};\n`)
  return undefined
}
