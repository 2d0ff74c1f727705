import { ingestPicture } from './images/ingest.ts'
import { makeSharpEngine } from './images/sharp-engine.ts'
import { makeLog } from './log.ts'
import { makeFaceFinder } from './models/face-finder.ts'
import { faceSettings } from './models/face-parts.ts'
import { makeFindFaces } from './models/find-faces.ts'
import { makeFinder } from './models/find-in-picture.ts'
import { makeHomeInference } from './models/home-inference.ts'
import { runProcess } from './run-process.ts'
import { findFfmpeg } from './video/ffmpeg.ts'
import { ingestFilm } from './video/ingest-film.ts'
import { takeFrames } from './video/take-frames.ts'

// Looked for once: who installs it starts the home node again.
const ffmpeg = findFfmpeg(process.env)

const faces = makeFaceFinder(faceSettings(process.env), makeLog())

await runProcess({
  images: makeSharpEngine(makeFindFaces(faces)),
  makeInference: (embedder) => makeHomeInference(embedder, faces),
  ingestPicture,
  ingestFilm: (path, signal) => ingestFilm(ffmpeg, path, signal),
  indexing: {
    finder: makeFinder(),
    takeFrames: ffmpeg && ((path, signal) => takeFrames(ffmpeg, path, signal)),
  },
  faces,
  log: makeLog(),
})
