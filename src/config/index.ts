export { readYaml, parseYaml, readText, yamlInline, type YamlFile } from './yaml.js'
export { parseCsv, readCsv, type CsvRow } from './csv.js'
export { nearest } from './nearest.js'
