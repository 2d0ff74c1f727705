import { expect, test } from 'vitest'
import { countTests } from './test-counts.ts'

const green = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [{}] }],
}

test('a green run counts its tests', () => {
  expect(countTests(green, 0)).toEqual({ passed: 5, failed: 0 })
})

test('a failed test is a failure', () => {
  const report = { ...green, success: false, numPassedTests: 4, numFailedTests: 1 }
  expect(countTests(report, 1)).toEqual({ passed: 4, failed: 1 })
})

test('a file that broke before its first test is a failure', () => {
  const broken = { name: 'b.test.ts', status: 'failed', assertionResults: [] }
  const report = { ...green, success: false, testResults: [...green.testResults, broken] }
  expect(countTests(report, 1)).toEqual({ passed: 5, failed: 1 })
})

test('a run without a report, without a test, or that ended badly is never green', () => {
  expect(countTests(null, 0)).toEqual({ passed: 0, failed: 1 })
  expect(countTests({ ...green, numPassedTests: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
  expect(countTests(green, 1)).toEqual({ passed: 5, failed: 1 })
  expect(countTests(green, null)).toEqual({ passed: 5, failed: 1 })
})

test('a skipped test is not a passed one', () => {
  expect(countTests({ ...green, numPendingTests: 2 }, 0)).toEqual({ passed: 5, failed: 2 })
})
