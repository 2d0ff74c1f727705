import { startFalServer } from './studio/fal-server.ts'
import { startOpenAiServer } from './studio/openai-server.ts'

/*
 * The servers that play the studio's providers in tests, as a process of its own: prints where they
 * listen as one line of JSON, and ends with its standard input. `--port N` for the first of them.
 */
const asked = process.argv.indexOf('--port')
const openAi = await startOpenAiServer(asked < 0 ? 0 : Number(process.argv[asked + 1]))
const fal = await startFalServer()
process.stdout.write(`${JSON.stringify({ openAiUrl: openAi.url, falUrl: fal.url })}\n`)
process.stdin.resume().once('end', () => process.exit(0))
