import { LineIcon } from '../../ui/icons.tsx'

/** On the grid and with the line of all other icons; these are of the canvas alone. */
const paths = {
  left: 'M3.500 3v14M6.500 5.500h9v3.500h-9ZM6.500 11.500h5.500v3.500h-5.500Z',
  centre: 'M10 3v14M5.500 5.500h9v3.500h-9ZM7 11.500h6v3.500h-6Z',
  top: 'M3 3.500h14M5.500 6.500h3.500v9h-3.500ZM11.500 6.500h3.500v5.500h-3.500Z',
  middle: 'M3 10h14M5.500 5.500h3.500v9h-3.500ZM11.500 7h3.500v6h-3.500Z',
  across: 'M3.500 3.500v13M16.500 3.500v13M7.500 6.500h5v7h-5Z',
  down: 'M3.500 3.500h13M3.500 16.500h13M6.500 7.500h7v5h-7Z',
  tidy: 'M3.500 3.500h5.500v5.500h-5.500ZM11.500 3.500h5v5.500h-5ZM3.500 11.500h3.500v5h-3.500ZM9.500 11.500h7v5h-7Z',
  group:
    'M3.500 6v-2.500h2.500M14 3.500h2.500v2.500M16.500 14v2.500h-2.500M6 16.500h-2.500v-2.500M6.500 6.500h5v5h-5ZM9.500 13.500h4v-4',
  ungroup: 'M3.500 3.500h6v6h-6ZM10.500 10.500h6v6h-6Z',
  front: 'M7 3.500h9.500v9.500h-9.500ZM4.500 7.500h-1v9h9v-1',
  back: 'M3.500 3.500h9v9h-9ZM15 7.500h1.500v9h-9v-1.500',
} as const

export type ArrangeName = keyof typeof paths

export function ArrangeIcon({ name }: { name: ArrangeName }) {
  return <LineIcon path={paths[name]} />
}
