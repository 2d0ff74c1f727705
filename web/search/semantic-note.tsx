import type { ComponentChildren } from 'preact'

/** One line about how was searched, with what can be done about it. */
export function SemanticNote({
  children,
  action,
}: {
  children: ComponentChildren
  action?: ComponentChildren
}) {
  return (
    <div class="search-semantic" role="status">
      <p class="quiet">{children}</p>
      {action}
    </div>
  )
}
