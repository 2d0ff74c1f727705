import { follow } from '../ui/route.ts'
import { ModelOffer } from './model-offer.tsx'
import type { Found } from './results.ts'
import { SemanticNote } from './semantic-note.tsx'

/** Whether pictures themselves were compared with what was asked for, and what is missing for it. */
export function SemanticLine({ found, isAdmin }: { found: Found; isAdmin: boolean }) {
  const byWords = found.words.length > 0
  const { state, model } = found.semantic
  const withoutIt = byWords ? 'these were found by words alone' : 'nothing could be compared'
  switch (state) {
    case 'not_asked':
      return null
    case 'used':
      return (
        <SemanticNote>Pictures were compared with it too, by {model ?? 'a model'}.</SemanticNote>
      )
    case 'home_away':
      return (
        <SemanticNote>
          The home node, which compares pictures, did not answer in time: {withoutIt}.
        </SemanticNote>
      )
    case 'nothing_indexed':
      return (
        <SemanticNote>
          The model has not looked at any picture here yet: {withoutIt}.{' '}
          {isAdmin && (
            <a href="/admin/indexing" onClick={follow}>
              See how far it is
            </a>
          )}
        </SemanticNote>
      )
    case 'failed':
      return (
        <SemanticNote>
          Pictures could not be compared just now: these were found by words alone.
        </SemanticNote>
      )
    case 'no_model':
      return <ModelOffer isAdmin={isAdmin} byWords={byWords} />
  }
}
