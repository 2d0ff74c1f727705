import type { Box } from '#contracts/found'
import { cocoLabels } from './coco.ts'

export interface Detection {
  label: string
  /** Of the model, 0 to 1; what is below `smallestScore` was dropped. */
  probability: number
  box: Box
}

/** Chosen by measuring: below, most of what is named is not there. */
export const smallestScore = 0.32
const atMost = 50
/** Two boxes of the same label that share this much of their union are one thing. */
const sameOverlap = 0.5
const valuesOfRow = 6

/**
 * Things in the rows that the detector answers (left, top, right, bottom, score, label) of a view
 * that is `side` pixels wide and high and shows the whole picture. The surest first.
 */
export function toDetections(rows: Float32Array, side: number): Detection[] {
  const kept: Detection[] = []
  for (const detection of detectionsOf(rows, side)) {
    const isKnown = kept.some(
      ({ label, box }) => label === detection.label && overlap(box, detection.box) > sameOverlap,
    )
    if (!isKnown) kept.push(detection)
    if (kept.length === atMost) break
  }
  return kept
}

function detectionsOf(rows: Float32Array, side: number): Detection[] {
  const found: Detection[] = []
  for (let at = 0; at + valuesOfRow <= rows.length; at += valuesOfRow) {
    const [left = 0, top = 0, right = 0, bottom = 0, score = 0, number = -1] = rows.subarray(at)
    const label = cocoLabels[number]
    if (score < smallestScore || label === undefined) continue
    const [x, y] = [toShare(left / side), toShare(top / side)]
    const box = {
      left: x,
      top: y,
      width: toShare(right / side) - x,
      height: toShare(bottom / side) - y,
    }
    if (box.width > 0 && box.height > 0) {
      found.push({ label, probability: Math.round(score * 1_000) / 1_000, box })
    }
  }
  return found.sort((one, other) => other.probability - one.probability)
}

/** Within the picture, in thousandths. */
function toShare(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1_000) / 1_000
}

/** What two boxes share of their union, 0 to 1. */
function overlap(one: Box, other: Box): number {
  const across =
    Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left)
  const down =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top)
  if (across <= 0 || down <= 0) return 0
  const shared = across * down
  return shared / (one.width * one.height + other.width * other.height - shared)
}
