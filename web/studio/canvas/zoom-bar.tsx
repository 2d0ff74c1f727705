import { IconButton } from '../../ui/button.tsx'
import { scale } from './shown-window.ts'
import { fitAll, zoomBy, zoomTo } from './view-moves.ts'

/** How large everything is drawn. */
export function ZoomBar() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div class="zoom-bar" role="group" aria-label="Size">
      <IconButton icon="minus" label="Smaller (−)" onClick={() => zoomBy(1 / 1.4)} />
      <button
        type="button"
        class="zoom-level figures"
        title="As large as it is (0)"
        onClick={() => zoomTo(1)}
      >
        {Math.round(scale.value * 100)} %
      </button>
      <IconButton icon="plus" label="Larger (+)" onClick={() => zoomBy(1.4)} />
      <IconButton icon="expand" label="Show everything (Shift 1)" onClick={fitAll} />
    </div>
  )
}
