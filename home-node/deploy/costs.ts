import { printTable } from '../cli/print-table.ts'

/** One line of Cloudflare's price lists: what the paid plan includes each month, and what more costs. */
interface Price {
  included: number
  /** Dollars for each `per` beyond it. */
  dollars: number
  per: number
}

/** Workers Paid, as Cloudflare's price pages had it in October 2026. */
const planDollars = 5
const prices = {
  requests: { included: 10e6, dollars: 0.3, per: 1e6 },
  processorMs: { included: 30e6, dollars: 0.02, per: 1e6 },
  r2StoredGb: { included: 10, dollars: 0.015, per: 1 },
  r2Writes: { included: 1e6, dollars: 4.5, per: 1e6 },
  r2Reads: { included: 10e6, dollars: 0.36, per: 1e6 },
  d1StoredGb: { included: 5, dollars: 0.75, per: 1 },
  d1RowsRead: { included: 25e9, dollars: 0.001, per: 1e6 },
  d1RowsWritten: { included: 50e6, dollars: 1, per: 1e6 },
  objectRequests: { included: 1e6, dollars: 0.15, per: 1e6 },
  objectGbSeconds: { included: 400e3, dollars: 12.5, per: 1e6 },
  queueOperations: { included: 1e6, dollars: 0.4, per: 1e6 },
  vectorDimensionsStored: { included: 10e6, dollars: 0.05, per: 100e6 },
  vectorDimensionsQueried: { included: 50e6, dollars: 0.01, per: 1e6 },
} satisfies Record<string, Price>

type Usage = Record<keyof typeof prices, number>

/** What a household does with its vault in a month. Every number here is assumed, none was measured. */
const household = {
  originalMb: 4,
  previewsMb: 0.25,
  /** Rows, search and vectors of one file. */
  databaseKb: 8,
  /** How long it took to gather the library: so much is new each month. */
  yearsOfLibrary: 3,
  people: 5,
  visitsOfPersonADay: 10,
  picturesOfVisit: 100,
  callsOfVisit: 30,
  searchesOfVisit: 2,
  /** What caches do not answer. */
  missed: 0.5,
  /** A home node that asks for changes, reports its disks and leases jobs, each every half minute. */
  homeRequestsADay: 15_000,
  vectorDimensions: 512,
  scrubGbADay: 10,
}

/** A month of such a household with so many GB of originals, of which `inR2Gb` are in R2 as well. */
export function usageOf(libraryGb: number, inR2Gb: number): Usage {
  const of = household
  const files = (libraryGb * 1_000) / of.originalMb
  const added = files / (of.yearsOfLibrary * 12)
  const visits = of.people * of.visitsOfPersonADay * 30
  const pictures = visits * of.picturesOfVisit * of.missed
  const calls = visits * of.callsOfVisit + added * 10
  const home = of.homeRequestsADay * 30
  const searches = visits * of.searchesOfVisit
  const minutes = 30 * 24 * 60
  return {
    requests: pictures + calls + home + minutes,
    processorMs: pictures * 2 + calls * 15 + home * 5 + minutes * 20,
    r2StoredGb: inR2Gb + (files * of.previewsMb) / 1_000,
    r2Writes: added * 5,
    r2Reads: pictures + added * 3 + (Math.min(of.scrubGbADay * 30, inR2Gb) * 1_000) / of.originalMb,
    d1StoredGb: (files * of.databaseKb) / 1e6,
    d1RowsRead: calls * 500 + home * 20 + minutes * 200,
    d1RowsWritten: added * 200 + visits * 20 + home,
    objectRequests: home + visits * 40 + added * 10,
    // 128 MB for a second or two after each call that wakes one; open pages let theirs sleep.
    objectGbSeconds: (home * 0.2 + visits * 60) * 0.128,
    queueOperations: added * 30,
    vectorDimensionsStored: files * of.vectorDimensions,
    vectorDimensionsQueried: (searches + files) * of.vectorDimensions,
  }
}

/** Dollars of a month under Workers Paid, with what each part adds to the plan's own price. */
export function costOf(usage: Usage): { total: number; parts: Record<keyof Usage, number> } {
  const cost = (name: keyof Usage) => {
    const { included, dollars, per } = prices[name]
    return (Math.max(0, usage[name] - included) / per) * dollars
  }
  const parts: Record<keyof Usage, number> = {
    requests: cost('requests'),
    processorMs: cost('processorMs'),
    r2StoredGb: cost('r2StoredGb'),
    r2Writes: cost('r2Writes'),
    r2Reads: cost('r2Reads'),
    d1StoredGb: cost('d1StoredGb'),
    d1RowsRead: cost('d1RowsRead'),
    d1RowsWritten: cost('d1RowsWritten'),
    objectRequests: cost('objectRequests'),
    objectGbSeconds: cost('objectGbSeconds'),
    queueOperations: cost('queueOperations'),
    vectorDimensionsStored: cost('vectorDimensionsStored'),
    vectorDimensionsQueried: cost('vectorDimensionsQueried'),
  }
  return { total: planDollars + Object.values(parts).reduce((sum, part) => sum + part, 0), parts }
}

/** The table of `npm run deploy -- costs`, and of worker/design/deploying.md. */
export function printCosts(): string[] {
  const dollars = (amount: number) => `$${amount.toFixed(2)}`
  const rows = [10, 100, 1_000].flatMap((libraryGb) =>
    [libraryGb, Math.min(libraryGb, 20)]
      .filter((inR2Gb, n, all) => all.indexOf(inR2Gb) === n)
      .map((inR2Gb) => {
        const usage = usageOf(libraryGb, inR2Gb)
        const { total, parts } = costOf(usage)
        const rest = total - planDollars - parts.r2StoredGb
        const name = libraryGb === 1_000 ? '1 TB' : `${libraryGb} GB`
        const kept = inR2Gb === libraryGb ? 'all' : `${inR2Gb} GB, the rest at home`
        const stored = `${usage.r2StoredGb.toFixed(1)} GB`
        return [name, kept, stored, dollars(parts.r2StoredGb), dollars(rest), dollars(total)]
      }),
  )
  const head = [
    'originals',
    'of them in R2',
    'R2 with previews',
    'R2',
    'all else',
    'a month in all',
  ]
  return printTable([head, ...rows], [2, 3, 4, 5])
}
