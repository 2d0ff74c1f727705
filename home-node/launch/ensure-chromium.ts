import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of the Chromium on this machine, or null. */
export function findChromium(): string | null {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not here.
      }
    }
  }
  return null
}

/**
 * Finds Chromium, or installs it from Debian's packages where this process may. Answers its path,
 * or a sentence that says what to install.
 */
export function ensureChromium(): { path: string } | { missing: string } {
  const found = findChromium()
  if (found !== null) return { path: found }
  const mayInstall = process.getuid?.() === 0 && apt(['--version'])
  if (mayInstall) {
    process.stdout.write('Chromium is not here: installing the package chromium\n')
    const isInstalled = apt(['update']) && apt(['install', '-y', 'chromium'])
    const installed = findChromium()
    if (isInstalled && installed !== null) return { path: installed }
  }
  return {
    missing:
      'The browser tests need Chromium: install it so that "chromium" is on the PATH (on Debian and Ubuntu: apt-get install chromium).',
  }
}

function apt(args: string[]): boolean {
  const { status } = spawnSync('apt-get', ['-qq', ...args], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
