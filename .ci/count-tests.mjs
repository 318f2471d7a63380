// Prints "passed failed skipped" from vitest's JSON report, for .ci/run. In JavaScript, because Node 20 runs it.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// Files that can't be imported have no failed tests; each counts as one failure.
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
);
const skipped = report.numPendingTests + report.numTodoTests;
process.stdout.write(`${report.numPassedTests} ${report.numFailedTests + brokenFiles.length} ${skipped}\n`);
