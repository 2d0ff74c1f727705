import type { FaceFlaw, FaceQuality } from '#contracts/faces'
import { lumaOf, type PixelBox, type RgbPicture } from './rgb-picture.ts'

/*
 * How well a face shows who it is. Each part is 0 to 1 and 1 when it is good enough not to matter; the
 * score is their product, and a part below its threshold is a flaw that is named. Figures: faces.md.
 */

/** Pixels between left and right border: below `poor` it is a flaw, from `good` on it costs nothing. */
const sizePx = { poor: 48, good: 96 }
/** Variance of the Laplacian of the luma of a face of about 112 pixels. */
const sharpness = { poor: 18, good: 60 }
/** How far the nose is from the middle between the eyes, as a share of half their distance. */
const yaw = { good: 0.35, poor: 0.75 }
/** Degrees by which the line through the eyes is tilted. */
const rollDegrees = { good: 20, poor: 45 }
/** The detector's certainty. */
const certainty = { poor: 0.55, good: 0.9 }
/** Share of the landmarks that lie within the picture. */
const inside = { poor: 0.9, good: 0.99 }
/** Side of the crop that sharpness is measured on. */
export const sharpnessSide = 112

export interface FaceFacts {
  /** In pixels of the picture that was looked at; may reach beyond it. */
  box: PixelBox
  picture: { width: number; height: number }
  probability: number
  /** x and y of 68 landmarks in pixels of the picture. */
  landmarks: Float32Array
  /** Of `sharpnessOf`. */
  sharpness: number
}

/** The quality of a face, and what speaks against remembering somebody by it. */
export function faceQuality(facts: FaceFacts): FaceQuality {
  const pose = poseOf(facts.landmarks)
  const parts: [FaceFlaw, number][] = [
    ['small', rising(facts.box.width, sizePx)],
    ['blurred', rising(facts.sharpness, sharpness)],
    ['turned', Math.min(falling(pose.yaw, yaw), falling(pose.rollDegrees, rollDegrees))],
    ['cut', rising(shareInside(facts), inside)],
    ['unsure', rising(facts.probability, certainty)],
  ]
  const score = parts.reduce((product, [, part]) => product * (0.2 + 0.8 * part), 1)
  return {
    score: Math.round(score * 1_000) / 1_000,
    widthPx: Math.round(facts.box.width),
    flaws: parts.filter(([, part]) => part === 0).map(([flaw]) => flaw),
  }
}

/**
 * Variance of the Laplacian (Pech-Pacheco and others, "Diatom autofocusing in brightfield
 * microscopy", ICPR 2000) over the luma of a crop of a face: small where nothing is in focus.
 */
export function sharpnessOf(crop: RgbPicture): number {
  const luma = lumaOf(crop)
  const { width, height } = crop
  const at = (x: number, y: number) => luma[y * width + x] ?? 0
  let [sum, squares, count] = [0, 0, 0]
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const value = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y)
      sum += value
      squares += value * value
      count += 1
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2
}

/** Where a face looks, from its eyes and the tip of its nose: 0 is straight at the camera. */
export function poseOf(landmarks: Float32Array): { yaw: number; rollDegrees: number } {
  const left = middle(landmarks, 36, 42)
  const right = middle(landmarks, 42, 48)
  const nose = middle(landmarks, 30, 31)
  const across = { x: right.x - left.x, y: right.y - left.y }
  const distance = Math.hypot(across.x, across.y)
  if (distance === 0) return { yaw: 1, rollDegrees: 0 }
  // Along the line through the eyes, so that a tilted head is not taken for a turned one.
  const along =
    ((nose.x - (left.x + right.x) / 2) * across.x + (nose.y - (left.y + right.y) / 2) * across.y) /
    distance
  return {
    yaw: Math.abs(along) / (distance / 2),
    rollDegrees: Math.abs((Math.atan2(across.y, across.x) * 180) / Math.PI),
  }
}

/** The middle of landmarks `from` until before `to`. */
export function middle(landmarks: Float32Array, from: number, to: number) {
  let [x, y] = [0, 0]
  for (let each = from; each < to; each += 1) {
    x += landmarks[each * 2] ?? 0
    y += landmarks[each * 2 + 1] ?? 0
  }
  return { x: x / (to - from), y: y / (to - from) }
}

/** Detectors end a box at the border, so it is the landmarks that tell how much lies beyond. */
function shareInside({ landmarks, picture }: FaceFacts): number {
  let inside = 0
  for (let at = 0; at < landmarks.length; at += 2) {
    const x = (landmarks[at] ?? 0) / picture.width
    const y = (landmarks[at + 1] ?? 0) / picture.height
    if (x > 0.002 && x < 0.998 && y > 0.002 && y < 0.998) inside += 1
  }
  return landmarks.length === 0 ? 1 : inside / (landmarks.length / 2)
}

function rising(value: number, { poor, good }: { poor: number; good: number }): number {
  return Math.min(1, Math.max(0, (value - poor) / (good - poor)))
}

function falling(value: number, { good, poor }: { good: number; poor: number }): number {
  return 1 - Math.min(1, Math.max(0, (value - good) / (poor - good)))
}
