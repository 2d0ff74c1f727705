import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import wabt from 'wabt'

const vectors = new URL('../../worker/vectors/', import.meta.url)
const source = new URL('dots.wat', vectors)

/** What the Worker imports. It stands beside its source, so that nothing has to be built before a start. */
export const kernelFile = fileURLToPath(new URL('dots.wasm', vectors))

/** The module that the WebAssembly text of vector search says. Throws where the text is wrong. */
export async function buildKernel(): Promise<Uint8Array> {
  const { parseWat } = await wabt()
  const text = await readFile(source, 'utf8')
  const module = parseWat(fileURLToPath(source), text, { simd: true })
  try {
    module.resolveNames()
    module.validate()
    return module.toBinary({}).buffer
  } finally {
    module.destroy()
  }
}
