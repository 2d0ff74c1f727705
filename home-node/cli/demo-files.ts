import type { DemoFile } from '#contracts/demo'
import { pick, randomOf } from './demo-random.ts'

const dayMs = 86_400_000
const years = 12
/** Fixed, so that a second run makes the same files. */
const lastDay = Date.UTC(2026, 9, 31)

const places = [
  ['Bergen, Norway', 60.39, 5.32],
  ['Lisbon, Portugal', 38.72, -9.14],
  ['Kyoto, Japan', 35.01, 135.77],
  ['Innsbruck, Austria', 47.27, 11.39],
  ['Galway, Ireland', 53.27, -9.05],
  ['Valparaíso, Chile', -33.05, -71.61],
  ['Tromsø, Norway', 69.65, 18.96],
  ['Ljubljana, Slovenia', 46.06, 14.51],
] as const

const eventSize = 20

/** What is known of the file of a number: when, where, and what somebody thought of it. */
export function describeFile(index: number): Omit<DemoFile, 'picture' | 'sha256' | 'sizeBytes'> {
  const event = randomOf(1_000_000 + Math.floor(index / eventSize))
  const own = randomOf(2_000_000 + index)
  const start = dayOf(event) + 8 * 3_600_000 + event() * 6 * 3_600_000
  const takenMs = Math.floor((start + own() * 5 * 3_600_000) / 1_000) * 1_000
  const isAway = event() < 0.45
  const [placeName, latitude, longitude] = pick(places, event())
  const near = () => (own() - 0.5) / 20
  const away = { placeName, latitude: latitude + near(), longitude: longitude + near() }
  const home = { placeName: null, latitude: null, longitude: null }
  return {
    name: `demo-${String(index).padStart(6, '0')}.jpg`,
    takenAt: new Date(takenMs).toISOString().slice(0, 19),
    createdAt: takenMs + Math.floor(own() * 3 * dayMs),
    ...(isAway ? away : home),
    rating: own() < 0.12 ? 1 + Math.floor(own() * 5) : null,
    isFavorite: own() < 0.03,
    folder: isAway ? 'Demo journeys' : event() < 0.3 ? 'Demo weekends' : null,
    album: own() < 0.004 ? 'Demo best of' : null,
  }
}

/** More on weekends, in summer and around the end of the year. */
function dayOf(random: () => number): number {
  for (;;) {
    const day = new Date(lastDay - Math.floor(random() * years * 365.25) * dayMs)
    const isWeekend = day.getUTCDay() % 6 === 0
    const month = day.getUTCMonth()
    const isHoliday = month === 6 || month === 7 || (month === 11 && day.getUTCDate() > 20)
    const weight = (isWeekend ? 3 : 1) * (isHoliday ? 3 : 1)
    if (random() * 9 < weight) return day.getTime()
  }
}
