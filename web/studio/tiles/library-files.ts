import type { FileView } from '#contracts/files'
import type { FileId } from '#contracts/ids'
import { answer, api } from '../../api.ts'
import { askedInBunches } from './asked-in-bunches.ts'

/** The files of the library that tiles show. */
export const libraryFiles = askedInBunches<FileId, FileView>(async (ids) => {
  const { items } = await answer(api.api.files.$get({ query: { ids: ids.join(',') } }))
  return new Map(items.map((file) => [file.id, file]))
})
