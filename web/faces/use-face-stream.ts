import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { OrganizationView } from '#contracts/face-api'
import { drawFaces } from './draw-faces.ts'
import { FaceSocket, type Seen, type StreamFigures } from './face-socket.ts'
import { shotOf, useCamera } from './use-camera.ts'

export interface StreamWishes {
  threshold?: number
  landmarks?: boolean
  faces?: 'all' | 'largest'
}

type StreamState = { kind: 'off' | 'connecting' | 'on' } | { kind: 'failed'; sentence: string }

const frameWidth = 640
const frameQuality = 0.75
const againMs = 1_500
const triesMax = 5

/**
 * Sends what the camera shows to the vault, as fast as that answers, and draws its answers over the
 * picture. A connection that is lost is made again, a few times.
 */
export function useFaceStream(props: {
  organization: OrganizationView
  isOn: boolean
  wishes: StreamWishes
  overlay: RefObject<HTMLCanvasElement | null>
  onSeen?: (seen: Seen) => void
}) {
  const { organization, isOn, overlay } = props
  const camera = useCamera(isOn)
  const [state, setState] = useState<StreamState>({ kind: 'off' })
  const [figures, setFigures] = useState<StreamFigures | null>(null)
  const [seen, setSeen] = useState<Seen | null>(null)
  const socket = useRef<FaceSocket | null>(null)
  const latest = useRef(props)
  latest.current = props
  const isMirrored = useRef(true)
  isMirrored.current = camera.isMirrored
  const isRunning = camera.state.kind === 'on'
  const wished = JSON.stringify(props.wishes)

  useEffect(() => socket.current?.wish(latest.current.wishes), [wished])

  useEffect(() => {
    if (!isRunning) {
      setState({ kind: 'off' })
      return
    }
    let isOver = false
    let tries = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const connect = () => {
      setState({ kind: 'connecting' })
      const mine = new FaceSocket(organization, {
        onOpen() {
          tries = 0
          mine.wish(latest.current.wishes)
          setState({ kind: 'on' })
        },
        onFaces(answer, now) {
          setState({ kind: 'on' })
          setFigures(now)
          setSeen(answer)
          draw(overlay.current, answer, isMirrored.current)
          latest.current.onSeen?.(answer)
        },
        onRefused: (sentence) => setState({ kind: 'failed', sentence }),
        onClose(sentence, isFinal) {
          if (isOver) return
          tries += 1
          if (isFinal || tries > triesMax) return setState({ kind: 'failed', sentence })
          timer = setTimeout(connect, againMs)
        },
      })
      socket.current = mine
    }
    connect()
    let isTaking = false
    const step = async () => {
      const video = camera.video.current
      if (isTaking || !video || socket.current?.isReady !== true) return
      isTaking = true
      const shot = await shotOf(video, frameWidth, frameQuality)
      if (shot && !isOver) socket.current?.send(shot)
      isTaking = false
    }
    let request = 0
    const loop = () => {
      void step()
      request = requestAnimationFrame(loop)
    }
    loop()
    return () => {
      isOver = true
      clearTimeout(timer)
      cancelAnimationFrame(request)
      socket.current?.close()
      socket.current = null
      setFigures(null)
      setSeen(null)
      draw(overlay.current, null, false)
    }
  }, [isRunning, organization])

  return { camera, state, figures, seen }
}

function draw(canvas: HTMLCanvasElement | null, seen: Seen | null, isMirrored: boolean) {
  if (!canvas) return
  const colours = getComputedStyle(canvas)
  const look = {
    known: colours.getPropertyValue('--face-known'),
    unknown: colours.getPropertyValue('--face-unknown'),
    ground: colours.getPropertyValue('--face-ground'),
  }
  drawFaces(canvas, seen?.faces ?? [], { isMirrored, ...look })
}
