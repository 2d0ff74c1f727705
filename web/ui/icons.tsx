import type { JSX } from 'preact'

/** Drawn for this app on a 20 px grid with a 1.6 px line; the colour is that of the text around. */
const paths = {
  album: 'M5.500 7h11v9.500h-11ZM4 13.500V4.500h10.500M5.500 14l3-3 2.300 2.300 2-2 3.700 3.700',
  alert: 'M10 3.200 17.500 16.500h-15ZM10 8.300v3.700M10 14.200v.1',
  check: 'm4.500 10.500 3.800 3.800 7.400-8.300',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6.200V10l2.600 1.700',
  close: 'm5 5 10 10M15 5 5 15',
  copy: 'M7 7h9v9H7ZM4 13V4h9',
  dots: 'M5 10v.1M10 10v.1M15 10v.1',
  down: 'm4.500 7.500 5.500 5.500 5.500-5.500',
  download: 'M10 3.500v9.500M5.800 9.300 10 13.500l4.200-4.200M4 16.500h12',
  exit: 'M11.500 4H4.500v12h7M9 10h8M14 6.800 17.200 10 14 13.200',
  file: 'M5.500 3h6L15 6.500V17H5.500ZM11.300 3v3.700H15',
  folder: 'M3 5h5l1.800 2H17v9H3ZM3 9h14',
  home: 'M3.500 9.500 10 4l6.500 5.500M5.300 8.300V16h9.400V8.300',
  image: 'M3.500 4.500h13v11h-13ZM3.500 13l3.700-3.700 3 3 2.300-2.300 4 4M12.800 7.700v.1',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 9.200v4.300M10 6.500v.1',
  key: 'M13 3.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM10.200 10.300 3.500 17M6 14.500l2 2',
  link: 'M8.500 11.500 11.500 8.500M9.500 6.300l1.900-1.900a3 3 0 0 1 4.200 4.200l-1.900 1.900M10.500 13.700l-1.900 1.900a3 3 0 0 1-4.200-4.200l1.900-1.900',
  left: 'M12.500 4.500 7 10l5.500 5.500',
  moon: 'M16.500 12A7 7 0 0 1 8 3.500 7 7 0 1 0 16.500 12Z',
  move: 'M3 5h5l1.800 2H17v9H3ZM7 11.500h6M10.800 9.200l2.300 2.300-2.300 2.300',
  pause: 'M7 4.500v11M13 4.500v11',
  pencil: 'm4 16 .8-3.500L13.500 4 16 6.500 7.500 15.200ZM11.500 6l2.500 2.500',
  people:
    'M7.500 4a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 0 0 0-5.400ZM2.500 16c.5-2.900 2.300-4.300 5-4.300s4.500 1.400 5 4.300M12.800 4.300a2.500 2.500 0 0 1 0 4.800M14.500 12c1.700.6 2.700 1.900 3 4',
  play: 'M6.500 4.500 15 10l-8.500 5.500Z',
  plus: 'M10 4v12M4 10h12',
  restore: 'M4 8.500h8.200a3.800 3.800 0 0 1 0 7.600H8M7.300 5 3.800 8.500 7.300 12',
  retry: 'M16 10a6 6 0 1 1-1.900-4.400M16.300 3.300v3.500h-3.500',
  right: 'M7.500 4.500 13 10l-5.500 5.500',
  search: 'M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11ZM13 13l4 4',
  share:
    'M3 5h5l1.800 2H17v4M3 9V16.500h7M3 5v11.500M12.500 15.500h5M15.200 13l2.500 2.500-2.500 2.500',
  shield:
    'M10 3 4.500 5v4.500c0 3.600 2.200 6 5.500 7.500 3.300-1.500 5.500-3.900 5.500-7.500V5ZM7.500 9.800l1.800 1.800 3.300-3.600',
  sun: 'M10 6.700a3.300 3.300 0 1 0 0 6.600 3.300 3.300 0 0 0 0-6.600ZM10 2.500v1.300M10 16.200v1.300M2.500 10h1.300M16.200 10h1.300M4.700 4.700l.9.900M14.400 14.400l.9.900M15.300 4.700l-.9.900M5.600 14.400l-.9.900',
  system: 'M3 4.500h14v9H3ZM7.500 16.500h5',
  trash: 'M4 6h12M8 6V4h4v2M5.500 6l.7 10.500h7.600L14.500 6',
  upload: 'M10 13.500V4M5.800 8.200 10 4l4.200 4.200M4 16.500h12',
  user: 'M10 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM4 16.500c.6-3 3-4.500 6-4.500s5.400 1.500 6 4.500',
  video: 'M3 5h10v10H3ZM13 9l4-2.300v6.600L13 11',
  archive: 'M3.500 4h13v3.500h-13ZM4.500 7.500V16h11V7.500M8 10.500h4',
  heart:
    'M10 16.500C5 13 3 10.500 3 7.800A3.600 3.600 0 0 1 10 6.500a3.600 3.600 0 0 1 7 1.300c0 2.700-2 5.200-7 8.700Z',
  star: 'm10 3 2.200 4.500 4.900.7-3.600 3.500.9 4.900L10 14.300l-4.400 2.300.9-4.900L2.900 8.200l4.900-.7Z',
  expand: 'M3.500 8V3.500H8M12 3.500h4.500V8M16.500 12v4.500H12M8 16.500H3.500V12',
  shrink: 'M8 3.500V8H3.500M16.500 8H12V3.500M12 16.500V12h4.500M3.500 12H8v4.500',
  minus: 'M4 10h12',
  pin: 'M10 17.500c-3.700-4-5.200-6.500-5.200-8.900a5.200 5.200 0 0 1 10.400 0c0 2.400-1.500 4.900-5.200 8.900ZM10 6.700a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  sound:
    'M7.500 15V5l8.500-1.500v10M7.500 15a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM16 13.500a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  tag: 'M3.500 3.500h6.300l6.700 6.700-6.300 6.300-6.700-6.700ZM7 7v.1',
  text: 'M4 5.500h12M4 9h12M4 12.500h12M4 16h7',
} as const

export type IconName = keyof typeof paths

export const iconNames = Object.keys(paths).filter((name): name is IconName => name in paths)

export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return <LineIcon path={paths[name]} size={size} />
}

/** For icons of one part alone, which the first page does not carry: on the same grid, with the same line. */
export function LineIcon({ path, size = 20 }: { path: string; size?: number }): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )
}

/** Three frames, one behind the other, the first one ticked: three copies, proven. */
export function Mark({ size = 26 }: { size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <g stroke="currentColor" stroke-width="1.500" stroke-linejoin="round">
        <path d="M8 2.500h13.500V16" opacity=".4" />
        <path d="M5.500 5H19v13.500" opacity=".68" />
      </g>
      <rect x="2.250" y="7.750" width="14" height="14" rx="1" fill="currentColor" />
      <path
        d="m5.700 15 2.600 2.600 4.600-5.200"
        stroke="var(--surface)"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
