import { useEffect, useLayoutEffect, useState } from 'preact/hooks'

interface Ref {
  readonly current: HTMLElement | null
}

/** While a page scrolls, what is drawn is thought over once in so many pixels and not in every frame. */
const step = 160

/**
 * The part of an element that is in the window and `overscan` around it, in pixels from its top,
 * rounded outwards to whole steps.
 */
export function useView(ref: Ref, overscan: number): { top: number; bottom: number } {
  const [view, setView] = useState({ top: 0, bottom: 2_000 })
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      const above = -(ref.current?.getBoundingClientRect().top ?? 0)
      const top = Math.floor((above - overscan) / step) * step
      const bottom = Math.ceil((above + innerHeight + overscan) / step) * step
      setView((last) => (last.top === top && last.bottom === bottom ? last : { top, bottom }))
    }
    const later = () => {
      frame ||= requestAnimationFrame(look)
    }
    look()
    addEventListener('scroll', later, { passive: true })
    addEventListener('resize', later)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', later)
      removeEventListener('resize', later)
    }
  }, [ref, overscan])
  return view
}

/** How wide an element is, in pixels; 0 until that is known. */
export function useWidth(ref: Ref): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (!ref.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [ref])
  return width
}
