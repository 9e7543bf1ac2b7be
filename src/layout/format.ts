import { z } from 'zod'

const count = (what: string): z.ZodInt => z.int(`expected ${what}`).min(1, `expected ${what} of 1 or more`)
const texts = (what: string): z.ZodArray<z.ZodString> =>
  z.array(z.string(`expected ${what}`), `expected a list of ${what}s`).min(1, `expected at least one ${what}`)
const encoding = z.enum(['gb18030', 'utf-8'], 'expected gb18030 or utf-8')

/**
 * What the bytes of an extract do not say about its format; left out for what is told by its bytes (delimited text, workbooks, JSON lines).
 */
export const formatSchema = z.strictObject({
  /** What was agreed: told by the bytes, and held against them by `layout check`. */
  kind: z.enum(['text', 'xlsx'], 'expected text or xlsx').optional(),
  fixed: z
    .strictObject({
      encoding: encoding.default('gb18030'),
      skip: z.int('expected a number of lines').min(0, 'expected a number of lines').default(0),
      trimmed: z.boolean('expected true or false').default(false),
      columns: z
        .array(
          z.strictObject({
            header: z.string('expected the name of a column'),
            start: count('a first byte'),
            length: count('a number of bytes'),
          }),
          'expected a list of { header, start, length }',
        )
        .min(1, 'expected at least one column'),
    })
    .optional(),
  xml: z
    .strictObject({ records: texts('name of an element'), column: z.string('expected the name of an attribute').optional() })
    .optional(),
  dbf: z.strictObject({ encoding }).optional(),
  archive: z
    .strictObject({
      entries: texts('pattern of file names').default(['*']),
      as: z.enum(['one', 'many'], 'expected one or many').default('one'),
    })
    .optional(),
})
