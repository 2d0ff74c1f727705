import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { boxOf, type MaskShape } from './mask-shapes.ts'

const sides = ['left', 'top', 'width', 'height'] as const
const names = { left: 'From the left', top: 'From the top', width: 'Width', height: 'Height' }

/** A part of the picture as a box of percents: the brush of whoever has none. */
export function MaskBox({ onAdd }: { onAdd: (box: MaskShape) => void }) {
  const [percent, setPercent] = useState({ left: 25, top: 25, width: 50, height: 50 })
  const box = boxOf(percent)
  return (
    <details class="mask-box">
      <summary>A box instead</summary>
      <div class="mask-box-fields">
        {sides.map((side) => (
          <Field
            key={side}
            label={`${names[side]}, %`}
            type="number"
            min={0}
            max={100}
            value={percent[side]}
            onInput={(event) =>
              setPercent({ ...percent, [side]: Number(event.currentTarget.value) || 0 })
            }
          />
        ))}
      </div>
      <Button icon="plus" disabled={box === null} onClick={() => box && onAdd(box)}>
        Add this box
      </Button>
    </details>
  )
}
