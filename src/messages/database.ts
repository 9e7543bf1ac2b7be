import { commas, type Texts } from './texts.js'

export interface DatabaseMessages {
  'database.driver': { kind: string; name: string; command: string }
  'database.ca': { file: string; detail: string }
  'database.password_env': { source: string; name: string }
  'database.login': { source: string; host: string; user: string; detail: string }
  'database.no_database': { source: string; host: string; database: string; detail: string }
  'database.no_table': { source: string; detail: string }
  'database.query_column': { source: string; detail: string }
  'database.column': { source: string; column: string; found: string }
  'database.denied': { source: string; user: string; detail: string }
  'database.query': { source: string; detail: string }
  'database.lost': { source: string; host: string; times: number; detail: string }
  'database.key': { source: string; key: string }
}

export const databaseZh: Texts<DatabaseMessages> = {
  'database.driver': p => `读取 ${p.kind} 需要驱动 ${p.name}，本机没有安装。请运行：${p.command}。`,
  'database.ca': p => `证书文件 ${p.file} 读不了（${p.detail}）。请核对 hedui.yaml 里的 tls.ca。`,
  'database.password_env': p =>
    `来源 ${p.source}：环境变量 ${p.name} 没有设置，没有密码可用。请先设置它再运行（写在 cron 的环境里，不要写在命令行上）。`,
  'database.login': p => `来源 ${p.source}：${p.host} 不接受用户 ${p.user} 登录（${p.detail}）。请核对用户名、密码和对方的访问许可。`,
  'database.no_database': p =>
    `来源 ${p.source}：${p.host === '' ? '' : `${p.host} 上`}打不开数据库 ${p.database}（${p.detail}）。请核对 hedui.yaml 里的 connection.database。`,
  'database.no_table': p =>
    `来源 ${p.source}：没有这张表，或没有看它的权限（${p.detail}）。请核对 table 的模式名、表名和大小写（Oracle、达梦多为大写）。`,
  'database.query_column': p =>
    `来源 ${p.source}：查询里用到的列不存在（${p.detail}）。对方可能改了列名：请用 hedui peek --source ${p.source} 查看，再改 query。`,
  'database.column': p =>
    `来源 ${p.source}：结果里没有列 ${p.column}，它写在 incremental 里。现有列：${p.found}。请改正 hedui.yaml，或问对方是否改了列名。`,
  'database.denied': p => `来源 ${p.source}：用户 ${p.user} 没有权限（${p.detail}）。请对方授予 select 权限。`,
  'database.query': p => `来源 ${p.source}：数据库没有执行查询（${p.detail}）。请核对 hedui.yaml 里的 table 或 query。`,
  'database.lost': p =>
    `来源 ${p.source}：${p.host} 连不上或中途断开，重试 ${p.times} 次仍不成功（${p.detail}）。什么都没有装载；请核对网络和数据库，然后重新运行。`,
  'database.key': p =>
    `来源 ${p.source}：有几行的 ${p.key} 相同，分不清哪一行是新的。请在 incremental.key 里写上能区分每一行的列，或用 hedui load --source ${p.source} --full 全部重取。`,
}

export const databaseEn: Texts<DatabaseMessages> = {
  'database.driver': p => `Reading ${p.kind} needs the driver ${p.name}, which is not installed. Run: ${p.command}`,
  'database.ca': p => `The certificate file ${p.file} cannot be read (${p.detail}). Check tls.ca in hedui.yaml.`,
  'database.password_env': p =>
    `Source ${p.source}: the environment variable ${p.name} is not set, so there is no password. Set it first (in cron's environment, not on the command line).`,
  'database.login': p =>
    `Source ${p.source}: ${p.host} does not let the user ${p.user} in (${p.detail}). Check user, password and the server's access rules.`,
  'database.no_database': p =>
    `Source ${p.source}: the database ${p.database}${p.host === '' ? '' : ` on ${p.host}`} cannot be opened (${p.detail}). Check connection.database in hedui.yaml.`,
  'database.no_table': p =>
    `Source ${p.source}: there is no such table, or you may not see it (${p.detail}). Check schema, name and case of table (upper case in most of Oracle and DM).`,
  'database.query_column': p =>
    `Source ${p.source}: the query uses a column that is not there (${p.detail}). It may have been renamed: look with hedui peek --source ${p.source}, then mend query.`,
  'database.column': p =>
    `Source ${p.source}: the result has no column ${p.column}, which incremental names. It has: ${commas(p.found)}. Mend hedui.yaml, or ask whether it was renamed.`,
  'database.denied': p => `Source ${p.source}: the user ${p.user} may not do that (${p.detail}). Ask for the right to select.`,
  'database.query': p => `Source ${p.source}: the database did not run the query (${p.detail}). Check table or query in hedui.yaml.`,
  'database.lost': p =>
    `Source ${p.source}: ${p.host} could not be reached or the connection broke, and ${p.times} more tries did not mend it (${p.detail}). Nothing was loaded; check network and server, then run it again.`,
  'database.key': p =>
    `Source ${p.source}: several rows have the same ${p.key}, so that it is unclear which is the new one. Name columns in incremental.key that tell every row apart, or pull everything with hedui load --source ${p.source} --full.`,
}
