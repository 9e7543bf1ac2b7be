import type { Command } from './command.js'

const json = ['--json', 'cli.o.json'] as const
const asOf = ['--as-of <date>', 'cli.o.as_of'] as const
const reading = [['--encoding <name>', 'cli.o.encoding'], ['--delimiter <text>', 'cli.o.delimiter'], ['--sheet <sheet>', 'cli.o.sheet']] as const
const jobs = ['--jobs <n>', 'cli.o.jobs'] as const
const filter = [
  ['--rule <rule>', 'cli.o.rule_name'], ['--outcome <code>', 'cli.o.outcome'], ['--agency <agency>', 'cli.o.agency'], ['--employer <employer>', 'cli.o.employer'], ['--person <person>', 'cli.o.person'],
  ['--insurance <insurance>', 'cli.o.insurance'], ['--period <yyyymm>', 'cli.o.period'], ['--area <area>', 'cli.o.area'], ['--voucher <voucher>', 'cli.o.voucher'], ['--state <state...>', 'cli.o.state'],
  ['--at <date>', 'cli.o.at'], ['--limit <n>', 'cli.o.limit'], json,
] as const

/** All commands, in the order in which a new operator meets them. Each run loads only what it needs. */
export const COMMANDS: readonly Command[] = [
  { name: 'init', text: 'cli.c.init', args: [['[dir]', 'cli.a.dir']], options: [['--refresh', 'cli.o.refresh']], run: async (...a) => (await import('./run/setup.js')).runInit(...a) },
  { name: 'demo', text: 'cli.c.demo', args: [['[dir]', 'cli.a.dir_demo']], options: [['--people <n>', 'cli.o.people'], ['--seed <n>', 'cli.o.seed']], run: async (...a) => (await import('./run/setup.js')).runDemo(...a) },
  { name: 'peek', text: 'cli.c.peek', args: [['[file]', 'cli.a.file']], options: [['--source <name>', 'cli.o.peek_source'], ['--layout <name>', 'cli.o.layout'], ...reading, ['--all', 'cli.o.all'], json], run: async (...a) => (await import('./run/peek.js')).runPeek(...a) },
  {
    name: 'layout infer', text: 'cli.c.layout_infer', args: [['<file>', 'cli.a.file']], options: [['--out <file>', 'cli.o.out_layout'], ['--name <name>', 'cli.o.name_layout'], ...reading, json],
    run: async (...a) => (await import('./run/layout.js')).runLayoutInfer(...a),
  },
  {
    name: 'layout check', text: 'cli.c.layout_check', args: [['<file>', 'cli.a.file']],
    options: [['--layout <name>', 'cli.o.layout'], ...reading, ['--out <file>', 'cli.o.out_verdict'], ['--exit-code', 'cli.o.departs'], json],
    run: async (...a) => (await import('./run/conform.js')).runLayoutCheck(...a),
  },
  { name: 'layout doc', text: 'cli.c.layout_doc', args: [['[layout]', 'cli.a.layout']], options: [['--out <file>', 'cli.o.out_doc']], run: async (...a) => (await import('./run/layout.js')).runLayoutDoc(...a) },
  {
    name: 'conform', text: 'cli.c.conform', args: [['<file>', 'cli.a.file']], options: [['--layout <name>', 'cli.o.layout'], ...reading, ['--out <file>', 'cli.o.out_verdict'], json],
    run: async (...a) => (await import('./run/conform.js')).runConform(...a),
  },
  {
    name: 'load', text: 'cli.c.load', args: [['[files...]', 'cli.a.files']],
    options: [['--layout <name>', 'cli.o.layout'], ['--source <name...>', 'cli.o.source'], ...reading, ['--date <date>', 'cli.o.date'], ['--window <window>', 'cli.o.window'], ['--replaces <batch...>', 'cli.o.replaces'], ['--full', 'cli.o.full'], jobs, ['--profile', 'cli.o.profile'], json],
    run: async (...a) => (await import('./run/load.js')).runLoad(...a),
  },
  { name: 'batch list', text: 'cli.c.batch_list', args: [], options: [json], run: async (c, a) => (await import('./run/batch.js')).runBatchList(c, a) },
  { name: 'batch show', text: 'cli.c.batch_show', args: [['<batch>', 'cli.a.batch']], options: [json], run: async (c, a) => (await import('./run/batch.js')).runBatchShow(c, a) },
  { name: 'batch reload', text: 'cli.c.batch_reload', args: [['<batch>', 'cli.a.batch']], options: [jobs, json], run: async (...a) => (await import('./run/load.js')).runBatchReload(...a) },
  { name: 'batch drop', text: 'cli.c.batch_drop', args: [['<batch>', 'cli.a.batch']], options: [], run: async (c, a) => (await import('./run/batch.js')).runBatchDrop(c, a) },
  {
    name: 'quality', text: 'cli.c.quality', args: [], options: [asOf, ['--batch <batch...>', 'cli.o.quality_batch'], ['--out <dir>', 'cli.o.quality_out'], ['--exit-code', 'cli.o.quality_exit'], json],
    run: async (...a) => (await import('./run/quality.js')).runQuality(...a),
  },
  {
    name: 'status', text: 'cli.c.status', args: [], options: [asOf, ['--source <name...>', 'cli.o.status_source'], ['--periods <n>', 'cli.o.status_periods'], ['--exit-code', 'cli.o.status_exit'], json],
    run: async (...a) => (await import('./run/status.js')).runStatus(...a),
  },
  {
    name: 'match', text: 'cli.c.match', args: [], options: [asOf, ['--rule <rule...>', 'cli.o.rule'], ['--exact', 'cli.o.exact'], ['--profile', 'cli.o.profile'], ['--exit-code', 'cli.o.exit_code'], json],
    run: async (...a) => (await import('./run/match.js')).runMatch(...a),
  },
  { name: 'diff list', text: 'cli.c.diff_list', args: [], options: filter, run: async (...a) => (await import('./run/diff.js')).runDiffList(...a) },
  { name: 'diff show', text: 'cli.c.diff_show', args: [['<diff>', 'cli.a.diff']], options: [json], run: async (c, a) => (await import('./run/diff-show.js')).runDiffShow(c, a) },
  { name: 'diff explain', text: 'cli.c.diff_explain', args: [['<diff>', 'cli.a.diff']], options: [json], run: async (c, a) => (await import('./run/diff-show.js')).runDiffExplain(c, a) },
  {
    name: 'export', text: 'cli.c.export', args: [], options: [['--run <n>', 'cli.o.run'], ['--encoding <name>', 'cli.o.out_encoding'], ['--mask', 'cli.o.mask'], json],
    run: async (...a) => (await import('./run/export.js')).runExport(...a),
  },
  { name: 'rules list', text: 'cli.c.rules_list', args: [], options: [json], run: async (c, a) => (await import('./run/rules.js')).runRulesList(c, a) },
  { name: 'rules check', text: 'cli.c.rules_check', args: [], options: [], run: async (c, a) => (await import('./run/rules.js')).runRulesCheck(c, a) },
  { name: 'rules explain', text: 'cli.c.rules_explain', args: [['<rule>', 'cli.a.rule']], options: [['--all', 'cli.o.rules_all'], json], run: async (...a) => (await import('./run/rules.js')).runRulesExplain(...a) },
  { name: 'rules sql', text: 'cli.c.rules_sql', args: [['<rule>', 'cli.a.rule']], options: [], run: async (c, a) => (await import('./run/rules.js')).runRulesSql(c, a) },
  {
    name: 'synth', text: 'cli.c.synth', args: [['[dir]', 'cli.a.dir_synth']],
    options: [['--people <n>', 'cli.o.people'], ['--seed <n>', 'cli.o.seed'], ['--layout <name>', 'cli.o.synth_layout'], ['--out <file>', 'cli.o.synth_out'], ['--rows <n>', 'cli.o.rows'], ['--faults', 'cli.o.faults'], json],
    run: async (...a) => (await import('./run/setup.js')).runSynth(...a),
  },
  { name: 'run', text: 'cli.c.run', args: [['<job>', 'cli.a.job']], options: [asOf, jobs], run: async (...a) => (await import('./run/job.js')).runJobCommand(...a) },
  { name: 'query', text: 'cli.c.query', args: [['<sql>', 'cli.a.sql']], options: [asOf, ['--batch <batch...>', 'cli.o.batch'], json], run: async (...a) => (await import('./run/query.js')).runQuery(...a) },
  { name: 'doctor', text: 'cli.c.doctor', args: [], options: [json], run: async (c, a) => (await import('./run/doctor.js')).runDoctor(c, a) },
]
