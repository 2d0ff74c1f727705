import { accessSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * The system's Chromium, headless, with everything switched off that phones its maker. `cameraFile`: a
 * film (JPEGs one after the other, .mjpeg) that is what its only camera shows, over and over.
 */
export async function openBrowser(cameraFile?: string): Promise<Browser> {
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
      ...(cameraFile === undefined
        ? []
        : [
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-video-capture=${cameraFile}`,
          ]),
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
