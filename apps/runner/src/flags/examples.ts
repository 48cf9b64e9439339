/** The examples of a command that has commands of its own. */
export const examplesOf =
  (command: string) =>
  (...lines: readonly string[]): string =>
    `\nExamples:\n${lines.map((line) => `  $ smart-ingestor ${command} ${line}`).join('\n')}`;
