import { createRequire } from 'node:module'

/*
 * The thread of tesseract.js, without what its library prints about boxes at the edge of a picture: it
 * says so on the console of the home node, which is for people. Failures come back as messages.
 */
console.error = () => undefined
console.warn = () => undefined
createRequire(import.meta.url)('tesseract.js/src/worker-script/node/index.js')
