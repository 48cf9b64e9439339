import { builtinModules } from 'node:module';
import ts from 'typescript';

/** Every module that the text imports, exports from or requires, types included. Parsed, so a template that prints an import is none. */
export function importsOf(text: string): string[] {
  return [...new Set(ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName))];
}

/** The package of a specifier: `@a/b/c` → `@a/b`, `zod/v4` → `zod`; null for relative paths and for Node's own modules. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('node:') || builtinModules.includes(specifier)) return null;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
