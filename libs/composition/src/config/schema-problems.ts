import { z } from 'zod';
import { didYouMean, listed } from '../suggestions';
import { isSecret, shownValueAt, withoutSecrets } from './secrets';
import { isTree, type Path, valueAt } from './tree';

/** What a schema said about one value; zod's issues and those of other Standard Schemas both fit. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Where the checked settings are and how to find out who wrote them. */
export interface CheckedSettings {
  readonly settings: unknown;
  /** `jobs.books.source.options` for the options of a provider, empty for the whole config. */
  readonly at: Path;
  readonly schema: unknown;
  readonly placeOf: (path: Path) => string;
}

/** One line for each thing that is wrong: path, where it was written, rule, value got, and for an unknown key what was probably meant. */
export function schemaProblems(issues: readonly SchemaIssue[], checked: CheckedSettings): string[] {
  return issues.flatMap((issue) => {
    const path = [...checked.at, ...(issue.path ?? []).map(nameOf)];
    const unknownKeys = stringsAt(issue, 'keys');
    if (codeOf(issue) === 'unrecognized_keys' && unknownKeys !== null) {
      return unknownKeys.map((key) => unknownKeyProblem([...path, key], knownKeys(checked.schema, path.slice(checked.at.length)), checked));
    }
    const rule = ruleOf(issue, path);
    const got = shownValueAt(checked.settings, path);
    // Hand-written rules, ours and the providers', often end in the value themselves; one about a whole object names the member that is wrong.
    const saysIt =
      rule.includes(`not ${got}`) || rule.includes('not undefined') || /\bgot\b/.test(rule) || isAboutMembers(issue, valueAt(checked.settings, path));
    const ending = saysIt ? '' : `; got ${got}`;
    return [`${whereabouts(path, checked)}: ${rule.replace(/\.$/, '')}${ending}.`];
  });
}

export function whereabouts(path: Path, { placeOf }: Pick<CheckedSettings, 'placeOf'>): string {
  return `${path.length === 0 ? 'config' : path.join('.')} (${placeOf(path)})`;
}

function unknownKeyProblem(path: Path, known: readonly string[], checked: CheckedSettings): string {
  const suggestion = didYouMean(path.at(-1) ?? '', known);
  return `${whereabouts(path, checked)}: unknown key${suggestion === '' ? '.' : suggestion} Known here: ${listed(known)}.`;
}

function ruleOf(issue: SchemaIssue, path: Path): string {
  const code = codeOf(issue);
  if (code === 'invalid_key') return firstNestedMessage(issue) ?? issue.message;
  if (code === 'invalid_type' && /expected object/.test(issue.message)) return 'must be an object';
  if (code === 'invalid_value') {
    const values = stringsAt(issue, 'values');
    if (values !== null && issue.message.startsWith('Invalid option')) return `must be ${values.map((value) => `'${value}'`).join(' or ')}`;
  }
  // A foreign message may quote the value: at a secret nothing of it is repeated.
  return isSecret(path) && !issue.message.startsWith('must') ? 'is not valid' : withoutSecrets(issue.message);
}

/** The keys that a zod schema knows at a path, read from its JSON Schema; other vendors' schemas tell none. */
function knownKeys(schema: unknown, path: Path): string[] {
  if (!(schema instanceof z.core.$ZodType)) return [];
  let node: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  for (const name of path) {
    if (!isTree(node)) return [];
    node = (isTree(node.properties) ? node.properties[name] : undefined) ?? node.additionalProperties ?? node.items;
    const variants = isTree(node) && Array.isArray(node.anyOf) ? (node.anyOf as unknown[]) : [];
    node = variants.find((variant) => isTree(variant) && isTree(variant.properties)) ?? node;
  }
  return isTree(node) && isTree(node.properties) ? Object.keys(node.properties) : [];
}

function isAboutMembers(issue: SchemaIssue, value: unknown): boolean {
  return codeOf(issue) === 'invalid_key' || (codeOf(issue) === 'custom' && isTree(value));
}

function codeOf(issue: SchemaIssue): string | undefined {
  return 'code' in issue && typeof issue.code === 'string' ? issue.code : undefined;
}

function stringsAt(issue: SchemaIssue, member: string): string[] | null {
  const value: unknown = Reflect.get(issue, member);
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : null;
}

function firstNestedMessage(issue: SchemaIssue): string | null {
  const nested: unknown = Reflect.get(issue, 'issues');
  const first: unknown = Array.isArray(nested) ? nested[0] : undefined;
  return isTree(first) && typeof first.message === 'string' ? first.message : null;
}

function nameOf(segment: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof segment === 'object' ? segment.key : segment);
}
