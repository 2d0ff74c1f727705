import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

function colours(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, role = '', value = '']) => [
      role,
      value,
    ]),
  )
}

function blockAfter(selector: string): string {
  const start = css.indexOf(selector)
  return css.slice(start, css.indexOf('}', start))
}

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(left: string, right: string): number {
  const [light = 0, dark = 0] = [luminance(left), luminance(right)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const themes = {
  light: colours(blockAfter('[data-kit-theme="light"] {')),
  dark: colours(blockAfter('[data-kit-theme="dark"] {')),
}

describe.each(Object.entries(themes))('the %s theme', (_, roles) => {
  const of = (role: string) => roles.get(role) ?? ''

  it.each([
    ['text', 'surface'],
    ['text', 'surface-raised'],
    ['text', 'surface-sunk'],
    ['text-quiet', 'surface'],
    ['text-quiet', 'surface-raised'],
    ['text-quiet', 'surface-sunk'],
    ['accent', 'surface'],
    ['accent-text', 'accent'],
    ['accent-text', 'accent-hover'],
    ['proof', 'surface-raised'],
    ['proof', 'proof-surface'],
    ['waiting', 'waiting-surface'],
    ['waiting', 'surface-raised'],
    ['danger', 'danger-surface'],
    ['danger', 'surface-raised'],
  ])('%s on %s can be read (WCAG AA, 4.5)', (front, back) => {
    expect(contrast(of(front), of(back))).toBeGreaterThanOrEqual(4.5)
  })

  it('the focus ring stands out from every surface (3.0)', () => {
    for (const surface of ['surface', 'surface-raised', 'surface-sunk']) {
      expect(contrast(of('focus'), of(surface))).toBeGreaterThanOrEqual(3)
    }
  })
})

it('the dark theme is the same whether the system or the person asks for it', () => {
  expect(colours(blockAfter(':root:not('))).toEqual(themes.dark)
})
