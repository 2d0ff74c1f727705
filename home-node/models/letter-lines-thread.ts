import { parentPort } from 'node:worker_threads'
import { type GreyPixels, type LetterLine, letterLines } from './letter-lines.ts'

export interface LetterLinesAnswer {
  lines: LetterLine[]
}

parentPort?.on('message', (grey: GreyPixels) => {
  parentPort?.postMessage({ lines: letterLines(grey) } satisfies LetterLinesAnswer)
})
