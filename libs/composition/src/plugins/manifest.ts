import { z } from 'zod';
import { didYouMean, listed } from '../suggestions';
import type { Tree } from '../config/tree';
import type { PluginTrouble } from './plugin-problem';
import { PLUGIN_SLOT_NAMES } from './plugin-slots';

/** Key of the manifest in a package.json. */
export const MANIFEST_KEY = 'smart-ingestor';
/** Of the manifest's own shape; what a provider must do is versioned by the contracts. */
const API_VERSION = 1;

const text = (what: string) => z.string({ error: `must be ${what}` }).min(1, { error: `must be ${what}` });

const entry = z.strictObject(
  {
    name: z.string({ error: nameRule }).regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: nameRule }),
    slot: z.enum(PLUGIN_SLOT_NAMES, { error: ({ input }) => slotRule(input) }),
    export: text(`the name of the export that holds the plugin, such as 'burstPlugin' or 'default'`),
  },
  { error: objectRule },
);

const manifest = z.strictObject(
  {
    apiVersion: z.literal(API_VERSION),
    plugins: z.array(entry, { error: `must be a list of plugins, each { name, slot, export }` }).min(1, { error: 'must name at least one plugin' }),
  },
  { error: objectRule },
);

/** One plugin as its package.json tells it: readable without running code. */
export type ManifestEntry = z.output<typeof entry>;

const EXAMPLE = `"${MANIFEST_KEY}": { "apiVersion": ${API_VERSION}, "plugins": [{ "name": "…", "slot": "…", "export": "…" }] }`;

/** The static half of the plugins of one package, or everything that is wrong with it. */
export function readManifest(packageJson: Tree, file: string): readonly ManifestEntry[] | PluginTrouble {
  const written = packageJson[MANIFEST_KEY];
  const what = `the package '${String(packageJson.name)}'`;
  if (written === undefined) {
    return {
      code: 'PLUGIN_MANIFEST_MISSING',
      cause: `${what} has no key "${MANIFEST_KEY}" in its package.json`,
      looked: file,
      cure: `Add ${EXAMPLE}`,
    };
  }
  const { apiVersion } = Object(written) as { readonly apiVersion?: unknown };
  if (typeof apiVersion === 'number' && apiVersion !== API_VERSION) {
    return {
      code: 'PLUGIN_API_VERSION',
      cause: `${what} has a manifest of apiVersion ${apiVersion}, and this Smart Ingestor reads apiVersion ${API_VERSION}`,
      cure: `Install versions of both that fit: npm install ${String(packageJson.name)}@latest smart-ingestor@latest`,
    };
  }
  const parsed = manifest.safeParse(written);
  if (parsed.error !== undefined) {
    const faults = parsed.error.issues.map(({ path, message }) => `${[MANIFEST_KEY, ...path].join('.')} ${message}`);
    return { code: 'PLUGIN_MANIFEST_INVALID', cause: `the manifest in ${file} is wrong: ${faults.join('; ')}`, cure: `Write it as ${EXAMPLE}` };
  }
  return doubleName(parsed.data.plugins, file) ?? parsed.data.plugins;
}

function doubleName(plugins: readonly ManifestEntry[], file: string): PluginTrouble | null {
  const double = plugins.find(({ name, slot }, index) => plugins.findIndex((other) => other.name === name && other.slot === slot) !== index);
  if (double === undefined) return null;
  return { code: 'PLUGIN_DUPLICATE', cause: `${file} has two plugins '${double.name}' for ${double.slot}`, cure: 'Give one of them another name' };
}

function nameRule({ input }: { readonly input?: unknown }): string {
  return `must be 1 to 64 lower-case letters, digits and -; got ${JSON.stringify(input)}`;
}

function slotRule(input: unknown): string {
  return `must be a slot, one of ${listed(PLUGIN_SLOT_NAMES)}; got ${JSON.stringify(input)}${typeof input === 'string' ? didYouMean(input, PLUGIN_SLOT_NAMES) : ''}`;
}

function objectRule(issue: { readonly code: string }): string | undefined {
  return issue.code === 'invalid_type' ? 'must be an object' : undefined;
}
