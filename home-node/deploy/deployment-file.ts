import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readLocalSecrets } from './deploy-secrets.ts'

const deploymentSchema = z.object({ url: z.url() })
const fileOf = (stateDir: string) => join(stateDir, 'deployment.json')

/** Notes where the deployment of this state folder is reached. */
export async function writeDeployment(stateDir: string, url: string): Promise<void> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  await writeFile(fileOf(stateDir), `${JSON.stringify({ url })}\n`)
}

/** The join code of a deployment that was made from this folder; null for any other. */
export async function readJoinCode(root: string, url: string): Promise<string | null> {
  const folder = join(root, '.cloudvault/deploy')
  for (const name of await readdir(folder).catch(() => [])) {
    const text = await readFile(fileOf(join(folder, name)), 'utf8').catch(() => 'null')
    const deployment = deploymentSchema.safeParse(JSON.parse(text))
    if (deployment.data?.url !== url) continue
    return (await readLocalSecrets(join(folder, name))).HOME_JOIN_CODE ?? null
  }
  return null
}
