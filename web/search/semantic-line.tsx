import type { ComponentChildren } from 'preact'
import { follow } from '../ui/route.ts'
import type { Found } from './results.ts'

/** Whether pictures themselves were compared with what was asked for, and what is missing for it. */
export function SemanticLine({ found, isAdmin }: { found: Found; isAdmin: boolean }) {
  const { state, model } = found.semantic
  switch (state) {
    case 'not_asked':
      return null
    case 'used':
      return <Line>Pictures were compared with it too, by {model ?? 'a model'}.</Line>
    case 'home_away':
      return (
        <Line>
          The home node, which compares pictures, did not answer: these were found by words alone.
        </Line>
      )
    case 'nothing_indexed':
      return (
        <Line>
          The model has not looked at any picture here yet: these were found by words alone.{' '}
          {isAdmin && (
            <a href="/admin/indexing" onClick={follow}>
              See how far it is
            </a>
          )}
        </Line>
      )
    case 'failed':
      return <Line>Pictures could not be compared just now: these were found by words alone.</Line>
    case 'no_model':
      return <Line>Searched by words: there is no model that compares pictures.</Line>
  }
}

function Line({ children, action }: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="search-semantic" role="status">
      <p class="quiet">{children}</p>
      {action}
    </div>
  )
}
