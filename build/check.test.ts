import { expect, test } from "vitest";
import { tally } from "./check.ts";

const report = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: "passed", assertionResults: [{}] }],
};

test("counts tests, and what was left out as skipped", () => {
  expect(tally(report, 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(tally({ ...report, numFailedTests: 2 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 3 });
});

test("a file that could not be loaded is a failure although no test of it ran", () => {
  const testResults = [...report.testResults, { status: "failed", assertionResults: [] }];
  expect(tally({ ...report, testResults }, 1)).toMatchObject({ failed: 1 });
});

test("a run that fails outside every test is a failure", () => {
  expect(tally(report, 1)).toMatchObject({ failed: 1 });
});

test("a run without a report is a failure, whatever its exit code", () => {
  expect(tally(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
