/** Icons that the editor alone has, on the grid and with the line of `ui/icons.tsx`. */
const paths = {
  crop: 'M6 2.500V14h11.500M2.500 6H14v11.500',
  light: 'M4 6h7M14.500 6H16M4 14h1.500M9 14h7M12.800 4.200v3.600M7.200 12.200v3.600',
  looks:
    'M7.500 3.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9ZM12.500 7.500a4.500 4.500 0 1 1-5 5',
  text: 'M4.500 5.500v-1h11v1M10 4.500v11M8 15.500h4',
  earlier: 'M4 10a6 6 0 1 0 1.800-4.300M3.800 3.500v3.300h3.300M10 6.800V10l2.300 1.500',
  undo: 'M7.300 4.500 3.800 8l3.500 3.500M4 8h7.500a4 4 0 0 1 0 8H8',
  redo: 'M12.700 4.500 16.200 8l-3.500 3.500M16 8H8.500a4 4 0 0 0 0 8H12',
  turn: 'M12.700 3.500 16.200 7l-3.500 3.500M16 7H9a4.500 4.500 0 0 0 0 9h2',
  mirror: 'M10 3v14M7.500 6.500 3.500 14h4ZM12.500 6.500l4 7.500h-4Z',
  compare: 'M10 3.500v13M4 4.500h12v11H4ZM6.500 8h1.500M6.500 12h1.500',
} as const
export type ToolIconName = keyof typeof paths

export function ToolIcon({ name }: { name: ToolIconName }) {
  return (
    <svg
      {...{ width: 20, height: 20, viewBox: '0 0 20 20', fill: 'none', stroke: 'currentColor' }}
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
