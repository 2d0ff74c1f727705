import { useEffect } from 'preact/hooks'
import './toolbar.css'
import type { Me } from '#contracts/accounts'
import type { CanvasView } from '#contracts/canvas'
import { lazyPage } from '../../shell/lazy-page.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { nextTheme, type Theme, theme } from '../../ui/theme.ts'
import { exportAddress } from '../canvases/canvas-calls.ts'
import { Menu, type MenuItem } from '../menu.tsx'
import { openPanel, togglePanel } from '../panel.tsx'
import { canEdit, canRedo, canUndo, redo, undo } from '../sync/canvas-sync.ts'
import { ToolButton } from '../tool-button.tsx'
import { BudgetMeter } from './budget-meter.tsx'
import { People } from './people.tsx'

const themeIcons: Record<Theme, IconName> = { system: 'system', light: 'sun', dark: 'moon' }

const phoneItem = (name: string, icon: IconName, run: () => void): MenuItem => ({
  ...{ name, icon, run },
  isOfPhone: true,
})

const FavoritesPanel = lazyPage(
  async () => (await import('../favorites/favorites-panel.tsx')).FavoritesPanel,
  null,
)
const LibraryPanel = lazyPage(
  async () => (await import('../favorites/library-panel.tsx')).LibraryPanel,
  null,
)
const HistoryPanel = lazyPage(
  async () => (await import('../prompt/history-panel.tsx')).HistoryPanel,
  null,
)
const LineagePanel = lazyPage(
  async () => (await import('../lineage/lineage-panel.tsx')).LineagePanel,
  null,
)
const VersionsPanel = lazyPage(
  async () => (await import('./versions-panel.tsx')).VersionsPanel,
  null,
)

/** What belongs to the canvas as a whole; `onTidy` lays out what is chosen, or everything. */
export function StudioToolbar(props: { me: Me; about: CanvasView; onTidy: () => void }) {
  const { about } = props
  useEffect(() => {
    // Another canvas begins without a panel over it.
    openPanel.value = null
  }, [about.id])
  const panel = openPanel.value
  return (
    <>
      <div class="studio-toolbar" role="toolbar" aria-label="Canvas">
        <People />
        {canEdit.value && (
          <>
            <ToolButton
              icon="undo"
              label="Undo (Ctrl Z)"
              disabled={!canUndo.value}
              onClick={undo}
            />
            <ToolButton
              icon="redo"
              label="Redo (Ctrl Shift Z)"
              disabled={!canRedo.value}
              onClick={redo}
            />
            <ToolButton class="is-of-desk" icon="tidy" label="Tidy up (T)" onClick={props.onTidy} />
            <ToolButton
              icon={{ ui: 'image' }}
              class="is-of-desk"
              label="Pictures of the library"
              isOn={panel === 'library'}
              onClick={() => togglePanel('library')}
            />
          </>
        )}
        <ToolButton
          icon={{ ui: 'heart' }}
          class="is-of-desk"
          label="Favourites"
          isOn={panel === 'favorites'}
          onClick={() => togglePanel('favorites')}
        />
        <ToolButton
          icon="versions"
          class="is-of-desk"
          label="Versions"
          isOn={panel === 'versions'}
          onClick={() => togglePanel('versions')}
        />
        <ToolButton
          icon={{ ui: themeIcons[theme.value] }}
          class="is-of-desk"
          label={`Theme: ${theme.value}. Change it`}
          onClick={nextTheme}
        />
        <BudgetMeter />
        <Menu
          label="More"
          items={[
            ...(canEdit.value
              ? [
                  phoneItem('Pictures of the library', 'image', () => togglePanel('library')),
                  phoneItem('Tidy up', 'album', props.onTidy),
                ]
              : []),
            phoneItem('Favourites', 'heart', () => togglePanel('favorites')),
            phoneItem('Versions', 'clock', () => togglePanel('versions')),
            phoneItem(`Theme: ${theme.value}`, themeIcons[theme.value], nextTheme),
            {
              name: 'Lineage of all pictures',
              icon: 'link',
              run: () => {
                openPanel.value = 'lineage'
              },
            },
            {
              name: 'Save the canvas as a file',
              icon: 'download',
              download: exportAddress(about.id),
            },
          ]}
          note={<BudgetMeter isOfPhone />}
        />
      </div>
      {panel === 'library' && <LibraryPanel about={about} />}
      {panel === 'favorites' && <FavoritesPanel />}
      {panel === 'history' && <HistoryPanel about={about} />}
      {panel === 'lineage' && <LineagePanel about={about} />}
      {panel === 'versions' && <VersionsPanel about={about} />}
    </>
  )
}
