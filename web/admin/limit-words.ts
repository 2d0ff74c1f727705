import type { LimitClass } from '#contracts/limits'

const classWords: Record<LimitClass, string> = {
  'login-account': 'Wrong passwords for one account',
  'login-address': 'Wrong passwords from one network',
  'invite-address': 'Wrong invite codes from one network',
  'invite-everyone': 'Wrong invite codes from everywhere',
  'access-request': 'Requests for access',
  register: 'New accounts',
  refresh: 'Renewed sessions of API clients',
  'share-password': 'Wrong passwords for a share',
  'image-api': 'Calls of the image API',
  'face-api': 'Calls of the face API',
  transform: 'Changed pictures',
  page: 'Pages',
  media: 'Pictures and videos',
  upload: 'Uploads',
  api: 'Calls of the API',
}

/** What there was too much of; a class that this page does not know is shown as it is named. */
export function limitWords(limitClass: string): string {
  return Object.entries(classWords).find(([name]) => name === limitClass)?.[1] ?? limitClass
}

/** From whom, as a sentence goes on; addresses are shortened to networks before they are kept. */
export function subjectWords(subject: string): string {
  if (subject === 'everyone') return 'everybody together'
  if (subject === 'local') return 'this machine itself'
  return subject
}
