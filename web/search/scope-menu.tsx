import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { FolderId } from '#contracts/ids'
import { answer, api } from '../api.ts'
import { spaceName } from '../shell/own-spaces.ts'
import { SelectField } from '../ui/select-field.tsx'
import type { SearchPlace } from './addresses.ts'
import { begunIn, searchWithin } from './field-moves.ts'

/** Where to search: everywhere, in one space, or in the folder that the search was begun in. */
export function ScopeMenu({ me, place }: { me: Me; place: SearchPlace }) {
  const folder = place.folder ?? begunIn.value
  const folderName = useFolderName(folder)
  const options: { value: string; name: string }[] = [
    { value: 'everywhere', name: 'Everywhere' },
    ...me.spaces.map((space) => ({ value: space.id, name: `In ${spaceName(space)}` })),
  ]
  if (folder !== null) options.push({ value: folder, name: folderName })
  return (
    <SelectField
      label="Where to search"
      isLabelHidden
      value={place.folder ?? place.space ?? 'everywhere'}
      options={options}
      onPick={(value) =>
        searchWithin({
          space: me.spaces.find(({ id }) => id === value)?.id ?? null,
          folder: value === folder ? folder : null,
        })
      }
    />
  )
}

/** What the folder or album is called; until that is known, what it is. */
function useFolderName(id: FolderId | null): string {
  const [known, setKnown] = useState<{ id: FolderId; name: string } | null>(null)
  useEffect(() => {
    if (id === null) return
    answer(api.api.folders[':folderId'].$get({ param: { folderId: id } })).then(
      ({ name, kind }) =>
        setKnown({ id, name: `In ${kind === 'album' ? 'the album' : 'the folder'} “${name}”` }),
      () => {},
    )
  }, [id])
  return known !== null && known.id === id ? known.name : 'In this folder'
}
