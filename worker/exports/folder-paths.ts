import { safeName } from './entry-names.ts'
import type { ExportedFolder } from './queries.ts'

/** Where each folder is in a zip, `Summer/At the lake/`, by its id. */
export function folderPaths(folders: ExportedFolder[]): Map<string, string> {
  const byId = new Map<string, ExportedFolder>(folders.map((folder) => [folder.id, folder]))
  const pathOf = ({ parentId, name }: ExportedFolder): string => {
    const parent = byId.get(parentId ?? '')
    return `${parent ? pathOf(parent) : ''}${safeName(name)}/`
  }
  return new Map(folders.map((folder) => [folder.id, pathOf(folder)]))
}
