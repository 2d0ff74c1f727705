/** Icons that the studio alone has, on the grid and with the line of `ui/icons.tsx`. */
const paths = {
  undo: 'M7.300 4.500 3.800 8l3.500 3.500M4 8h7.500a4 4 0 0 1 0 8H8',
  redo: 'M12.700 4.500 16.200 8l-3.500 3.500M16 8H8.500a4 4 0 0 0 0 8H12',
  tidy: 'M3.500 3.500h5.500v5.500H3.500ZM11.500 3.500h5v3.500h-5ZM11.500 9.500h5v7h-5ZM3.500 11.500h5.500v5H3.500Z',
  dice: 'M4 4h12v12H4ZM7.300 7.300v.1M12.700 7.300v.1M10 10v.1M7.300 12.700v.1M12.700 12.700v.1',
  lock: 'M5 9h10v7.500H5ZM7 9V6.500a3 3 0 0 1 6 0V9',
  unlock: 'M5 9h10v7.500H5ZM7 9V6.500a3 3 0 0 1 5.800-1',
  brush:
    'M16.500 3.500 9.300 10.700M9.300 10.700c-3.300-1-4.600 1-4.600 2.800 0 1.500-.7 2.500-1.700 3 4.500.9 8.300-1 6.300-5.800Z',
  lineage:
    'M5 3.500a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600ZM5 12.900a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600ZM15 8.200a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600ZM6.800 5.600 13.300 9.300M6.800 14.400l6.500-3.700',
  knobs: 'M4 6h7M14.500 6H16M4 14h1.500M9 14h7M12.800 4.200v3.600M7.200 12.200v3.600',
  earlier: 'M4 10a6 6 0 1 0 1.800-4.300M3.800 3.500v3.300h3.300M10 6.800V10l2.300 1.500',
  variations: 'M7 7h9.500v9.500H7ZM3.500 13V3.500H13M10 11.800h3.500M11.750 10v3.500',
  larger:
    'M3.500 9V3.500h13v13H11M3.500 12h4.500v4.500H3.500ZM10.500 9.500l3-3M10.800 6.500h2.700v2.700',
  again: 'M16 10a6 6 0 1 1-1.900-4.400M16.300 3.300v3.500h-3.500',
  enter: 'M16 4.500v6.500H4.500M8 7.500 4.500 11 8 14.500',
  versions: 'M4.500 4v12M4.500 6.500h11l-2.500 3 2.500 3h-11',
  attach:
    'M14.500 9.500 9.700 14.300a3 3 0 0 1-4.300-4.300l5.700-5.600a2 2 0 0 1 2.900 2.900l-5.500 5.400a1 1 0 0 1-1.400-1.400l4.700-4.700',
} as const
export type StudioIconName = keyof typeof paths

export function StudioIcon({ name, size = 20 }: { name: StudioIconName; size?: number }) {
  return (
    <svg
      {...{ width: size, height: size, viewBox: '0 0 20 20', fill: 'none', stroke: 'currentColor' }}
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
