import type { FileView } from '#contracts/files'

/** A picture as it is sent, and as it is shown until then. */
export interface GivenPicture {
  id: number
  name: string
  /** A file, or the words that the API reads as a picture. */
  image: File | string
  /** Null for a picture of elsewhere, which this page does not fetch. */
  previewUrl: string | null
}

let counted = 0

/** A picture of this machine. `forgetPicture` frees what shows it. */
export function pictureOfFile(file: File): GivenPicture {
  counted += 1
  return { id: counted, name: file.name, image: file, previewUrl: URL.createObjectURL(file) }
}

export function pictureOfLibrary({ id, name, largeUrl, thumbUrl }: FileView): GivenPicture {
  counted += 1
  return { id: counted, name, image: `file:${id}`, previewUrl: largeUrl ?? thumbUrl }
}

export function pictureOfAddress(address: string): GivenPicture {
  counted += 1
  return { id: counted, name: address, image: address, previewUrl: null }
}

export function forgetPicture({ image, previewUrl }: GivenPicture): void {
  if (image instanceof File && previewUrl !== null) URL.revokeObjectURL(previewUrl)
}
