import type { Browser, Page } from 'playwright-core'

/** A page with what went wrong in it, which a journey expects to be nothing. */
export interface WatchedPage {
  page: Page
  /** Uncaught errors, and what the page's own policy refused. */
  complaints: string[]
  /** What it asked of other hosts. */
  foreign: string[]
}

/** Opens the empty library of a new vault, signed in as `ada`. */
export async function signedInPage(
  browser: Browser,
  url: string,
  password: string,
): Promise<WatchedPage> {
  const [complaints, foreign]: [string[], string[]] = [[], []]
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } })
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(url).origin) foreign.push(request.url())
  })
  await page.goto(url)
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.click('button[type=submit]')
  await page.getByText('Drop your first pictures here').waitFor()
  return { page, complaints, foreign }
}
