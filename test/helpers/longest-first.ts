import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, in that order, as measured: one that began last would leave the other worker idle. The rest go by what vitest remembers, or by size. */
const LONGEST = [
  'cases/cases', 'property/prefilter', 'crash/interrupted', 'bench', 'truth/truth', 'crash/circumstances', 'unit/conform/round-trip', 'property/flow', 'property/loops', 'property/source-workbook', 'unit/flow/hostile', 'unit/flow/pull-postgres',
  'unit/flow/export', 'property/looks', 'unit/propose/corpus', 'unit/flow/formats', 'unit/source/hostile', 'unit/cli/database', 'unit/flow/pull-mariadb', 'unit/source/formats', 'unit/flow/match-register-rest', 'property/store-pages', 'unit/flow/file-docs', 'unit/flow/pull-docs',
].map(name => `/test/${name}.test.ts`)

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex(end => moduleId.endsWith(end))
      return at < 0 ? LONGEST.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}
