import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startVault, type Vault } from '../../home-node/launch/vault.ts'
import { openBrowser } from './browser.ts'

// What programmers meet first, on a new vault and without an account.
describe('the API document', () => {
  let vault: Vault
  let browser: Browser
  let text: string

  beforeAll(async () => {
    ;[vault, browser] = await Promise.all([startVault({ isHomeApart: true }), openBrowser()])
    text = await (await fetch(`${vault.url}/api/openapi.json`)).text()
  })

  afterAll(async () => {
    await browser?.close()
    await vault?.stop()
  })

  it('is valid OpenAPI 3.1 by the published schema', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })

  it('has nothing that a linter of other people objects to', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        // A vault has no fixed address, and some routes have no refusal but those of every route.
        'no-server-example.com': 'off',
        // A WebSocket answers 101, and a thumbnail lies at another address.
        'operation-2xx-response': 'off',
        // What is signed lies at /s/p/, and no slug is so short.
        'no-ambiguous-paths': 'off',
        'operation-4xx-response': 'error',
      },
    })
    const problems = await lintFromString({ source: text, config })
    expect(
      problems.map(({ ruleId, message, location }) => {
        return `${ruleId}: ${message} at ${location[0]?.pointer}`
      }),
    ).toEqual([])
  })

  it('is read and tried on a page that asks no other host', async () => {
    const page = await browser.newPage()
    const foreign: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(vault.url)) foreign.push(request.url())
    })
    await page.goto(`${vault.url}/docs`)
    await page.getByLabel('Find an operation').fill('waits first admin')
    await page.getByText('Whether the vault waits for its first admin.').click()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('"needed": true').waitFor()
    expect(foreign).toEqual([])
  })
})
