import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { aFolder } from '../testing.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('the Worker builds for Cloudflare, with every binding and under 1 MB', async () => {
  const folder = await aFolder()
  const assets = join(folder, 'assets')
  await mkdir(assets)
  await writeFile(join(assets, 'index.html'), '<!doctype html>')
  const outdir = join(folder, 'out')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/wrangler/bin/wrangler.js'),
      ...['deploy', '--dry-run', '--env', 'production', '--outdir', outdir, '--assets', assets],
    ],
    { cwd: root, env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1', NO_COLOR: '1' } },
  )
  const stores = ['DB', 'BUCKET', 'JOBS', 'VECTORIZE']
  const rooms = ['SPACE_ROOM', 'HOME_LINK', 'RATE_LIMITER', 'AUDIT_CHAIN']
  const own = ['UPLOAD_LANE', 'VECTOR_SPACE', 'TRANSFORM_TURN', 'TRANSFORM_FIGURES']
  const objects = [...rooms, ...own, 'FACE_SPACE', 'FACE_STREAM']
  for (const binding of [...stores, ...objects]) expect(stdout).toContain(`env.${binding}`)
  const scripts = (await readdir(outdir)).filter((name) => name.endsWith('.js'))
  const sizes = await Promise.all(
    scripts.map(async (name) => gzipSync(await readFile(join(outdir, name))).length),
  )
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0)
  expect(sizeBytes).toBeGreaterThan(10_000)
  expect(sizeBytes).toBeLessThan(1_000_000)
}, 120_000)
