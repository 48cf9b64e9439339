// Reads what `nx run-many -t test` printed, from standard input, and prints the sum of all Jest suites: `N passed, N failed, N skipped`.
// Jest closes every project with a `Tests:` line, and Nx prints that line also for a project that it takes from its cache.
// A suite that could not even start has no tests to count, so it counts as one failure. Exit 1 when anything failed or nothing ran.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const lines = stripVTControlCharacters(readFileSync(0, 'utf8')).split('\n');

/** `Tests:  1 failed, 2 skipped, 3 passed, 6 total` → 1 for `failed`, 0 where the word is absent. */
const countOf = (line, word) => Number(new RegExp(`(\\d+) ${word}\\b`).exec(line)?.[1] ?? 0);
const sumOf = (lines, words) => lines.flatMap((line) => words.map((word) => countOf(line, word))).reduce((sum, count) => sum + count, 0);

const tests = lines.filter((line) => /^Tests:\s/.test(line.trim()));
const passed = sumOf(tests, ['passed']);
const skipped = sumOf(tests, ['skipped', 'todo']);
const unstarted = lines.filter((line) => line.includes('Test suite failed to run')).length;
// Jest repeats the reports of failed suites at the end of a run of more than 20 suites: then each was seen twice, and counted twice.
const failedTests = sumOf(tests, ['failed']) + unstarted;
// A project that fails without a word of Jest (a crash, a killed process) is only in Nx's list at the end.
const failedTasks = lines.filter((line) => /^- \S+:test$/.test(line.trim())).length;
const failed = Math.max(failedTests, failedTasks);

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
