import type { ActivityEntry } from '#contracts/activity'

/** What somebody did, after their name: `added 3 files to Summer`. */
export function happenedText(entry: ActivityEntry): string {
  const { kind, files, folder, file, text, withUser } = entry
  const name = file?.name ?? 'a file'
  switch (kind) {
    case 'added': {
      const what = files === 1 ? name : `${files} files`
      return folder ? `added ${what} to ${folder.name}` : `added ${what}`
    }
    case 'commented':
      return `commented on ${name}`
    case 'hearted':
      return `likes ${name}`
    case 'granted':
      return `shared ${folder?.name ?? 'a folder'} with ${withUser ?? 'somebody'}`
    case 'linked':
      return text === null ? 'made a link' : `made the link “${text}”`
  }
}

/** Who did it: a name, or what is known of somebody who has none here. */
export function actorText({ by, isGuest }: ActivityEntry): string {
  if (by === null) return 'Somebody who is gone'
  return isGuest ? `${by} (guest)` : by
}
