// Lints texts as if they stood in the workspace: reads { untag, probes: [{ path, text }] } from standard input, prints one list of
// { rule, message } per probe. A process of its own, because the boundary rule takes Nx's project graph from the folder in
// NX_WORKSPACE_DATA_DIRECTORY: with a fresh one there, the answer is that of a clean clone, and `untag` can take a project's tags away.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

const { untag, probes } = JSON.parse(readFileSync(0, 'utf8'));
await createProjectGraphAsync({ exitOnError: true });

const graphFile = join(process.env.NX_WORKSPACE_DATA_DIRECTORY, 'project-graph.json');
const graph = JSON.parse(readFileSync(graphFile, 'utf8'));
if (untag) graph.nodes[untag].data.tags = [];
writeFileSync(graphFile, JSON.stringify(graph));

const eslint = new ESLint();
const answers = [];
for (const { path, text } of probes) {
  const [result] = await eslint.lintText(text, { filePath: path });
  answers.push(result.messages.map((message) => ({ rule: message.ruleId, message: message.message })));
}
process.stdout.write(`${JSON.stringify(answers)}\n`, () => process.exit(0));
