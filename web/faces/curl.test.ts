import { expect, it } from 'vitest'
import { curlOf } from './curl.ts'

it('a command means what was sent, whatever people type, and holds no key', () => {
  const fields = [
    ['name', "Ana O'Hara; $(id) @x"],
    ['images', new File([], 'a "b".jpg')],
    ['images', 'file:fil_1'],
  ] as const
  const call = { method: 'POST', path: '/register/acme', body: { kind: 'form', fields } } as const
  expect(curlOf('https://vault', call, '$KEY')).toBe(
    [
      "curl -X POST 'https://vault/register/acme'",
      '-H "X-API-Key: $KEY"',
      String.raw`--form-string 'name=Ana O'\''Hara; $(id) @x'`,
      `-F 'images=@"a b.jpg"'`,
      "--form-string 'images=file:fil_1'",
    ].join(' \\\n  '),
  )
})
