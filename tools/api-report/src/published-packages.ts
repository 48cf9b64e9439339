import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PublishedPackage {
  /** Without the scope: `token-policy`. */
  readonly name: string;
  readonly folder: string;
}

/** Every package of the workspace that is not private and has a surface to import. */
export function publishedPackages(workspace: string): readonly PublishedPackage[] {
  return ['libs', 'apps', 'tools'].flatMap((home) => readdirSync(join(workspace, home)).flatMap((room) => published(join(workspace, home, room))));
}

function published(folder: string): PublishedPackage[] {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return [];
  const { name, exports, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; private?: boolean; exports?: object };
  if (rest.private === true || exports === undefined || !('.' in exports)) return [];
  return [{ name: name.slice(name.indexOf('/') + 1), folder }];
}
