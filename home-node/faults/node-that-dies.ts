import { ImageEngineError } from '#contracts/image-engine'
import { noInference } from '#contracts/inference'
import { makeLog } from '../log.ts'
import { runProcess } from '../run-process.ts'

/*
 * The real home node, ended by SIGKILL when it comes to a step of the mirror protocol for the
 * given time: `node node-that-dies.ts M5 3`. Without arguments it lives. It runs no jobs: the
 * peer of a fault run gives none.
 */
const [diesAt, time = '1'] = process.argv.slice(2)
let timesLeft = Number(time)

await runProcess({
  images: { run: () => Promise.reject(new ImageEngineError('offline', 'not part of this run')) },
  makeInference: () => noInference,
  ingestPicture: () => Promise.reject(new Error('not part of this run')),
  log: makeLog(),
  atFailPoint: (point) => {
    if (point !== diesAt) return
    timesLeft -= 1
    if (timesLeft === 0) process.kill(process.pid, 'SIGKILL')
  },
})
