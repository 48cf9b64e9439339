import { pathToFileURL } from 'node:url';
import jiti from 'jiti';

/** Runs a module, given by its absolute file name, and returns its namespace. Handed in by tests: Jest's CommonJS has no real `import()`. */
export type ImportModule = (file: string) => Promise<unknown>;

/** TypeScript is read as the config file is; everything else is Node's own business. */
export async function importModule(file: string): Promise<unknown> {
  if (/\.[cm]?ts$/.test(file)) return typeScript.import(file);
  return import(pathToFileURL(file).href) as Promise<unknown>;
}

/** Shared packages are not transpiled: a second tsyringe or contracts would know nothing of the first. Nothing is cached on disk. */
const typeScript = jiti.createJiti(__filename, {
  fsCache: false,
  nativeModules: ['@smart-ingestor/composition', '@smart-ingestor/contracts', 'reflect-metadata', 'tsyringe', 'zod'],
});
