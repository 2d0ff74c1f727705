import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Log, messageOf } from '../log.ts'
import { catalogue } from './catalogue.ts'
import { type ModelDeclaration, modelDeclarationSchema } from './model-declaration.ts'

/**
 * The models of the catalogue and those that somebody declared: `model.json` in a folder of the
 * model's name below `folder`. One that cannot be read is left out, and why is said.
 */
export async function readDeclarations(folder: string, log: Log): Promise<ModelDeclaration[]> {
  const declared: ModelDeclaration[] = []
  const names = await readdir(folder).catch(() => [])
  for (const name of names.sort()) {
    const text = await readFile(join(folder, name, 'model.json'), 'utf8').catch(() => null)
    if (text === null) continue
    try {
      const declaration = modelDeclarationSchema.parse(JSON.parse(text))
      if (declaration.id !== name) throw new Error(`its id is not "${name}"`)
      if (catalogue.some(({ id }) => id === name)) throw new Error('a model of this id is built in')
      declared.push(declaration)
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)
      log.say(`models: ${name}/model.json cannot be used: ${why}`)
    }
  }
  return [...catalogue, ...declared]
}
