import { expect, it } from 'vitest'
import { afterFrame, type Challenge, newChallenge, type Pose, poseOf } from './liveness.ts'

const straight: Pose = { turn: 0.02, openness: 0.3 }
const shows = {
  left: { ...straight, turn: 0.5 },
  right: { ...straight, turn: -0.5 },
  blink: { ...straight, openness: 0.15 },
}

function after(challenge: Challenge, ...poses: (Pose | null)[]): Challenge {
  return poses.reduce((now, pose) => afterFrame(now, [pose]), challenge)
}

it('who does what is asked in its order passes, and who does it in another does not', () => {
  const begun = after(
    newChallenge(() => 0),
    straight,
    straight,
    straight,
  )
  const right = begun.steps.flatMap((step) => [shows[step], shows[step], straight])
  expect(after(begun, ...right).outcome).toBe('passed')
  const wrong = begun.steps.toReversed().flatMap((step) => [shows[step], shows[step], straight])
  expect(after(begun, ...wrong).outcome).toBe('running')
})

it('a still picture never passes, and neither does one that is held crookedly from the beginning', () => {
  const still = Array.from({ length: 200 }, () => straight)
  expect(
    after(
      newChallenge(() => 0.5),
      ...still,
    ).outcome,
  ).toBe('failed')
  const turned = Array.from({ length: 200 }, () => shows.left)
  expect(
    after(
      newChallenge(() => 0.5),
      ...turned,
    ),
  ).toMatchObject({ outcome: 'failed', done: 0 })
})

it('a second face in the picture begins the step again', () => {
  const begun = after(
    newChallenge(() => 0),
    straight,
    straight,
    straight,
  )
  const [step = 'left'] = begun.steps
  const one = afterFrame(begun, [shows[step]])
  expect(afterFrame(afterFrame(one, [shows[step], straight]), [shows[step]]).done).toBe(0)
})

it('a pose is read from the corners of the eyes, the lids and the nose', () => {
  const points = Array.from({ length: 68 }, () => ({ x: 0, y: 0 }))
  const eye = (first: number, x: number, height: number) => {
    const at = [
      [0, 0],
      [10, -height],
      [20, -height],
      [30, 0],
      [20, height],
      [10, height],
    ] as const
    for (const [index, [dx, dy]] of at.entries()) points[first + index] = { x: x + dx, y: 100 + dy }
  }
  eye(36, 100, 5)
  eye(42, 170, 5)
  points[30] = { x: 175, y: 140 }
  const pose = poseOf(points)
  expect(pose?.turn).toBeCloseTo(0.5)
  expect(pose?.openness).toBeCloseTo(1 / 3)
  expect(poseOf(points.slice(0, 60))).toBeNull()
})
