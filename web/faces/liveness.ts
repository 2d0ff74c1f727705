import type { FacePoint } from '#contracts/faces'

/*
 * A challenge by landmarks: turn to one side, turn to the other, close the eyes, in random order. It
 * shows that something before the camera moves as a face when it is asked to, and no more: a film of
 * somebody who does it, or a mask, passes. Landmarks are the 68 of iBUG 300-W, in pixels.
 */

export const livenessSteps = ['left', 'right', 'blink'] as const
export type LivenessStep = (typeof livenessSteps)[number]

/** What one frame shows: −1 (turned fully to the picture's left) to 1, and how open the eyes are. */
export interface Pose {
  turn: number
  openness: number
}

/** The pose of a face by its landmarks; null without all of them. */
export function poseOf(points: readonly FacePoint[]): Pose | null {
  const [left, right, nose] = [points[36], points[45], points[30]]
  if (points.length !== 68 || !left || !right || !nose) return null
  const span = right.x - left.x
  if (span <= 0) return null
  const middle = (left.x + right.x) / 2
  const eyes = [eyeOpenness(points, 36), eyeOpenness(points, 42)]
  return {
    turn: Math.max(-1, Math.min(1, (nose.x - middle) / (span / 2))),
    openness: ((eyes[0] ?? 0) + (eyes[1] ?? 0)) / 2,
  }
}

/**
 * The eye aspect ratio of Soukupová and Čech, "Real-Time Eye Blink Detection using Facial Landmarks"
 * (2016): the mean height of an eye by its width.
 */
function eyeOpenness(points: readonly FacePoint[], first: number): number {
  const gap = (one: number, two: number) => {
    const [a, b] = [points[first + one], points[first + two]]
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
  }
  const width = gap(0, 3)
  return width === 0 ? 0 : (gap(1, 5) + gap(2, 4)) / (2 * width)
}

/** A challenge under way. `base` is the face as it looked straight ahead. */
export interface Challenge {
  steps: readonly LivenessStep[]
  done: number
  base: Pose | null
  /** Frames that showed the base, or the step that is asked for, one after the other. */
  held: number
  frames: number
  outcome: 'running' | 'passed' | 'failed'
}

const baseFrames = 3
const heldFrames = 2
/** At four frames a second: half a minute for each step. */
const framesMax = 120
const turnedBy = 0.28
const straightWithin = 0.3
const closedShare = 0.78

/** The steps in an order that nobody knows before. `random` answers 0 to less than 1. */
export function newChallenge(random: () => number): Challenge {
  const steps = [...livenessSteps]
  for (let last = steps.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [one, two] = [steps[last], steps[other]]
    if (one && two) [steps[last], steps[other]] = [two, one]
  }
  return { steps, done: 0, base: null, held: 0, frames: 0, outcome: 'running' }
}

/**
 * What a challenge is after one more frame. `poses` are of all faces in it: nobody or a second face
 * begins the step again, since whoever is asked has to be alone.
 */
export function afterFrame(before: Challenge, poses: readonly (Pose | null)[]): Challenge {
  if (before.outcome !== 'running') return before
  const frames = before.frames + 1
  const [pose, ...others] = poses
  if (frames > framesMax) return { ...before, frames, outcome: 'failed' }
  if (!pose || others.length > 0) return { ...before, frames, held: 0 }
  if (before.base === null) {
    if (Math.abs(pose.turn) > straightWithin) return { ...before, frames, held: 0 }
    const held = before.held + 1
    return held < baseFrames
      ? { ...before, frames, held }
      : { ...before, frames: 0, held: 0, base: pose }
  }
  const step = before.steps[before.done]
  if (step === undefined) return before
  const held = isShown(step, pose, before.base) ? before.held + 1 : 0
  if (held < heldFrames) return { ...before, frames, held }
  const done = before.done + 1
  const outcome = done === before.steps.length ? 'passed' : 'running'
  return { ...before, frames: 0, held: 0, done, outcome }
}

/** Left and right are those of whoever is asked: a camera sees them the other way around. */
function isShown(step: LivenessStep, pose: Pose, base: Pose): boolean {
  const turned = pose.turn - base.turn
  switch (step) {
    case 'left':
      return turned >= turnedBy
    case 'right':
      return turned <= -turnedBy
    case 'blink':
      return pose.openness <= base.openness * closedShare && Math.abs(turned) < turnedBy
  }
}
