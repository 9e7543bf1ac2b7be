export { readYaml, parseYaml, readText, yamlInline, type YamlFile } from './yaml.js'
export { readCsv, type CsvRow } from './csv.js'
export { nearest } from './nearest.js'
