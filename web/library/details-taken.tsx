import { useState } from 'preact/hooks'
import type { FileDetail, FileView } from '#contracts/files'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { EditablePlace } from './details-field.tsx'
import { backOf, edit } from './details-save.ts'
import { takenWords, zones, zoneWords } from './details-words.ts'

const zoneOptions = [
  { value: '', name: 'Not known' },
  ...zones.map((zone) => ({ value: String(zone), name: `UTC${zoneWords(zone)}` })),
]

/** When a picture was taken: what the clock said there, and its zone. */
export function Taken(props: { file: FileView; detail: FileDetail | null; canEdit: boolean }) {
  const { file, detail } = props
  const zoneNow = detail?.metadata.takenZone ?? null
  const [wall, setWall] = useState('')
  const [zone, setZone] = useState('')
  const shown =
    file.takenAt === null ? <span class="quiet">not known</span> : takenWords(file.takenAt, zoneNow)
  if (!detail) return shown
  const isWritten = detail.metadata.edited.some((key) => key === 'takenAt' || key === 'takenZone')
  const undo = (said: string) => ({ said, back: backOf(detail, ['takenAt', 'takenZone']) })
  // A zone that the list does not have stays possible.
  const options = zoneOptions.some(({ value }) => value === zone)
    ? zoneOptions
    : [...zoneOptions, { value: zone, name: `UTC${zoneWords(Number(zone))}` }]
  return (
    <EditablePlace
      label="Change when it was taken"
      canEdit={props.canEdit}
      shown={shown}
      form={
        <>
          <Field
            label="Date and time there"
            type="datetime-local"
            step={1}
            required
            max="2199-12-31T23:59:59"
            value={wall}
            onInput={(event) => setWall(event.currentTarget.value)}
          />
          <SelectField label="Time zone" value={zone} options={options} onPick={setZone} />
        </>
      }
      onOpen={() => {
        setWall(file.takenAt ?? file.shownAt.slice(0, 19))
        setZone(zoneNow === null ? '' : String(zoneNow))
      }}
      onSave={() => {
        const takenAt = wall.length === 16 ? `${wall}:00` : wall.slice(0, 19)
        const takenZone = zone === '' ? null : Number(zone)
        return edit(detail.id, { takenAt, takenZone }, undo('The time is changed.'))
      }}
      other={
        isWritten
          ? {
              label: 'As the original says',
              onClick: () =>
                edit(
                  detail.id,
                  { takenAt: null, takenZone: null },
                  undo('The original has its say again.'),
                ),
            }
          : undefined
      }
    />
  )
}
