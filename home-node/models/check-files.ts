import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256Schema } from '#contracts/ids'
import { writeDurably } from '../durable-file.ts'
import { sha256OfFile, sizeOf } from './file-facts.ts'
import { filesOf, type ModelDeclaration, type ModelFile } from './model-declaration.ts'
import { loadTokenizer, TokenizerError } from './tokenizer.ts'

/**
 * `verified.json` in a model's folder: what each file was when its hash was last taken, and which hash
 * it has to have; null: it was declared without, and what is there does not suit.
 */
const verifiedSchema = z.record(
  z.string(),
  z.object({
    sizeBytes: z.int(),
    modifiedMs: z.number(),
    sha256: sha256Schema,
    pinned: sha256Schema.nullable(),
  }),
)
type Verified = z.infer<typeof verifiedSchema>

export type FilesState =
  | { state: 'missing' }
  /** All are there, and some are not known yet: their hashes have to be taken. */
  | { state: 'unchecked' }
  | { state: 'ready' }
  | { state: 'broken'; note: string; broken: ModelFile[] }

export const targetOf = (folder: string, { path }: ModelFile) => join(folder, path)

/**
 * Tells whether a model's files are there and are the ones that were pinned. A file of the size and
 * time at which it was last verified is taken for the same, unless `how` is `thorough`; `quick` takes
 * no hashes at all. What was found is kept in `verified.json`, also the hash of a file that had none.
 */
export async function checkFiles(
  model: ModelDeclaration,
  folder: string,
  how: 'quick' | 'usual' | 'thorough',
): Promise<FilesState> {
  const known = await readVerified(folder)
  const verified: Verified = {}
  const broken: ModelFile[] = []
  for (const file of filesOf(model)) {
    if ((await sizeOf(targetOf(folder, file))) === null) return { state: 'missing' }
  }
  for (const file of filesOf(model)) {
    const target = targetOf(folder, file)
    const { size: sizeBytes, mtimeMs: modifiedMs } = await stat(target)
    const before = known[file.path]
    const isSame = before?.sizeBytes === sizeBytes && before.modifiedMs === modifiedMs
    const isTrusted = isSame && how !== 'thorough'
    if (!isTrusted && how === 'quick') return { state: 'unchecked' }
    const sha256 = isTrusted ? before.sha256 : sha256Schema.parse(await sha256OfFile(target))
    const pinned = file.sha256 ?? before?.pinned ?? null
    const suited = pinned ?? ((await suits(model, target, sizeBytes)) ? sha256 : null)
    verified[file.path] = { sizeBytes, modifiedMs, sha256, pinned: suited }
    if (sha256 !== suited) broken.push(file)
  }
  if (JSON.stringify(verified) !== JSON.stringify(known)) {
    await writeDurably(join(folder, 'verified.json'), JSON.stringify(verified), 0o644)
  }
  if (broken.length === 0) return { state: 'ready' }
  const names = broken.map(({ path }) => path).join(', ')
  return { state: 'broken', broken, note: `Not as published: ${names}. Fetch the model again.` }
}

/** Of a file without a hash: whether it does what is known of it. */
async function suits(model: ModelDeclaration, path: string, sizeBytes: number): Promise<boolean> {
  const { file } = model.tokenizer
  if ('maxBytes' in file && sizeBytes > file.maxBytes) return false
  return await loadTokenizer(path, model).then(
    () => true,
    (error: unknown) => {
      if (error instanceof TokenizerError) return false
      throw error
    },
  )
}

async function readVerified(folder: string): Promise<Verified> {
  const text = await readFile(join(folder, 'verified.json'), 'utf8').catch(() => '{}')
  try {
    return verifiedSchema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}
