/** Stable: scripts and `plugins doctor --json` switch on these. docs/write-a-plugin.md lists causes and cures. */
export const PLUGIN_PROBLEM_CODES = [
  'PLUGIN_REFERENCE_INVALID',
  'PLUGIN_NOT_FOUND',
  'PLUGIN_MANIFEST_MISSING',
  'PLUGIN_MANIFEST_INVALID',
  'PLUGIN_API_VERSION',
  'PLUGIN_CONTRACTS_UNDECLARED',
  'PLUGIN_CONTRACTS_MISMATCH',
  'PLUGIN_SLOT_VERSION',
  'PLUGIN_LOAD_FAILED',
  'PLUGIN_EXPORT_MISSING',
  'PLUGIN_MANIFEST_MISMATCH',
  'PLUGIN_INVALID',
  'PLUGIN_NAME_UNKNOWN',
  'PLUGIN_AMBIGUOUS',
  'PLUGIN_WRONG_SLOT',
  'PLUGIN_DUPLICATE',
  'PLUGIN_SLOT_FILLED_TWICE',
  'PLUGIN_OPTIONS_INVALID',
  'PLUGIN_CYCLE',
  'PLUGIN_DEPENDENCY_MISSING',
  'PLUGIN_BUILD_FAILED',
] as const;

export type PluginProblemCode = (typeof PLUGIN_PROBLEM_CODES)[number];

/** What is wrong with a plugin, whoever asked for it. */
export interface PluginTrouble {
  readonly code: PluginProblemCode;
  /** One sentence without its full stop. */
  readonly cause: string;
  /** Where it was looked for. */
  readonly looked?: string;
  /** What to do, a command where there is one; one sentence without its full stop. */
  readonly cure: string;
}

/** Who asked for a plugin that no config names. */
export const BY_CODE = 'plugins (code)';

/** The line that people read: who asked, cause, where it was looked for, cure, code. */
export function problemLine(asked: string, { code, cause, looked, cure }: PluginTrouble): string {
  const sentences = [cause, ...(looked === undefined ? [] : [`Looked in ${looked}`]), cure].map((text) => (/[.?]$/.test(text) ? text : `${text}.`));
  return `${asked}: ${sentences.join(' ')} [${code}]`;
}
