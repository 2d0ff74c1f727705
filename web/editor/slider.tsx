import { useId } from 'preact/hooks'

/** A knob: moves while it is dragged, is done when it is let go, and goes back by a double click. */
export function Slider(props: {
  label: string
  value: number
  min: number
  max: number
  step?: number
  neutral: number
  unit?: string
  onShow: (value: number) => void
  onSettle: () => void
}) {
  const id = useId()
  const { label, value, min, max, step = 1, neutral, unit = '' } = props
  // Percent of what was there reads better as more or less of it.
  const told = neutral === 100 ? value - neutral : value
  const shown = `${told > 0 && neutral % 100 === 0 ? '+' : ''}${told}${unit}`
  const reset = () => {
    props.onShow(neutral)
    props.onSettle()
  }
  const share = (at: number) => `${((at - min) / (max - min)) * 100}%`
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <button
        type="button"
        class="slider-value figures"
        aria-label={`${label} ${shown}: as it was`}
        title="As it was"
        disabled={value === neutral}
        onClick={reset}
      >
        {shown}
      </button>
      <input
        id={id}
        type="range"
        {...{ min, max, step, value }}
        style={{
          '--from': share(Math.min(value, neutral)),
          '--to': share(Math.max(value, neutral)),
        }}
        onInput={(event) => props.onShow(Number(event.currentTarget.value))}
        onChange={props.onSettle}
        onDblClick={reset}
      />
    </div>
  )
}
