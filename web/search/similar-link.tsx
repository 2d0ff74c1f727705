import type { FileView } from '#contracts/files'
import { LineIcon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { nothingAsked, searchAddress } from './addresses.ts'

/** Leads to the pictures that look like this one; nothing where there is no picture to compare. */
export function SimilarLink({ file }: { file: Pick<FileView, 'id' | 'preview'> }) {
  if (file.preview !== 'ready') return null
  return (
    <a
      class="icon-button"
      href={searchAddress({ ...nothingAsked, like: file.id })}
      title="Similar pictures"
      onClick={follow}
    >
      <span class="visually-hidden">Similar pictures</span>
      <LineIcon path="M3 4h9v6.500M3 4v9h3.500M3 11l3-3 1.500 1.500M12.500 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM14.800 15.200 17 17.400" />
    </a>
  )
}
