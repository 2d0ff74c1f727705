import type { Context } from 'hono'
import type { AppEnv } from '../app-env.ts'

/** With what and from where somebody signed in, as far as the request says. */
export interface Client {
  /** `Firefox on Linux`. */
  device: string | null
  /** A country code. */
  place: string | null
}

const browsers: [RegExp, string][] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** What the headers tell. Only a name for people to know a session by: nothing is decided with it. */
export function clientOf(c: Context<AppEnv>): Client {
  const agent = c.req.header('User-Agent') ?? ''
  const country = c.req.header('CF-IPCountry') ?? ''
  return {
    device: deviceOf(agent),
    place: /^[A-Z]{2}$/.test(country) && country !== 'XX' ? country : null,
  }
}

/** `Firefox on Linux`; a program's own name and version (`curl/8.5`) when it is no browser. */
export function deviceOf(agent: string): string | null {
  const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(agent))?.[1]
  const [browser, system] = [find(browsers), find(systems)]
  if (browser && system) return `${browser} on ${system}`
  if (browser ?? system) return browser ?? system ?? null
  return /^[\w.+-]{1,30}(\/[\w.+-]{1,20})?/.exec(agent)?.[0] ?? null
}
