import type { Page } from 'playwright-core'
import { z } from 'zod'
import type { Measure } from '../launch/measure-report.ts'

/** Longer than two frames of a screen of 60 Hz. */
const slowMs = 34
const dragMs = 4_000
/** Shares of slow frames below this differ by chance alone. */
const noise = 0.01

// What runs in a page is text: this side of the tree knows no DOM.

const framesSchema = z.object({ slow: z.number(), medianMs: z.number() })
type Frames = z.infer<typeof framesSchema>

/**
 * Drags one tile of a canvas, then all of them, then the ground; beside it, with the same pointer, a bare
 * page that moves as many pictures.
 */
export async function measureFrames(measure: Measure, page: Page, bare: Page): Promise<void> {
  await bare.setContent(await barePage(page))
  await bare.waitForTimeout(500)
  const count = await page.locator('.studio-tile').count()
  await page.keyboard.press('Escape')
  const one = await drag(page, '.studio-tile')
  compare(measure, `dragging 1 of ${count} tiles`, one, await drag(bare, 'img', 1))
  await page.keyboard.press('Control+a')
  const all = await drag(page, '.studio-tile')
  compare(measure, `dragging all ${count} tiles`, all, await drag(bare, 'img', count))
  await page.keyboard.press('Escape')
  await page.keyboard.down('Space')
  const ground = await drag(page, '.studio-stage')
  await page.keyboard.up('Space')
  compare(measure, 'moving the ground', ground, await drag(bare, 'img', count))
}

function compare(measure: Measure, name: string, ours: Frames, peer: Frames) {
  measure.figure({
    name: `frames over ${slowMs} ms, ${name} (median ${ours.medianMs.toFixed(1)} ms, bare ${peer.medianMs.toFixed(1)} ms)`,
    ours: ours.slow * 100,
    peer: { name: 'a bare page that moves as many pictures', value: peer.slow * 100 },
    goal: 'at most 1.2 times',
    ok: ours.slow <= Math.max(noise, peer.slow * 1.2),
    unit: '%',
  })
}

/** Presses on the first of `selector` and moves in circles. `moved`: how many the bare page moves. */
async function drag(page: Page, selector: string, moved = 0): Promise<Frames> {
  await page.bringToFront()
  await page.evaluate(`window.movedCount = ${moved}`)
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`no ${selector} is in the page`)
  const [x, y] = [box.x + Math.min(20, box.width / 2), box.y + Math.min(20, box.height / 2)]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const frames = page.evaluate(`new Promise((done) => {
    const start = performance.now()
    const times = []
    let last = start
    const frame = (now) => {
      times.push(now - last)
      last = now
      if (now - start < ${dragMs}) return requestAnimationFrame(frame)
      const sorted = times.slice(2).sort((one, two) => one - two)
      const slow = sorted.filter((ms) => ms > ${slowMs}).length / sorted.length
      done({ slow, medianMs: sorted[Math.floor(sorted.length / 2)] })
    }
    requestAnimationFrame(frame)
  })`)
  let isOver = false
  const finished = frames.finally(() => {
    isOver = true
  })
  for (let step = 1; !isOver; step += 1) {
    await page.mouse.move(x + 120 * Math.sin(step / 12), y + 80 * Math.sin(step / 9))
  }
  const read = framesSchema.parse(await finished)
  await page.mouse.move(x, y)
  await page.mouse.up()
  return read
}

/** The same pictures in the same places as plain images; a press moves the first of them by the pointer. */
async function barePage(page: Page): Promise<string> {
  const read = await page.evaluate(`Promise.all(
    [...document.querySelectorAll('.studio-tile')].map(async (tile) => {
      const box = tile.getBoundingClientRect()
      const image = tile.querySelector('img')
      const reader = new FileReader()
      const read = new Promise((resolve) => { reader.onload = resolve })
      reader.readAsDataURL(await (await fetch(image.src, { cache: 'force-cache' })).blob())
      await read
      return { x: box.x, y: box.y, width: box.width, height: box.height, src: reader.result }
    }))`)
  const pictures = z
    .array(
      z.object({
        ...{ x: z.number(), y: z.number(), width: z.number(), height: z.number() },
        src: z.string(),
      }),
    )
    .min(1)
    .parse(read)
  const images = pictures.map(
    ({ x, y, width, height, src }) =>
      `<img draggable="false" src="${src}" style="position:absolute;left:${x}px;top:${y}px;width:${width}px;height:${height}px;object-fit:cover">`,
  )
  return `<body style="margin:0;overflow:hidden">${images.join('')}<script>
    const images = [...document.images]
    let from = null
    addEventListener('pointerdown', (event) => { from = event })
    addEventListener('pointerup', () => { from = null })
    addEventListener('pointermove', (event) => {
      if (!from) return
      const way = (event.clientX - from.clientX) + 'px ' + (event.clientY - from.clientY) + 'px'
      for (const image of images.slice(0, window.movedCount)) image.style.translate = way
    })
  </script></body>`
}
