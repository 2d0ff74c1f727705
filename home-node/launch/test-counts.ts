import { z } from 'zod'

/** What we read of the file that vitest's JSON reporter writes. */
const vitestReportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
})

export interface TestCounts {
  passed: number
  failed: number
}

/**
 * Counts one run of vitest. What could not run has failed: a file that broke before its tests, a
 * skipped test, a run that wrote no report (`report` is null), found no test, or ended badly with
 * every test green.
 */
export function countTests(report: unknown, exitCode: number | null): TestCounts {
  const parsed = vitestReportSchema.safeParse(report)
  if (!parsed.success) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data
  const brokenFiles = testResults.filter(
    (file) => file.status !== 'passed' && file.assertionResults.length === 0,
  ).length
  const failed = numFailedTests + numPendingTests + numTodoTests + brokenFiles
  const isClean = exitCode === 0 && parsed.data.success && numPassedTests > 0
  return { passed: numPassedTests, failed: isClean ? failed : Math.max(failed, 1) }
}
