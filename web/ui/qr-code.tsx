import { useMemo } from 'preact/hooks'
import { encode } from 'uqr'
import './qr-code.css'

/** Dark on white in every theme: many cameras do not read it the other way round. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, drawn } = useMemo(() => {
    const { data, size } = encode(text, { ecc: 'M', border: 3 })
    const squares = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
    )
    return { size, drawn: squares.join('') }
  }, [text])
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={drawn} />
    </svg>
  )
}
