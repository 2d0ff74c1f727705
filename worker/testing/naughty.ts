import { newId } from '../ids.ts'

/** Texts that have broken other programs, none of which may break a request. */
export const naughtyTexts = [
  ...['', ' ', '\t\r\n', '0', '-1', '1e9', '1e400', 'NaN', 'Infinity', '9007199254740993', '0x10'],
  ...['true', 'false', 'null', 'undefined', '[]', '{}', '{"$gt":""}', '{"$or":[]}'],
  ...["' OR 1=1 --", "'; drop table users; --", "x') union select password_hash from users --"],
  ...[
    '" or ""="',
    '(select hash from users)',
    '%',
    '_'.repeat(60),
    '%a'.repeat(30),
    '"*',
    'a* NOT',
  ],
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00\ud800',
    '\u202egnp.exe',
    '\ufeff',
    'Å',
    'ﷺ'.repeat(80),
  ],
  ...['👩‍👩‍👧‍👦', 'Z\u0351\u036b\u0343'.repeat(60), 'x'.repeat(300), 'x'.repeat(70_000)],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length'],
  ...[
    '../../etc/passwd',
    '..\\..\\windows',
    'CON',
    'file:///etc/passwd',
    'http://169.254.169.254/',
  ],
  ...['<img src=x onerror=alert(1)>', '{{7*7}}', 'a\r\nSet-Cookie: x=y'],
  ...['2026-11-21T00:00:00Z', '-271821-04-20T00:00:00Z', '2026-13-45', '0'.repeat(64)],
  ...['rft_x_0_y', 'opr_x', 'a.b.c', 'W10', 'bnVsbA', '===='],
  ...['usr_7ZZZZZZZZZZZZZZZZZZZZZZZZZ', 'spc_00000000000000000000000000', 'fil_x'],
]

const kindOfParameter: [RegExp, Parameters<typeof newId>[0]][] = [
  [/:spaceId/, 'space'],
  [/:userId|users\/:id/, 'user'],
  [/:sessionId/, 'session'],
  [/:passkeyId/, 'passkey'],
  [/:keyId/, 'apiKey'],
  [/:personId/, 'person'],
  [/:organization/, 'space'],
  [/:subjectId/, 'subject'],
  [/:exampleId/, 'example'],
  [/:webhookId/, 'webhook'],
  [/:deliveryId/, 'webhookDelivery'],
  [/:originalId/, 'original'],
  [/:dropId/, 'drop'],
  [/:commentId/, 'comment'],
  [/invite-codes\/:id/, 'invite'],
  [/access-requests\/:id/, 'accessRequest'],
  [/jobs\/:id/, 'job'],
  [/:fileId|files\/:id/, 'file'],
]

/** A route's path with an id of the right kind for each parameter: one of `ids`, or one nothing has. */
export function pathWithIds(path: string, ids: Partial<Record<string, string>> = {}): string {
  return kindOfParameter
    .reduce((text, [pattern, kind]) => {
      const id = ids[kind] ?? newId(kind, Date.now())
      return text.replace(pattern, (found) => found.replace(/:\w+/, id))
    }, path)
    .replace('*', 'x')
}
