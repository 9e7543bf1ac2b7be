import type { Facts, InsuranceName } from './facts.js'
import { checkDigit, employerOf, AREAS } from './people.js'
import { base, found, residentOf, type Dirt, type Plant, type Planted } from './plot.js'

const registrationPlants: readonly Plant[] = [
  {
    on: 'staff',
    plant: (f, { ins }) => {
      f.copy = f.copy.filter(r => r.insurance !== ins)
      return found({ outcome: 'R01', variant: 'owner_only', ...base(f, ins) })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      f.own = f.own.filter(r => r.insurance !== ins)
      return found({ outcome: 'R01', variant: 'tax_only', ...base(f, ins) })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      Object.assign(
        f.copy.find(r => r.insurance === ins)!,
        { status: 'ended', end: '2025-06-30' },
      )
      return found({ outcome: 'R06', ...base(f, ins) })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      Object.assign(
        f.own.find(r => r.insurance === ins)!,
        { status: 'ended', end: '2025-09-30' },
      )
      Object.assign(
        f.copy.find(r => r.insurance === ins)!,
        { status: 'ended', end: '2025-08-31' },
      )
      return found({ outcome: 'R06', ...base(f, ins) })
    },
  },
  { on: 'staff', plant: (f, { ins }) => renamed(f, ins, name => `${name.slice(0, -1)}某`, 'other') },
  { on: 'staff', plant: (f, { ins }) => renamed(f, ins, name => name.slice(0, -1), 'cut') },
  { on: 'staff', plant: (f, { ins }) => renamed(f, ins, name => `${name.slice(0, -1)}?`, 'rare_character') },
  { on: 'staff', plant: f => reIdentified(f, id => id.slice(0, 17) + (id.endsWith('0') ? '1' : '0'), 'check_digit') },
  { on: 'staff', plant: f => reIdentified(f, id => id.slice(0, 17), 'length') },
  // A month from 21 to 32: no two persons get the same number, as they would of one day that does not exist.
  {
    on: 'staff',
    plant: f =>
      reIdentified(
        f,
        id => {
          const body = `${id.slice(0, 10)}${Number(id.slice(10, 12)) + 20}${id.slice(12, 17)}`
          return body + checkDigit(body)
        },
        'date',
      ),
  },
  {
    on: 'staff',
    plant: f =>
      reIdentified(
        f,
        id => {
          const body = `99${id.slice(2, 17)}`
          return body + checkDigit(body)
        },
        'province',
      ),
  },
  {
    on: 'staff',
    plant: (f, { ins, seed }) => {
      const other = employerOf(seed, f.person.employer!.e + 1)
      for (const list of [f.own, f.copy]) list.push({ ...list.find(r => r.insurance === ins)!, begin: '2024-01-01', employer: other })
      return found({ outcome: 'R05', variant: 'employers', ...base(f, ins) })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      for (const list of [f.own, f.copy]) list.push({ ...list.find(r => r.insurance === ins)!, insurance: residentOf(ins), employer: null })
      return found({ outcome: 'R05', variant: 'staff_and_resident', ...base(f, ins) })
    },
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      const area = AREAS.find(a => a !== f.person.area)!
      for (const list of [f.own, f.copy]) list.push({ ...list.find(r => r.insurance === ins)!, begin: '2024-01-01', area })
      return found({ outcome: 'R05', variant: 'areas', ...base(f, ins) })
    },
  },
  {
    on: 'resident',
    plant: f => {
      const twin = `双${f.person.name.slice(1)}`
      for (const r of [...f.own, ...f.copy]) r.name = twin
      return found({ outcome: 'R02', id_number: f.person.id }, 'decoy')
    },
  },
]

/** Tax's copy of one registration holds another name. */
function renamed(f: Facts, ins: InsuranceName, change: (name: string) => string, variant: string): Planted {
  f.copy.find(r => r.insurance === ins)!.name = change(f.person.name)
  return found({ outcome: 'R02', variant, id_number: f.person.id })
}

/** Every agency holds the same faulty number: it is a fault of its own and still a key. */
function reIdentified(f: Facts, change: (id: string) => string, variant: string): Planted {
  const id = change(f.person.id)
  for (const r of [...f.own, ...f.copy]) r.id = id
  return found({ outcome: 'R03', variant, id_number: id })
}

const dirtPlants: readonly Plant[] = [
  {
    on: 'staff',
    plant: (f, { ins }) =>
      dirty({
        extract: 'registration',
        insurance: ins,
        field: 'name',
        raw: `${f.person.name[0]!} ${f.person.name.slice(1)}`,
        after: f.person.name,
        reason: 'blank',
      }),
  },
  {
    on: 'staff',
    plant: (f, { ins }) =>
      dirty({ extract: 'copy', insurance: ins, field: 'id_number', raw: wide(f.person.id), after: f.person.id, reason: 'width' }),
  },
  {
    on: 'staff',
    plant: (f, { ins }) =>
      dirty({ extract: 'copy', insurance: ins, field: 'id_number', raw: `'${f.person.id}`, after: f.person.id, reason: 'excel' }),
  },
  {
    on: 'staff',
    plant: (f, { ins }) =>
      dirty({
        extract: 'registration',
        insurance: ins,
        field: 'begin_date',
        raw: '2020年1月1日',
        after: '2020-01-01',
        reason: 'date_form',
      }),
  },
  {
    on: 'staff',
    plant: (f, { ins }) => {
      for (const r of [...f.own, ...f.copy]) r.name = '阿依·古丽'
      const planted = dirty({ extract: 'copy', insurance: ins, field: 'name', raw: '阿依•古丽', after: '阿依·古丽', reason: 'dot' })
      return { ...planted, truth: [{ type: 'decoy', outcome: 'R02', id_number: f.person.id }] }
    },
  },
  {
    on: 'resident',
    plant: (f, { ins }) => {
      const { id } = f.person
      // Numbers of 15 digits were given to those born before 2000.
      const old = id.startsWith('19', 6)
      return dirty({
        extract: 'copy',
        insurance: residentOf(ins),
        field: 'id_number',
        raw: old ? id.slice(0, 6) + id.slice(8, 17) : wide(id),
        after: id,
        reason: old ? 'id_15' : 'width',
      })
    },
  },
]

const wide = (text: string): string => text.replace(/[!-~]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
const dirty = (dirt: Dirt): Planted => ({ truth: [], dirt: [dirt] })

/** What is planted in persons: their registrations, and cells that are dirty. */
export const PERSON_PLANTS: readonly Plant[] = [...registrationPlants, ...dirtPlants]
