import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const OWN_SCOPE = '@smart-ingestor';

/** The sources of this workspace in a temporary folder, committed or not. Packages of others are linked, ours resolve inside the copy. */
export class WorkspaceCopy {
  private constructor(readonly folder: string) {}

  static of(workspace: string): WorkspaceCopy {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'smart-ingestor-mutants-')));
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: workspace, encoding: 'utf8' });
    const onDisk = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: workspace, encoding: 'utf8' });
    const deleted = new Set(onDisk.split('\0'));
    for (const file of listed.split('\0')) {
      if (file === '' || deleted.has(file)) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(workspace, file), join(folder, file));
    }
    linkPackages(workspace, folder);
    return new WorkspaceCopy(folder);
  }

  /** Changes one place of a file. Returns what undoes it. @throws {Error} the text is not there exactly once. */
  replace(file: string, find: string, replacement: string): () => void {
    const path = join(this.folder, file);
    const before = readFileSync(path, 'utf8');
    const places = before.split(find).length - 1;
    if (places !== 1) throw new Error(`${file} has ${places} places that read: ${find}`);
    writeFileSync(
      path,
      before.replace(find, () => replacement),
    );
    return () => writeFileSync(path, before);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function linkPackages(workspace: string, folder: string): void {
  const [from, to] = [join(workspace, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(join(to, OWN_SCOPE), { recursive: true });
  for (const name of readdirSync(from)) if (name !== OWN_SCOPE) symlinkSync(join(from, name), join(to, name));
  for (const room of ['libs', 'apps', 'tools', 'examples']) {
    for (const name of readdirSync(join(folder, room), { withFileTypes: true })) {
      if (!name.isDirectory()) continue;
      const manifest = JSON.parse(readFileSync(join(folder, room, name.name, 'package.json'), 'utf8')) as { readonly name: string };
      if (manifest.name.startsWith(`${OWN_SCOPE}/`)) symlinkSync(join(folder, room, name.name), join(to, manifest.name));
    }
  }
}
