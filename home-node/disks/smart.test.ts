import { expect, it } from 'vitest'
import type { Smart } from '#contracts/home-report'
import { parseSmart } from './smart.ts'

/** An ATA attribute as smartctl writes it. */
const attribute = (id: number, name: string, value: number) => ({
  ...{ id, name, value: 100, worst: 100, thresh: 10, when_failed: '' },
  raw: { value, string: String(value) },
})
const ata = (passed: boolean, exitStatus: number, reallocated: number, pending: number) => ({
  json_format_version: [1, 0],
  smartctl: { version: [7, 4], argv: ['smartctl'], exit_status: exitStatus },
  device: { name: '/dev/sda', info_name: '/dev/sda [SAT]', type: 'sat', protocol: 'ATA' },
  smart_status: { passed },
  temperature: { current: 34 },
  power_on_time: { hours: 21_041, minutes: 12 },
  ata_smart_attributes: {
    revision: 16,
    table: [
      attribute(5, 'Reallocated_Sector_Ct', reallocated),
      attribute(9, 'Power_On_Hours', 21_041),
      attribute(197, 'Current_Pending_Sector', pending),
    ],
  },
})
const nvme = {
  smartctl: { version: [7, 4], exit_status: 0 },
  device: { name: '/dev/nvme0', type: 'nvme', protocol: 'NVMe' },
  smart_status: { passed: true, nvme: { value: 0 } },
  nvme_smart_health_information_log: {
    ...{ critical_warning: 0, temperature: 41, available_spare: 100, percentage_used: 3 },
    ...{ media_errors: 2, power_on_hours: 800, num_err_log_entries: 0 },
  },
  temperature: { current: 41 },
  power_on_time: { hours: 800 },
}
const refusal = (string: string, exitStatus: number) => ({
  smartctl: { version: [7, 4], messages: [{ string, severity: 'error' }], exit_status: exitStatus },
})
const silent: Smart = {
  ...{ isPassed: null, temperatureC: null, powerOnHours: null, pendingSectors: null },
  ...{ reallocatedSectors: null, percentUsed: null, note: null },
}
const bridge = 'Unknown USB bridge [0x152d:0x0583 (0x209)]'
const denied = 'Smartctl open device: /dev/sdb failed: Permission denied'

it.each<[string, object, Partial<Smart>]>([
  [
    'a healthy hard disk',
    ata(true, 0, 0, 0),
    {
      isPassed: true,
      temperatureC: 34,
      powerOnHours: 21_041,
      pendingSectors: 0,
      reallocatedSectors: 0,
    },
  ],
  [
    'a failing one, whose exit status says so',
    ata(false, 24, 1_880, 16),
    {
      isPassed: false,
      temperatureC: 34,
      powerOnHours: 21_041,
      pendingSectors: 16,
      reallocatedSectors: 1_880,
    },
  ],
  [
    'an NVMe drive',
    nvme,
    { isPassed: true, temperatureC: 41, powerOnHours: 800, pendingSectors: 2, percentUsed: 3 },
  ],
  ['a USB bridge that refuses', refusal(bridge, 1), { note: bridge }],
  ['a drive that may not be opened', refusal(denied, 2), { note: denied }],
])('%s is read as it says', (_, said, smart) => {
  expect(parseSmart(JSON.stringify(said))).toEqual({ ...silent, ...smart })
})

it('what is no answer of smartctl is said to be none', () => {
  for (const text of ['', 'null', '{"smartctl":[]}', 'smartctl: not found']) {
    expect(parseSmart(text).note).toBe('smartctl said nothing that can be read')
  }
})
