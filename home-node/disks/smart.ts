import { execFile } from 'node:child_process'
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Smart } from '#contracts/home-report'

/*
 * What `smartctl --json` says (smartmontools 7, its JSON output as documented in smartctl(8)). Every
 * part of it may be missing: drives, bridges and permissions differ.
 */
const attributeSchema = z.object({ id: z.number(), raw: z.object({ value: z.number() }) })
const smartctlSchema = z.object({
  smartctl: z.object({
    exit_status: z.number(),
    messages: z.array(z.object({ string: z.string() })).optional(),
  }),
  smart_status: z.object({ passed: z.boolean() }).optional(),
  temperature: z.object({ current: z.number() }).optional(),
  power_on_time: z.object({ hours: z.number() }).optional(),
  ata_smart_attributes: z.object({ table: z.array(attributeSchema) }).optional(),
  nvme_smart_health_information_log: z
    .object({ media_errors: z.number(), percentage_used: z.number() })
    .optional(),
})

const [reallocatedId, pendingId] = [5, 197]
const nothing: Smart = {
  ...{ isPassed: null, temperatureC: null, powerOnHours: null, pendingSectors: null },
  ...{ reallocatedSectors: null, percentUsed: null, note: null },
}

/** Reads what smartctl wrote; what it could not say is null, with a note why where it says so. */
export function parseSmart(text: string): Smart {
  let parsed: z.infer<typeof smartctlSchema>
  try {
    parsed = smartctlSchema.parse(JSON.parse(text))
  } catch {
    return { ...nothing, note: 'smartctl said nothing that can be read' }
  }
  const { smartctl, nvme_smart_health_information_log: nvme } = parsed
  const attribute = (id: number) =>
    parsed.ata_smart_attributes?.table.find((each) => each.id === id)?.raw.value ?? null
  const hasOpened = (smartctl.exit_status & 3) === 0
  return {
    isPassed: parsed.smart_status?.passed ?? null,
    temperatureC: parsed.temperature?.current ?? null,
    powerOnHours: parsed.power_on_time?.hours ?? null,
    pendingSectors: nvme?.media_errors ?? attribute(pendingId),
    reallocatedSectors: attribute(reallocatedId),
    percentUsed: nvme?.percentage_used ?? null,
    note: hasOpened
      ? null
      : (smartctl.messages?.[0]?.string ?? 'the drive did not answer').slice(0, 200),
  }
}

/**
 * The whole drive below a folder, as `/dev/sda`; null where there is none of its own, as in a
 * container or on a network share.
 */
export async function driveOf(folder: string): Promise<string | null> {
  try {
    const { dev } = await stat(folder)
    const number = `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`
    const device = await realpath(join('/sys/dev/block', number))
    const isPart = await readFile(join(device, 'partition')).then(
      () => true,
      () => false,
    )
    return join('/dev', basename(isPart ? dirname(device) : device))
  } catch {
    return null
  }
}

/** Asks the drive below a folder. Never rejects: why nothing is known is in the note. */
export async function readSmart(folder: string, signal: AbortSignal): Promise<Smart> {
  const drive = await driveOf(folder)
  if (drive === null) return { ...nothing, note: 'no drive of its own is below this folder' }
  const first = await ask(drive, [], signal)
  // A USB bridge that smartctl does not know often passes ATA commands on all the same.
  if (first.note === null || !/usb bridge/i.test(first.note)) return first
  const second = await ask(drive, ['-d', 'sat'], signal)
  return second.note === null ? second : first
}

async function ask(drive: string, options: string[], signal: AbortSignal): Promise<Smart> {
  try {
    // -n standby: a disk that sleeps is not woken to be asked how it is.
    const args = ['--json=c', '-H', '-A', '-n', 'standby', ...options, drive]
    return parseSmart(await outputOf(args, signal))
  } catch {
    return { ...nothing, note: 'smartctl is not installed, or may not be run' }
  }
}

/** What smartctl printed. Its exit status is a mask of findings, so one that is not 0 is no failure. */
function outputOf(args: string[], signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  execFile('smartctl', args, { signal, timeout: 30_000, maxBuffer: 1e6 }, (error, stdout) => {
    if (stdout === '') reject(error ?? new Error('smartctl printed nothing'))
    else resolve(stdout)
  })
  return promise
}
