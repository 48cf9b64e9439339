import { relative } from 'node:path';
import type { PluginFact } from '@smart-ingestor/composition';

/** `built in`, `@acme/burst-policy 1.2.0`, `./my-policy.js`. */
export function originText({ kind, from, version }: PluginFact['origin'], cwd: string): string {
  if (kind === 'built-in') return 'built in';
  if (kind === 'code') return 'handed in by code';
  if (kind === 'package') return `${from}${version === null ? '' : ` ${version}`}`;
  const path = relative(cwd, from);
  return path.startsWith('..') ? path : `./${path}`;
}
