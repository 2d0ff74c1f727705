import { ingestPicture } from './images/ingest.ts'
import { makeSharpEngine } from './images/sharp-engine.ts'
import { makeLog } from './log.ts'
import { makeHomeInference } from './models/home-inference.ts'
import { runProcess } from './run-process.ts'

await runProcess({
  images: makeSharpEngine(),
  inference: makeHomeInference(),
  ingestPicture,
  log: makeLog(),
})
