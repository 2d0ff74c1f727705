import { withPart } from './query-parts.ts'

const examples = [
  ['lake boat', 'files that have both words'],
  ['red car', 'also what was recognised, with its colour'],
  ['animal', 'also what is one: a dog, a bird'],
  ['"red boat"', 'the words as they stand together'],
  ['-night', 'without this word'],
  ['tag:beach', 'with this tag'],
  ['place:Nice', 'taken there'],
  ['camera:Canon', 'taken with it'],
  ['folder:Holidays', 'in a folder of that name'],
  ['name:IMG', 'only in the name of the file'],
  ['type:video', 'photo, video or other'],
  ['after:2024-05', 'taken since then: a year, a month or a day'],
  ['before:2020', 'taken earlier'],
  ['is:favorite', 'your favourites; is:archived is the archive'],
] as const

/** What can be asked for; a click adds it to the search. */
export function QueryHelp(props: { query: string; onPick: (query: string) => void }) {
  return (
    <ul class="query-help">
      {examples.map(([part, meaning]) => (
        <li key={part}>
          <button
            type="button"
            class="mono"
            onClick={() => props.onPick(withPart(props.query, part))}
          >
            {part}
          </button>
          <span class="quiet">{meaning}</span>
        </li>
      ))}
    </ul>
  )
}
