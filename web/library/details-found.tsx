import './details-found.css'
import { useEffect, useState } from 'preact/hooks'
import type { FileView } from '#contracts/files'
import type { CaptionFound, FileFound, ObjectFound, TextFound } from '#contracts/found'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-text.tsx'
import { durationWords } from './details-words.ts'
import { lookedWords, lookingWords, objectWords } from './found-words.ts'
import { pointedObject } from './pointed-object.tsx'

/** So many objects are listed at first: a crowd has a hundred heads. */
const firstObjects = 12

/** What engines saw and read in a file, which ones, and when. */
export function FoundIn({ file, found }: { file: FileView; found: FileFound }) {
  // What points at it may be gone with the details, and then nothing would take the box away.
  useEffect(
    () => () => {
      pointedObject.value = null
    },
    [],
  )
  const work = file.work.find(({ job }) => job === 'index-file')
  // What the edge says of it stands there without anybody at home having looked.
  const isDescribed = found.caption !== null && work === undefined
  const looking = isDescribed ? null : lookingWords(found, work)
  const hasNothing = found.objects.length === 0 && found.text === null && found.caption === null
  const looked = lookedWords(found)
  const noun = file.kind === 'video' ? 'film' : 'picture'
  return (
    <section class="found-in" aria-busy={work?.state === 'running'}>
      <h2 class="details-heading">Found in this {noun}</h2>
      {found.caption && <Caption caption={found.caption} />}
      {found.objects.length > 0 && <Objects objects={found.objects} />}
      {found.text && <Text text={found.text} />}
      {hasNothing && looked !== null && (
        <p class="quiet">No object that the engines know, and no text.</p>
      )}
      {looking !== null && (
        <p class={work?.state === 'failed' ? 'found-failed' : 'quiet'} role="status">
          {looking}
        </p>
      )}
      {looked !== null && <p class="found-by quiet">{looked}</p>}
    </section>
  )
}

function Caption({ caption }: { caption: CaptionFound }) {
  return (
    <>
      <p class="found-caption">{caption.text}</p>
      <p class="found-by quiet">described by {caption.engine}, which may be wrong</p>
    </>
  )
}

function Objects({ objects }: { objects: ObjectFound[] }) {
  const [isAll, setAll] = useState(false)
  const [pinned, setPinned] = useState<ObjectFound | null>(null)
  const point = (object: ObjectFound | null) => {
    pointedObject.value = object ?? pinned
  }
  const shown = isAll ? objects : objects.slice(0, firstObjects)
  const left = objects.length - shown.length
  return (
    <ul class="tags">
      {shown.map((object) => (
        <li key={`${object.label} ${object.atMs} ${object.box.left} ${object.box.top}`}>
          <button
            type="button"
            class="tag found-object"
            aria-label={`${objectWords(object)}: show ${object.atMs === null ? 'where' : 'when'}`}
            aria-pressed={pinned === object}
            title={`Found by ${object.engine}`}
            onMouseEnter={() => point(object)}
            onMouseLeave={() => point(null)}
            onFocus={() => point(object)}
            onBlur={() => point(null)}
            onClick={() => {
              const next = pinned === object ? null : object
              setPinned(next)
              pointedObject.value = next
            }}
          >
            {object.colours.map((colour) => (
              <span key={colour} class={`swatch swatch-${colour}`} />
            ))}
            {object.label}
            {object.atMs !== null && (
              <span class="quiet figures">at {durationWords(object.atMs)}</span>
            )}
            <span class="quiet figures">{Math.round(object.probability * 100)} %</span>
          </button>
        </li>
      ))}
      {left > 0 && (
        <li>
          <Button kind="quiet" onClick={() => setAll(true)}>
            {left} more
          </Button>
        </li>
      )}
    </ul>
  )
}

function Text({ text }: { text: TextFound }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, also by key */}
      <p class="found-text" tabIndex={0} aria-label="Text in it" role="note">
        {text.text}
      </p>
      <div class="found-text-line">
        <CopyButton text={text.text} />
        <span class="quiet">
          read by {text.engine}, {Math.round(text.confidence * 100)} % sure
        </span>
      </div>
    </>
  )
}
