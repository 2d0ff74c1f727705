import { describe, expect, it } from 'vitest'
import { actionOfKey, type KeyActions } from './viewer-keys.ts'

/** What was done, in order; nothing is enlarged unless it is said. */
function recorder(over: Partial<KeyActions> = {}) {
  const done: string[] = []
  const say = (what: string) => () => {
    done.push(what)
  }
  const actions: KeyActions = {
    next: say('next'),
    previous: say('previous'),
    zoomIn: say('zoomIn'),
    zoomOut: say('zoomOut'),
    toggleZoom: say('toggleZoom'),
    pan: () => false,
    rate: (stars) => done.push(`rate ${stars}`),
    favour: say('favour'),
    archive: say('archive'),
    details: say('details'),
    fullScreen: say('fullScreen'),
    slideshow: say('slideshow'),
    pause: null,
    endShow: null,
    remove: say('remove'),
    ...over,
  }
  const press = (key: string, held: { ctrlKey?: boolean } = {}) => {
    const event = { key, metaKey: false, ctrlKey: false, altKey: false, target: null, ...held }
    const action = actionOfKey(event, actions)
    action?.()
    return action !== null
  }
  return { done, press }
}

describe('a key in the viewer', () => {
  it('goes to the neighbours, and over an enlarged picture instead', () => {
    const fitted = recorder()
    fitted.press('ArrowRight')
    fitted.press('ArrowLeft')
    expect(fitted.done).toEqual(['next', 'previous'])

    const moves: [number, number][] = []
    const zoomed = recorder({ pan: (dx, dy) => moves.push([dx, dy]) > 0 })
    zoomed.press('ArrowRight')
    zoomed.press('ArrowUp')
    zoomed.press('PageDown')
    expect(moves.map(([dx, dy]) => [Math.sign(dx), Math.sign(dy)])).toEqual([
      [-1, 0],
      [0, 1],
    ])
    expect(zoomed.done).toEqual(['next'])
  })

  it('gives one to five stars, and takes them away with 0', () => {
    const { done, press } = recorder()
    press('5')
    press('0')
    expect(press('6')).toBe(false)
    expect(done).toEqual(['rate 5', 'rate 0'])
  })

  it('does nothing that this person may not', () => {
    const { done, press } = recorder({ rate: null, archive: null, remove: null })
    for (const key of ['3', 'a', 'Delete']) expect(press(key)).toBe(false)
    expect(done).toEqual([])
  })

  it('leaves Space and Escape to the browser while no slideshow runs', () => {
    const { press } = recorder()
    expect([press(' '), press('Escape')]).toEqual([false, false])
    const show = recorder({ pause: () => {}, endShow: () => {} })
    expect([show.press(' '), show.press('Escape')]).toEqual([true, true])
  })

  it('leaves what the browser does with Ctrl alone', () => {
    const { done, press } = recorder()
    expect([press('+', { ctrlKey: true }), press('f', { ctrlKey: true })]).toEqual([false, false])
    expect(done).toEqual([])
  })
})
