/** The workbook of exceljs by itself: its streams, its reader of zips and its CSV are two thirds of what it loads, and are not used. */
declare module 'exceljs/lib/doc/workbook.js' {
  import type { Workbook } from 'exceljs'
  const made: new () => Workbook
  export default made
}
