import { useCallback, useEffect, useState } from 'preact/hooks'
import type { SpaceId } from '#contracts/ids'
import type { Cluster } from '#contracts/map'
import { maxZoom } from '#contracts/map-levels'
import { answer, api } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { bboxOf, bboxOfCells, type Size, type View } from './projection.ts'

/** While the map is moved, nothing is asked. */
const restMs = 120
const world = '-180,-90,180,90'

/**
 * The clusters of what is shown, the fullest first, and the places of the whole earth (null until they
 * are read). What was found stays while the next is asked for.
 */
export function useClusters(spaceId: SpaceId, view: View | null, size: Size) {
  const [all, setAll] = useState<Cluster[] | null>(null)
  const [found, setFound] = useState<Cluster[]>([])
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  const retry = useCallback(() => setRound((before) => before + 1), [])
  useEffect(() => {
    let isOld = false
    readAll(spaceId).then(
      (clusters) => {
        if (isOld) return
        setAll(clusters)
        setError(null)
      },
      (reason: unknown) => !isOld && setError(reason),
    )
    return () => {
      isOld = true
    }
  }, [spaceId, round])
  const bbox = view && size.width > 0 ? bboxOf(view, size) : null
  const zoom = view ? Math.min(Math.round(view.zoom), maxZoom) : 0
  useEffect(() => {
    if (bbox === null) return
    let isOld = false
    const timer = setTimeout(() => {
      readClusters(spaceId, bbox, zoom).then(
        (clusters) => {
          if (isOld) return
          setFound(clusters)
          setError(null)
        },
        (reason: unknown) => !isOld && setError(reason),
      )
    }, restMs)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [spaceId, bbox, zoom, round])
  useEffect(
    () => onSpaceEvent(({ type }) => (type === 'files.changed' || type === 'hello') && retry()),
    [retry],
  )
  return { all, found, error, retry }
}

async function readClusters(space: SpaceId, bbox: string, zoom: number): Promise<Cluster[]> {
  const { clusters } = await answer(api.api.map.$get({ query: { space, bbox, zoom: `${zoom}` } }))
  return clusters
}

/** Few places are told apart as far as it takes: the middle of two is where neither of them is. */
async function readAll(space: SpaceId): Promise<Cluster[]> {
  let clusters = await readClusters(space, world, 2)
  for (let zoom = 6; zoom <= 14 && clusters.length > 0 && clusters.length < 8; zoom += 4) {
    const bbox = bboxOfCells(clusters.map(({ cell }) => cell))
    clusters = await readClusters(space, bbox, zoom)
  }
  return clusters
}
