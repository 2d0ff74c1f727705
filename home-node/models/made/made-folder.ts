import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelDeclaration } from '../model-declaration.ts'
import { type MadeModelOptions, makeModel } from './make-model.ts'

/** Declares a made model in a folder of models, with its files beside it or elsewhere. */
export async function declareMade(
  models: string,
  options: MadeModelOptions & { id: string; files?: string },
): Promise<ModelDeclaration> {
  const home = join(models, options.id)
  await mkdir(home, { recursive: true })
  const declaration = await makeModel(options.files ?? home, options)
  await writeFile(join(home, 'model.json'), JSON.stringify(declaration))
  return declaration
}
