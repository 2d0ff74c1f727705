import { accessSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The system's Chromium, headless, with everything switched off that phones its maker. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = places.find(isThere)
  if (executablePath === undefined) {
    throw new Error('Chromium is not installed: on Debian, "apt-get install chromium" brings it.')
  }
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

function isThere(path: string): boolean {
  try {
    accessSync(path)
    return true
  } catch {
    return false
  }
}
