import { join } from 'node:path';
import { type Mutation, MUTATIONS } from './mutations';
import { runSpec } from './run-spec';
import { WorkspaceCopy } from './workspace-copy';

interface Verdict {
  readonly mutation: Mutation;
  readonly isKilled: boolean;
  readonly by: string;
  readonly seconds: number;
}

/** @returns whether every mutation was killed. */
function main(only: readonly string[]): boolean {
  const mutations = MUTATIONS.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  const copy = WorkspaceCopy.of(join(__dirname, '..', '..', '..'));
  try {
    for (const spec of new Set(mutations.map((mutation) => mutation.spec))) {
      const { isGreen, firstFailure } = runSpec(copy.folder, spec);
      if (!isGreen) throw new Error(`${spec} fails without any mutation: ${firstFailure}`);
    }
    console.log('| mutation | file | verdict | by | time |\n| --- | --- | --- | --- | --- |');
    const verdicts = mutations.map((mutation) => tryOut(copy, mutation));
    const [dead, alive] = [verdicts.filter(({ isKilled }) => isKilled), verdicts.filter(({ isKilled }) => !isKilled)];
    console.log(`\n${dead.length} of ${verdicts.length} mutations were killed.`);
    return alive.length === 0;
  } finally {
    copy.remove();
  }
}

function tryOut(copy: WorkspaceCopy, mutation: Mutation): Verdict {
  const undo = copy.replace(mutation.file, mutation.find, mutation.replacement);
  try {
    const { isGreen, firstFailure, seconds } = runSpec(copy.folder, mutation.spec);
    console.log(
      `| ${mutation.name} | \`${mutation.file}\` | ${isGreen ? 'SURVIVED' : 'killed'} | ${isGreen ? mutation.spec : firstFailure} | ${seconds} s |`,
    );
    return { mutation, isKilled: !isGreen, by: firstFailure, seconds };
  } finally {
    undo();
  }
}

process.exitCode = main(process.argv.slice(2)) ? 0 : 1;
