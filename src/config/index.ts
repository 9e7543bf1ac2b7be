export { digestOf } from './parsed.js'
export { readYaml, parseYaml, readText, yamlInline, yamlValue, type YamlFile } from './yaml.js'
export { parseCsv, readCsv, type CsvRow } from './csv.js'
export { nearest, unknown } from './nearest.js'
