import { writeFile } from 'node:fs/promises'
import { buildKernel, kernelFile } from './kernel.ts'
import { say } from './say.ts'

const bytes = await buildKernel()
await writeFile(kernelFile, bytes)
say(`${kernelFile}: ${bytes.length} bytes`)
