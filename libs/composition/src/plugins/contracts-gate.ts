import { satisfies, validRange } from 'semver';
import { isTree, type Tree } from '../config/tree';
import { readPackageJson } from './package-json';
import { dirname } from 'node:path';
import type { PluginTrouble } from './plugin-problem';

const CONTRACTS = '@smart-ingestor/contracts';

/** Version of the contracts that this process runs on. */
export function contractsVersion(): string {
  return String(readPackageJson(dirname(require.resolve(`${CONTRACTS}/package.json`)))?.version);
}

/** A package says by its peer range which contracts it was written for; code for others is never run. `null`: it fits. */
export function contractsTrouble(packageJson: Tree, runningVersion: string): PluginTrouble | null {
  const name = String(packageJson.name);
  const range = isTree(packageJson.peerDependencies) ? packageJson.peerDependencies[CONTRACTS] : undefined;
  if (typeof range !== 'string') {
    return {
      code: 'PLUGIN_CONTRACTS_UNDECLARED',
      cause: `the package '${name}' does not say which ${CONTRACTS} it was written for (no peerDependencies entry in its package.json)`,
      cure: `In its folder: npm pkg set 'peerDependencies.${CONTRACTS}=^${runningVersion}'`,
    };
  }
  const plain = range.replace(/^workspace:/, '');
  if (validRange(plain) !== null && satisfies(runningVersion, plain, { includePrerelease: true })) return null;
  if (['*', '^', '~'].includes(plain)) return null;
  return {
    code: 'PLUGIN_CONTRACTS_MISMATCH',
    cause: `the package '${name}' ${String(packageJson.version)} was written for ${CONTRACTS} ${range}, and ${runningVersion} is running`,
    cure: `Install a version of it for ${runningVersion} (npm view ${name} peerDependencies), or a Smart Ingestor with ${CONTRACTS} ${range}`,
  };
}
