/*
 * How often a route of the API may wait for D1, one trip after the other; by the ids of the API
 * document. In production a trip costs as much as D1 is far away: 10 to 200 ms.
 */

/** What a page asks for while somebody looks or scrolls: signing in is one trip, the answer another. */
export const hotRoutes: ReadonlySet<string> = new Set([
  ...['me', 'readTimeline', 'readMonth', 'fetchRenditions', 'listTags', 'readLabels'],
  ...['listSpaces', 'visitShare', 'showPublicFile', 'listSharedWithMe', 'readUpload'],
])
export const hotTrips = 2
export const usualTrips = 4

/** Routes that take more, with how many at most, and why. Whoever needs fewer strikes them. */
const exceptions: { why: string; trips: number; routes: string[] }[] = [
  {
    why: 'Search reads folder and album, widens words by what the space has, asks for words and then for meaning, and checks every hit anew; what a person is in is read as a search is.',
    trips: 9,
    routes: ['search', 'listFilesOfSavedSearch', 'listPlace', 'readPerson'],
  },
  {
    why: 'A list of a folder or album first says who may see it, and checks each file of an album.',
    trips: 6,
    routes: [
      ...[
        'listFiles',
        'listFilesWithTag',
        'listDuplicates',
        'readActivity',
        'readFolder',
        'readFolderCards',
      ],
      ...['visitShareFolder', 'showShareCover', 'listPeople', 'listPeopleToReview'],
    ],
  },
  {
    why: 'A picture is made: file, rights and recipe, then its row; once made it is served from the cache.',
    trips: 8,
    routes: ['transformByPath', 'transformImage', 'showSharedPicture', 'editPicture'],
  },
  {
    why: 'It writes: each step decides by what the one before left, and a conditional write decides in the end.',
    trips: 6,
    routes: [
      ...['deleteUser', 'restoreUser', 'changeGrant', 'editFile', 'indexAgain', 'uploadImage'],
      ...['makeOrganizationKey', 'revokeOrganizationKey', 'renameSubject', 'trashFile'],
      ...['restoreFile', 'acknowledgeCopies', 'signInWithPasskey', 'setFolderPolicy'],
      ...['dropFolderPolicy', 'shareFolder', 'setTags', 'decideTag', 'undecideTag', 'deleteImage'],
      ...['reviewPeople', 'writeDemoOriginal', 'addMember', 'purgeFile', 'transferSpace'],
      ...['revertPicture', 'useKnownBytes', 'endUpload', 'makeGeneration', 'replayGeneration'],
    ],
  },
  {
    why: 'It writes a tree, or several things that hang together, or bytes between two writes.',
    trips: 10,
    routes: [
      ...['uploadFile', 'continueUpload', 'keepTransform', 'purgeFolder', 'changeFolder'],
      ...['dropFile', 'takeBackDropped'],
      ...['endGrant', 'makeShare', 'mergeTags', 'renameTag', 'deleteTags', 'mergePeople'],
      ...['splitPerson', 'changePerson', 'reportFaces', 'registerFaces', 'eraseSubject'],
      ...['makeOrganization', 'testWebhook', 'replayDelivery', 'leaseJobs'],
    ],
  },
  {
    why: 'It is an upload, and then writes what the file shows and that it was generated.',
    trips: 12,
    routes: ['keepGeneration'],
  },
  {
    why: 'It goes through everything there is, page by page.',
    trips: 20,
    routes: ['exportAudit', 'eraseOrganization'],
  },
]

/** How many trips a route may take. */
export function tripsAllowed(route: string): number {
  if (hotRoutes.has(route)) return hotTrips
  return exceptions.find(({ routes }) => routes.includes(route))?.trips ?? usualTrips
}
