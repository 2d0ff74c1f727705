import { describe, expect, it } from 'vitest'
import { vaultStatusSchema } from '#contracts/home-node'
import { printStatus } from './print-status.ts'
import { formatBytes } from './print-table.ts'
import { printScrub } from './scrub-command.ts'

const at = '2026-03-01T12:00:00.000Z'
const fileId = `fil_${'0'.repeat(26)}`
const vault = vaultStatusSchema.parse({
  files: 1_234,
  trashedFiles: 2,
  originals: 1_230,
  originalBytes: 5_120_000_000,
  lastSeq: 4_000,
  places: [
    {
      place: 'r2',
      name: 'R2',
      state: 'ok',
      verified: 1_230,
      received: 0,
      oldestVerifiedAt: at,
      newestVerifiedAt: at,
    },
    {
      place: 'dsk_a',
      name: '1tb',
      state: 'missing',
      verified: 1_000,
      received: 30,
      oldestVerifiedAt: at,
      newestVerifiedAt: at,
    },
    {
      place: 'dsk_b',
      name: '8tb',
      state: 'ok',
      verified: 0,
      received: 0,
      oldestVerifiedAt: null,
      newestVerifiedAt: null,
    },
  ],
  jobs: { queued: 0, running: 1, waitingHome: 3, failed: 0 },
  recent: [
    {
      fileId,
      name: 'evil\u001b[2J\u202Egpj.exe and a name that is far too long to print',
      sizeBytes: 4_194_304,
      copies: [
        { place: 'r2', verifiedAt: at },
        { place: 'dsk_a', verifiedAt: at },
        { place: 'dsk_b', verifiedAt: null },
      ],
    },
  ],
})
const status = {
  vault,
  workerUrl: 'http://127.0.0.1:8787',
  homePort: null,
  removals: null,
  scrub: null,
  snapshots: null,
}

describe('cloudvault status', () => {
  const text = printStatus(status, null) ?? ''
  const line = (start: string) => text.split('\n').find((each) => each.startsWith(start)) ?? ''

  it('says what is missing where, and what is only received', () => {
    expect(line('R2')).toMatch(/^R2 +ok +1,230 +0 +0 /)
    expect(line('1tb')).toMatch(/^1tb +MISSING +1,000 +30 +200 /)
    expect(line('8tb')).toMatch(/^8tb +ok +0 +0 +1,230 +— +—$/)
    expect(line('Jobs')).toMatch(/1 running, 3 waiting for the home node$/)
    expect(line('Home node')).toMatch(/DOES NOT ANSWER$/)
  })

  it('says when more was purged than may leave the disks by itself', () => {
    expect(text).not.toContain('purged')
    const disks = [
      { name: '1tb', copies: 1_500 },
      { name: '8tb', copies: 1_500 },
    ]
    const held = printStatus({ ...status, removals: { isHeld: true, untilMs: 1, disks } }, null)
    expect(held).toContain('3,000 copies of purged originals wait: more than usual were purged')
    expect(held).toContain('`npm run cloudvault -- removals allow`')
  })

  it('says that copies are wrong until they are whole again', () => {
    const disk = { name: '1tb', copies: 9, oldestMs: 1, scrubbed: 9, scrubbedBytes: 90, bad: 3 }
    const report = (unrepaired: number) => ({
      ...{ format: 1 as const, atMs: 1, everyDays: 30, isAsked: false },
      disks: [{ ...disk, repaired: 3 - unrepaired, unrepaired }],
    })
    const [open, whole] = [2, 0].map((count) =>
      printStatus({ ...status, scrub: report(count) }, null),
    )
    expect(open).toContain('2 copies were found wrong on the disks and could not be repaired yet')
    expect(whole).toBe(text)
    expect(printScrub(report(2))).toMatch(/1tb +9 .* 90 B +3 +1 +2\n/)
  })

  it('says when the vault was last written to each disk, and why not lately', () => {
    const disks = [
      { name: '1tb', newestMs: Date.parse(at), count: 3 },
      { name: '8tb', newestMs: null, count: 0 },
    ]
    const snapshots = { format: 1 as const, atMs: 1, note: 'The Worker is away.', disks }
    const said = printStatus({ ...status, snapshots }, null)
    expect(said).toMatch(/Snapshots +1tb 2026-03-01 .*, 8tb none\. The Worker is away\.\n/)
  })

  it('shows a file that still waits for a copy', () => {
    expect(line('evil')).toMatch(/4\.2 MB .* waiting +fil_0+$/)
  })

  it('lets no name of a file move the cursor or turn the text round', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  })

  it('shows one file by its id, and nothing for an unknown one', () => {
    expect(printStatus(status, fileId)?.trim().split('\n')).toHaveLength(2)
    expect(printStatus(status, 'fil_unknown')).toBeNull()
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [4_194_304, '4.2 MB'],
    [999_600, '1.0 MB'],
    [123_456_789, '123 MB'],
    [8e12, '8.0 TB'],
  ])('prints %i bytes as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words)
  })
})
