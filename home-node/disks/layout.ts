import { join } from 'node:path'
import { type FileId, type Sha256, sha256Schema } from '#contracts/ids'

/*
 * A disk's tree. Nothing in `objects/` is ever rewritten; a name there is a promise. A file leaves it
 * only for quarantine, or for the trash once its original was purged.
 *
 * | path | what |
 * |---|---|
 * | cloudvault-disk.json | the marker: which disk this is |
 * | objects/ab/cd/<sha256> | originals, by their hash |
 * | sidecars/ab/cd/<sha256>.<file id>.xmp | what people wrote about a file with that original |
 * | snapshots/<time>.cvsnapshot | the tables of the vault at that time, sealed for the recovery key |
 * | users/<user>/files, thumbnails | the same files under who owns them, and previews |
 * | manifest/<date>.jsonl.gz | names and folders of all files |
 * | incoming/ | originals on their way; emptied at each start |
 * | quarantine/ | files found under an object's name whose bytes are something else |
 * | trash/<since>.<sha256> | copies of what was purged; deleted after a grace |
 */
export const markerName = 'cloudvault-disk.json'

export function objectPath(root: string, sha256: Sha256): string {
  return join(root, 'objects', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

/** Several files may have one original, so a sidecar is named after both. */
export function sidecarPath(root: string, sha256: Sha256, fileId: FileId): string {
  const name = `${sha256}.${fileId}.xmp`
  return join(root, 'sidecars', sha256.slice(0, 2), sha256.slice(2, 4), name)
}

export const objectsDir = (root: string) => join(root, 'objects')
export const incomingDir = (root: string) => join(root, 'incoming')
export const snapshotsDir = (root: string) => join(root, 'snapshots')
export const trashDir = (root: string) => join(root, 'trash')
export const quarantineDir = (root: string) => join(root, 'quarantine')

/** The hash that a key or a file name spells; null for anything else, paths above all. */
export function parseObjectName(name: string): Sha256 | null {
  const parsed = sha256Schema.safeParse(name)
  return parsed.success ? parsed.data : null
}
