import './playground.css'
import { useEffect, useState } from 'preact/hooks'
import type { Me } from '#contracts/accounts'
import type { FileView } from '#contracts/files'
import { answer, api, sentenceOf } from '../api.ts'
import { PickPicture } from '../editor/pick-picture.tsx'
import { personalSpaceOf } from '../shell/own-spaces.ts'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { StateNote } from '../ui/state-notes.tsx'
import { Knob } from './knob.tsx'
import { MadePicture } from './made-picture.tsx'
import { type Entry, groups, parseEntries, printEntries, withParameter } from './parameters.ts'
import { Presets } from './presets.tsx'
import { Snippets } from './snippet-list.tsx'

type Shown = { file: FileView | null } | { sentence: string } | null

/** Turns every knob that pictures have, shows what it makes, and writes the address of it. */
export function PlaygroundPage({ me }: { me: Me; path: string }) {
  const [spaceId, setSpaceId] = useState(personalSpaceOf(me).id)
  const [shown, setShown] = useState<Shown>(null)
  const [isPicking, setPicking] = useState(false)
  const [entries, setEntries] = useState<Entry[]>([['resize', '800x']])
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let isOver = false
    setShown(null)
    answer(api.api.files.$get({ query: { space: spaceId, limit: '50' } })).then(
      ({ items }) => {
        const isShown = ({ kind, preview }: FileView) => kind === 'image' && preview === 'ready'
        if (!isOver) setShown({ file: items.find(isShown) ?? null })
      },
      (error: unknown) => isOver || setShown({ sentence: sentenceOf(error) }),
    )
    return () => {
      isOver = true
    }
  }, [spaceId, tries])
  const query = printEntries(entries)
  const settingOf = (name: string) => entries.find(([each]) => each === name)?.[1] ?? null
  const file = shown && 'file' in shown ? shown.file : null
  return (
    <div class="playground">
      <header class="playground-head">
        <div>
          <h1>Playground</h1>
          <p>Turn the knobs; the address below makes this picture, whoever asks for it.</p>
        </div>
        {me.spaces.length > 1 && (
          <SelectField
            label="Space"
            isLabelHidden
            value={spaceId}
            options={me.spaces.map(({ id, name, kind }) => ({
              value: id,
              name: kind === 'personal' ? 'Personal' : name,
            }))}
            onPick={setSpaceId}
          />
        )}
        <Button icon="image" disabled={file === null} onClick={() => setPicking(true)}>
          Other picture…
        </Button>
      </header>
      {shown && 'sentence' in shown && (
        <StateNote
          icon="alert"
          kind="danger"
          title="The pictures could not be loaded"
          action={<Button onClick={() => setTries(tries + 1)}>Try again</Button>}
        >
          {shown.sentence}
        </StateNote>
      )}
      {shown && 'file' in shown && file === null && (
        <StateNote icon="image" title="There is no picture yet">
          Upload one to the library, and come back to play with it.
        </StateNote>
      )}
      {(shown === null || file) && (
        <div class="playground-columns">
          <div class="playground-result">
            {file ? (
              <MadePicture id={file.id} query={query} name={file.name} />
            ) : (
              <div class="playground-canvas" role="status" aria-label="Loading" />
            )}
            <label class="playground-query">
              Parameters, in the order in which they are done
              <textarea
                class="mono"
                rows={2}
                spellcheck={false}
                value={query}
                onChange={(event) => setEntries(parseEntries(event.currentTarget.value))}
              />
            </label>
            {file && <Snippets id={file.id} entries={entries} />}
          </div>
          <div class="playground-knobs">
            <Presets
              key={spaceId}
              spaceId={spaceId}
              query={query}
              onUse={(preset) => setEntries(parseEntries(preset))}
            />
            {groups.map(({ name, parameters }, index) => (
              <details key={name} open={index < 3}>
                <summary>{name}</summary>
                <div class="playground-group">
                  {parameters.map((parameter) => (
                    <Knob
                      key={parameter.name}
                      parameter={parameter}
                      value={settingOf(parameter.name)}
                      onChange={(value) =>
                        setEntries((all) => withParameter(all, parameter.name, value))
                      }
                    />
                  ))}
                </div>
              </details>
            ))}
            <Button icon="restore" disabled={entries.length === 0} onClick={() => setEntries([])}>
              All knobs back
            </Button>
          </div>
        </div>
      )}
      {isPicking && (
        <PickPicture
          spaceId={spaceId}
          title="Play with which picture?"
          onPick={(picked) => {
            setPicking(false)
            setShown({ file: picked })
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  )
}
