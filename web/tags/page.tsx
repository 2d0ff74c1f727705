import './tags.css'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Me, MySpace } from '#contracts/accounts'
import type { SpaceId } from '#contracts/ids'
import type { TagCount } from '#contracts/tags'
import { onSpaceEvent } from '../library/live.ts'
import { nothingAsked, searchAddress } from '../search/addresses.ts'
import { personalSpaceOf, spaceOf } from '../shell/own-spaces.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { readSpacePage, spacePageAddress } from '../shell/space-pages.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icons.tsx'
import { follow } from '../ui/route.ts'
import { SelectField } from '../ui/select-field.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { type TagSort, tagList } from './tag-calls.ts'
import { TagCard } from './tag-card.tsx'
import { DeleteTagsDialog, MergeTagsDialog, RenameTagDialog } from './tag-dialogs.tsx'
import { changingWords, searchForTag } from './tag-words.ts'

type Task = 'rename' | 'merge' | 'delete'

const dialogs = { rename: RenameTagDialog, merge: MergeTagsDialog, delete: DeleteTagsDialog }

const sorts: { value: TagSort; name: string }[] = [
  { value: 'files', name: 'Most files first' },
  { value: 'name', name: 'By name' },
]

/** While somebody types, and while files come in. */
const typingMs = 200
const liveMs = 1_500
const changingMs = 3_000

/** The tags of a space: to look for, and to rename, merge and delete. */
export function TagsPage({ me, path }: { me: Me; path: string }) {
  const of = readSpacePage(path)?.space ?? null
  const space = of === null ? personalSpaceOf(me) : spaceOf(me, of)
  if (space === null) return <StateNote icon="tag" title="There is no such space" />
  return <Tags key={space.id} space={space} of={of} />
}

function Tags({ space, of }: { space: MySpace; of: SpaceId | null }) {
  const [sort, setSort] = useState<TagSort>('files')
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), typingMs)
    return () => clearTimeout(timer)
  }, [typed])
  const tags = useMemo(() => tagList(space.id, sort, q), [space.id, sort, q])
  // While another list is read, the one before stays: nothing jumps as one types.
  const shown = useRef(tags)
  if (tags.list.value.status !== 'loading') shown.current = tags
  const [chosen, setChosen] = useState<ReadonlyMap<string, TagCount>>(new Map())
  const [doing, setDoing] = useState<{ task: Task; tags: TagCount[] } | null>(null)
  const isChanging = tags.changing.value.length > 0
  useEffect(() => {
    void tags.load()
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onSpaceEvent(({ type }) => {
      if (type !== 'hello' && type !== 'files.changed') return
      clearTimeout(timer)
      timer = setTimeout(() => void tags.load(), liveMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [tags])
  useEffect(() => {
    if (!isChanging) return
    const timer = setInterval(() => void tags.load(), changingMs)
    return () => clearInterval(timer)
  }, [tags, isChanging])
  const spaceId = space.id
  const { status, items } = tags.list.value
  const canEdit = space.role !== 'viewer'
  if (status === 'ready' && items.length === 0 && q === '' && !isChanging) {
    return (
      <StateNote icon="tag" title="No tags yet" action={<LabelsLink of={of} />}>
        Tags come by themselves once the home node has looked at pictures: colours, things that it
        knows, and labels. Your own are written beside an open picture.
      </StateNote>
    )
  }
  const marked = [...chosen.values()]
  const choose = (tag: TagCount, isChosen: boolean) => {
    const next = new Map(chosen)
    if (isChosen) next.set(tag.tag, tag)
    else next.delete(tag.tag)
    setChosen(next)
  }
  const Dialog = doing && dialogs[doing.task]
  return (
    <div class="tags-page">
      <div class="tags-tools">
        <Field
          label="Find a tag"
          type="search"
          autocomplete="off"
          autocapitalize="none"
          maxLength={80}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <SelectField label="Order" value={sort} options={sorts} onPick={setSort} />
        <LabelsLink of={of} />
      </div>
      {tags.changing.value.map((change) => (
        <p key={change.tag} class="quiet" role="status">
          {changingWords(change)}
        </p>
      ))}
      <PagedBody of={shown.current} empty={`No tag has “${q}” in its name.`}>
        {(all) => (
          <ul class="tag-cards">
            {all.map((tag) => (
              <TagCard
                key={tag.tag}
                tag={tag}
                href={searchAddress({ ...nothingAsked, q: searchForTag(tag.tag), space: spaceId })}
                isChosen={chosen.has(tag.tag)}
                isChoosing={chosen.size > 0}
                onChoose={canEdit ? (isChosen) => choose(tag, isChosen) : null}
                onTask={(task) => canEdit && setDoing({ task, tags: [tag] })}
                onBroken={() => void tags.load()}
              />
            ))}
          </ul>
        )}
      </PagedBody>
      {marked.length > 0 && (
        <div class="tags-chosen" role="toolbar" aria-label="What to do with the chosen tags">
          <span role="status">{marked.length} chosen</span>
          {marked.length === 1 ? (
            <Button icon="pencil" onClick={() => setDoing({ task: 'rename', tags: marked })}>
              Rename
            </Button>
          ) : (
            <Button icon="album" onClick={() => setDoing({ task: 'merge', tags: marked })}>
              Merge
            </Button>
          )}
          <Button icon="trash" onClick={() => setDoing({ task: 'delete', tags: marked })}>
            Delete
          </Button>
          <IconButton icon="close" label="Choose none" onClick={() => setChosen(new Map())} />
        </div>
      )}
      {doing && Dialog && (
        <Dialog
          space={spaceId}
          tags={doing.tags}
          onDone={() => {
            setChosen(new Map())
            void tags.load()
          }}
          onClose={() => setDoing(null)}
        />
      )}
    </div>
  )
}

function LabelsLink({ of }: { of: SpaceId | null }) {
  return (
    <a class="tags-labels" href={spacePageAddress({ kind: 'labels', space: of })} onClick={follow}>
      <Icon name="search" size={18} /> What is looked for
    </a>
  )
}
