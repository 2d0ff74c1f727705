import { useEffect, useRef } from 'preact/hooks'
import { drawEdit } from './draw-edit.ts'
import type { EditHistory } from './edit-history.ts'
import type { Edit, Size } from './edit-model.ts'
import { type FilterName, filterNames, filters } from './filters.ts'

const samplePx = 168

/** The looks, each shown on the picture itself. */
export function FilterStrip(props: {
  history: EditHistory
  picture: HTMLImageElement
  size: Size
}) {
  const { history } = props
  return (
    <div class="filter-strip" role="radiogroup" aria-label="Filter">
      {filterNames.map((name) => (
        <label key={name} class="filter">
          <input
            type="radio"
            name="filter"
            checked={history.edit.filter === name}
            onChange={() => history.set({ filter: name })}
          />
          <Sample {...props} name={name} />
          <span>{filters[name].label}</span>
        </label>
      ))}
    </div>
  )
}

function Sample(props: {
  name: FilterName
  history: EditHistory
  picture: HTMLImageElement
  size: Size
}) {
  const { name, picture, size } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  // Without what is written over it: that is the same for all of them.
  const edit: Edit = { ...props.history.edit, filter: name, text: null, mark: null }
  const key = JSON.stringify(edit)
  useEffect(() => {
    if (!canvas.current) return
    drawEdit(canvas.current, { picture, size, mark: null }, edit, {
      isWhole: false,
      longestPx: samplePx,
    })
  }, [key, picture])
  return <canvas ref={canvas} />
}
