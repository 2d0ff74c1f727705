import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** The whole screen for an element. Not on every phone: `canBe` says whether there is such a thing. */
export function useFullScreen(ref: RefObject<HTMLElement | null>) {
  const [isOn, setOn] = useState(false)
  useEffect(() => {
    const look = () => setOn(document.fullscreenElement === ref.current)
    document.addEventListener('fullscreenchange', look)
    return () => {
      document.removeEventListener('fullscreenchange', look)
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [ref])
  return {
    isOn,
    canBe: document.fullscreenEnabled,
    toggle: () => {
      // A browser that refuses leaves everything as it is.
      const change = isOn ? document.exitFullscreen() : ref.current?.requestFullscreen()
      change?.catch(() => null)
    },
  }
}
