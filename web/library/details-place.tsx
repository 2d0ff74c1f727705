import type { FileDetail } from '#contracts/files'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { setPlaceHidden } from './details-save.ts'
import { mapAddress, placeWords } from './details-words.ts'

/** Where a file was taken, with the way to hide that, or to show it again. */
export function Place({ detail, canEdit }: { detail: FileDetail; canEdit: boolean }) {
  const { latitude, longitude, altitude, placeName, edited } = detail.metadata
  const isHidden = edited.includes('isPlaceHidden')
  const isKnown = latitude !== null && longitude !== null
  if (!isHidden && !isKnown && placeName === null) return null
  return (
    <>
      <dt>Place</dt>
      <dd>
        {placeName && <p>{placeName}</p>}
        {isKnown && (
          <>
            <p class="quiet">
              {placeWords(latitude, longitude)}
              {altitude !== null && ` · ${Math.round(altitude)} m`}
            </p>
            <a
              class="details-map"
              href={mapAddress(latitude, longitude)}
              target="_blank"
              rel="noopener noreferrer"
              title="Opens openstreetmap.org, which then learns this place"
            >
              <Icon name="pin" size={16} /> On OpenStreetMap
            </a>
          </>
        )}
        {isHidden && (
          <p class="quiet">
            Hidden here and on the map. The original, if downloaded, still tells it.
          </p>
        )}
        {canEdit && (
          <Button kind="quiet" onClick={() => void setPlaceHidden(detail.id, !isHidden)}>
            {isHidden ? 'Show the place' : 'Hide the place'}
          </Button>
        )}
      </dd>
    </>
  )
}
