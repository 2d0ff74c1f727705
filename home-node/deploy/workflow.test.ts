import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseYaml } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { parseDeployOptions } from './deploy-options.ts'
import { root } from './testing/a-deployment.ts'

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const jobSchema = z.object({
  needs: z.string().optional(),
  if: z.string().optional(),
  permissions: z.never().optional(),
  steps: z.array(stepSchema),
})
const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.object({ test: jobSchema, deploy: jobSchema }),
})

const text = await readFile(join(root, '.github/workflows/deploy.yml'), 'utf8')
const { permissions, jobs } = workflowSchema.parse(parseYaml(text))
const steps = [...jobs.test.steps, ...jobs.deploy.steps]

test('only what was tested on main is deployed', () => {
  expect(jobs.deploy.needs).toBe('test')
  expect(jobs.deploy.if).toContain("github.ref == 'refs/heads/main'")
  expect(jobs.test.steps.map(({ run }) => run)).toContain('npm test')
})

test('the workflow may read the sources and knows two secrets, the tests none', () => {
  expect(permissions).toEqual({ contents: 'read' })
  const secrets = [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name)
  expect(new Set(secrets)).toEqual(new Set(['CLOUDFLARE_ACCOUNT_ID', 'CLOUDFLARE_API_TOKEN']))
  expect(JSON.stringify(jobs.test)).not.toContain('secrets.')
})

test('every action has a version, and every command is one of the project’s', () => {
  for (const { uses } of steps.filter((step) => step.uses !== undefined)) {
    expect(uses).toMatch(/^actions\/[a-z-]+@v\d+\.\d+\.\d+$/)
  }
  for (const { run } of steps.filter((step) => step.run !== undefined)) {
    const [npm, command = '', script = '', ...rest] = (run ?? '').split(' ')
    expect(npm).toBe('npm')
    if (command === 'run') {
      expect(Object.keys(packageJson.scripts)).toContain(script)
      expect(() => parseDeployOptions(rest.slice(1), root)).not.toThrow()
    } else expect(['ci', 'test']).toContain(command)
  }
})

test('its Node is one that the project runs on', () => {
  const versions = steps.flatMap((step) => step.with?.['node-version'] ?? [])
  expect(new Set(versions)).toEqual(new Set([24]))
  expect(packageJson.engines.node).toMatch(/^>=24/)
})
