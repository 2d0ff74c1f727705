import type { ReadMetadata } from '#contracts/metadata'
import { readMetadata } from '../images/metadata.ts'

/**
 * What an XMP document beside a picture says: Lightroom's, Apple Photos', darktable's, digiKam's, and
 * our own. A broken one says nothing; this never rejects.
 */
export async function readSidecar(xmp: Uint8Array): Promise<ReadMetadata> {
  return (await readMetadata({ exif: null, iptc: null, xmp })).metadata
}
