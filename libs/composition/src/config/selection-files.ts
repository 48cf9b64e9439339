import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { messageOf } from '../message-of';
import { readAsins, STANDARD_INPUT } from './asin-file';
import { withoutSecrets } from './secrets';
import { isTree, type Path, subtrees, type Tree, valueAt, withValueAt } from './tree';

export interface SelectionFiles {
  readonly settings: Tree;
  readonly problems: readonly string[];
  /** Paths whose value came from a file of its own, with the name of that file. */
  readonly origins: readonly { readonly path: Path; readonly layer: string }[];
}

/**
 * `selection: './selection.json'` is replaced by what the file holds, one of Keepa's own queries, and `asins: './asins.txt'` by the list in it (`-`: the
 * standard input). Relative to the folder of the config file.
 */
export function readSelectionFiles(settings: Tree, baseDir: string, placeOf: (path: Path) => string, stdin?: () => string): SelectionFiles {
  const problems: string[] = [];
  const origins: { path: Path; layer: string }[] = [];
  let filled = settings;
  const readers = {
    selection: (file: string) => readSelection(resolve(baseDir, file)),
    asins: (file: string) => readAsins(file === STANDARD_INPUT ? file : resolve(baseDir, file), stdin),
  };
  const members = subtrees(settings.jobs).flatMap(([job]) => Object.entries(readers).map(([member, read]) => ({ job, member, read })));
  for (const { job, member, read: readFile } of members) {
    const path = ['jobs', job, 'source', 'options', member];
    const file = valueAt(settings, path);
    if (typeof file !== 'string') continue;
    const read = readFile(file);
    if (typeof read === 'string') problems.push(`${path.join('.')} (${placeOf(path)}): ${read}`);
    else origins.push({ path, layer: file === STANDARD_INPUT ? 'the standard input' : `file ${basename(file)}` });
    filled = withValueAt(filled, path, typeof read === 'string' ? undefined : read);
  }
  return { settings: filled, problems, origins };
}

function readSelection(file: string): Tree | string {
  const cure = `Save the JSON there that keepa.com shows under "Show API query", or write the path relative to the config file.`;
  try {
    const selection: unknown = JSON.parse(withLargeIntegersAsText(readFileSync(file, 'utf8')));
    return isTree(selection) ? selection : `${file} must hold one JSON object. ${cure}`;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : withoutSecrets(messageOf(error));
    return `${file} cannot be read: ${reason}. ${cure}`;
  }
}

/** JSON.parse rounds integers beyond 2^53, and category 9223372036854775807 is real: a selection may hold such an id as decimal text. */
function withLargeIntegersAsText(json: string): string {
  return json.replace(/"(?:\\.|[^"\\])*"|-?\d{16,}(?![\d.eE])/g, (match) =>
    match.startsWith('"') || Number.isSafeInteger(Number(match)) ? match : `"${match}"`,
  );
}
