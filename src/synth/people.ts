import { hash, pick } from './dice.js'

/** Persons to a group: one employer's staff, then residents, then flexible workers. */
export const GROUP = 50
const STAFF = 35
const RESIDENTS = 10

/** How a person is insured: by an employer, as a resident, or alone. */
export type Living = 'staff' | 'resident' | 'flexible'

/** A person of nobody: `i` is the place in the city, and all else follows from it and the seed. */
export interface Person {
  readonly i: number
  readonly living: Living
  readonly id: string
  readonly name: string
  readonly ssNo: string
  readonly miNo: string
  readonly area: string
  readonly employer: Employer | null
  /** Monthly base in 分, whole yuan. */
  readonly base: number
}

/** An employer of nobody, with each agency's number of it. */
export interface Employer {
  readonly e: number
  readonly credit: string
  readonly name: string
  readonly ssNo: string
  readonly miNo: string
  readonly taxNo: string
  readonly area: string
}

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段',
]
const GIVEN = [
  ...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红建国华志海波宁贵福生才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘',
]
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check digit of a citizen's number: GB 11643, ISO 7064 MOD 11-2. */
export function checkDigit(body: string): string {
  return '10X98765432'[[...body].reduce((s, d, i) => s + Number(d) * WEIGHTS[i]!, 0) % 11]!
}

const DAY_MS = 86_400_000
const DAYS = 20_000

/**
 * A number of nobody with a right check digit: its county digits are 0000, which no office uses. Never ends in 000, as a rounded one does.
 */
function idOf(i: number): string {
  const day = new Date(Date.UTC(1950, 0, 1) + (i % DAYS) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')
  const k = Math.floor(i / DAYS)
  const body = `110000${day}${(k % 9) + 1}${String(1 + (Math.floor(k / 9) % 99)).padStart(2, '0')}`
  return body + checkDigit(body)
}

const CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A credit code of nobody with right check characters: GB 32100 over GB 11714. */
function creditOf(e: number): string {
  const org = `MA${String(e).padStart(6, '0')}`
  const orgSum = [...org].reduce((s, c, i) => s + (/\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55) * [3, 7, 9, 10, 5, 8, 4, 2][i]!, 0)
  const orgCheck = 11 - (orgSum % 11)
  const body = `91110000${org}${orgCheck === 10 ? 'X' : orgCheck === 11 ? '0' : String(orgCheck)}`
  const sum = [...body].reduce((s, c, i) => s + CODE.indexOf(c) * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28][i]!, 0)
  return body + CODE[(31 - (sum % 31)) % 31]!
}

/** Pooling areas of the city. */
export const AREAS = ['110101', '110102'] as const

/** The employer of group `e`. */
export function employerOf(seed: number, e: number): Employer {
  const h = hash(seed, e, 5)
  return {
    e,
    credit: creditOf(e),
    name: `${pick(GIVEN, h)}${pick(GIVEN, h >>> 7)}${pick(['商贸', '建材', '物流', '餐饮', '科技'], h >>> 14)}${e}号有限公司`,
    ssNo: `S${String(e).padStart(7, '0')}`,
    miNo: `M${String(e).padStart(7, '0')}`,
    taxNo: `1011${String(e).padStart(16, '0')}`,
    area: AREAS[e % 2]!,
  }
}

/** How person `i` lives, by the place in the group. */
export function livingOf(i: number): Living {
  const at = i % GROUP
  return at < STAFF ? 'staff' : at < STAFF + RESIDENTS ? 'resident' : 'flexible'
}

/** Person `i` of the city. */
export function personOf(seed: number, i: number): Person {
  const h = hash(seed, i, 1)
  const living = livingOf(i)
  const e = Math.floor(i / GROUP)
  const long = h % 3 > 0
  return {
    i,
    living,
    id: idOf(i),
    name: pick(SURNAMES, h) + pick(GIVEN, h >>> 8) + (long ? pick(GIVEN, h >>> 16) : ''),
    ssNo: `1${String(i).padStart(9, '0')}`,
    miNo: `3${String(i).padStart(11, '0')}`,
    area: AREAS[e % 2]!,
    employer: living === 'staff' ? employerOf(seed, e) : null,
    base: (5000 + (hash(seed, i, 2) % 15_000)) * 100,
  }
}
