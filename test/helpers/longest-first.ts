import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, in that order, as measured: one that began last would leave the other worker idle. The rest go by what vitest remembers, or by size. */
const LONGEST = [
  'crash/interrupted', 'cases/cases', 'truth/truth', 'bench', 'crash/circumstances', 'unit/conform/round-trip', 'property/prefilter', 'property/flow', 'unit/flow/hostile', 'property/loops', 'unit/flow/pull-postgres',
  'unit/cli/database', 'unit/flow/export', 'property/store-pages', 'unit/propose/corpus', 'unit/flow/pull-mariadb', 'unit/source/hostile', 'unit/flow/file-docs', 'unit/flow/pull-docs', 'unit/source/formats', 'unit/flow/formats',
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
