import { expect, test } from 'vitest'
import { type Figure, makeReport } from './measure-report.ts'

const figure: Figure = {
  name: 'thumbnails',
  ours: 8,
  peer: { name: 'bare sharp', value: 10 },
  ratio: 0.8,
  goal: 'at least 0.6',
  ok: true,
  unit: 'pictures/s',
}

function reportOf(figures: Figure[], missingPeers: string[] = []) {
  const lines: string[] = []
  const report = makeReport([], (line) => lines.push(line))
  for (const row of figures) report.measure.figure(row)
  for (const name of missingPeers) report.measure.missingPeer(name, `apt-get install ${name}`)
  return { report, lines }
}

test('a figure is one line: name, ours, the peer, ratio, goal, ok or short', () => {
  const { lines } = reportOf([figure, { ...figure, ok: false }])
  expect(lines).toEqual([
    'thumbnails | ours 8 pictures/s | bare sharp 10 pictures/s | ratio 0.8 | goal at least 0.6 | ok',
    'thumbnails | ours 8 pictures/s | bare sharp 10 pictures/s | ratio 0.8 | goal at least 0.6 | short',
  ])
})

test('a run ends with 0 only when every figure is ok', () => {
  expect(reportOf([figure, figure]).report.exitCode()).toBe(0)
  expect(reportOf([figure, { ...figure, ok: false }]).report.exitCode()).toBe(1)
})

test('a run that measured nothing has not passed', () => {
  expect(reportOf([]).report.exitCode()).toBe(1)
})

test('a missing peer is named with how to install it, and the run ends with 2', () => {
  const { report, lines } = reportOf([figure], ['curl'])
  expect(report.exitCode()).toBe(2)
  expect(lines.at(-1)).toBe('curl is not installed; install it with: apt-get install curl')
  expect(report.summary()).toBe('1 figures, 1 ok, 0 short, peers missing: curl')
})

test('a figure that falls short weighs more than a missing peer', () => {
  expect(reportOf([{ ...figure, ok: false }], ['curl']).report.exitCode()).toBe(1)
})
