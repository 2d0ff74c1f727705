import { lazyPage } from './shell/lazy-page.tsx'

// Pages that are not on the way to the pictures: each is fetched when it is first opened.

/** Whoever is signed in needs none of it. */
export const SignInPage = lazyPage(async () => (await import('./account/sign-in.tsx')).SignInPage)
export const AccountPage = lazyPage(async () => (await import('./account/page.tsx')).AccountPage)
/** Once in the life of a vault. */
export const SetupPage = lazyPage(async () => (await import('./account/setup.tsx')).SetupPage)
export const RegisterPage = lazyPage(async () => (await import('./account/join.tsx')).RegisterPage)
export const RequestAccessPage = lazyPage(
  async () => (await import('./account/join.tsx')).RequestAccessPage,
)
export const ResetPasswordPage = lazyPage(
  async () => (await import('./account/reset-password.tsx')).ResetPasswordPage,
)
export const SpacesPage = lazyPage(async () => (await import('./spaces/page.tsx')).SpacesPage)
export const AdminPage = lazyPage(async () => (await import('./admin/page.tsx')).AdminPage)
export const FoldersPage = lazyPage(async () => (await import('./folders/page.tsx')).FoldersPage)
export const SharedPage = lazyPage(
  async () => (await import('./folders/shared-page.tsx')).SharedPage,
)
export const LinksPage = lazyPage(async () => (await import('./shares/page.tsx')).LinksPage)
export const DuplicatesPage = lazyPage(
  async () => (await import('./duplicates/page.tsx')).DuplicatesPage,
)
export const PeoplePage = lazyPage(async () => (await import('./people/page.tsx')).PeoplePage)
export const CopiesPage = lazyPage(async () => (await import('./copies/page.tsx')).CopiesPage)
/** For programmers, and without signing in. */
export const DocsPage = lazyPage(async () => (await import('./docs/page.tsx')).DocsPage)
export const MapPage = lazyPage(async () => (await import('./map/page.tsx')).MapPage)
export const TagsPage = lazyPage(async () => (await import('./tags/page.tsx')).TagsPage)
export const LabelsPage = lazyPage(async () => (await import('./tags/labels-page.tsx')).LabelsPage)
export const PlaygroundPage = lazyPage(
  async () => (await import('./playground/page.tsx')).PlaygroundPage,
)
export const StudioPage = lazyPage(async () => (await import('./studio/page.tsx')).StudioPage)
/** The face API with a camera. */
export const FacesPage = lazyPage(async () => (await import('./faces/page.tsx')).FacesPage)
/** The lists of the library but the timeline: trash, archive, favourites, and other orders. */
export const FlatPage = lazyPage(async () => (await import('./library/flat-page.tsx')).FlatPage)
export const EmptyLibrary = lazyPage(
  async () => (await import('./library/empty-library.tsx')).EmptyLibrary,
)
export const SortMenu = lazyPage(
  async () => (await import('./library/sort-menu.tsx')).SortMenu,
  null,
)
export const DropZone = lazyPage(
  async () => (await import('./library/drop-zone.tsx')).DropZone,
  null,
)
export const FromWebDialog = lazyPage(
  async () => (await import('./library/from-web-dialog.tsx')).FromWebDialog,
  null,
)
export const SearchPage = lazyPage(async () => (await import('./search/page.tsx')).SearchPage)
export const SavedPage = lazyPage(async () => (await import('./search/saved-page.tsx')).SavedPage)
/** The field in the head of every page. */
export const SearchField = lazyPage(
  async () => (await import('./search/search-field.tsx')).SearchField,
  null,
)
/** Keys that every page has, with what they open. */
export const PageKeys = lazyPage(async () => (await import('./shell/page-keys.tsx')).PageKeys, null)
