import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishedPackages } from './published-packages';
import { reportOn } from './report';

/** `npm run api` writes the reports, `npm run api -- --check` only compares. */
function main(check: boolean): void {
  const workspace = join(__dirname, '..', '..', '..');
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'api-report-'));
  try {
    const packages = publishedPackages(workspace);
    const changed = packages.filter((published) => reportOn(published, temporaryFolder, !check)).map(({ name }) => name);
    if (changed.length === 0) console.log(`The public surface of ${packages.length} packages is as reported.`);
    else if (check) {
      console.error(`The public surface changed: ${changed.join(', ')}. Run npm run api and commit etc/*.api.md with the change.`);
      process.exitCode = 1;
    } else console.log(`Written: ${changed.join(', ')}.`);
  } finally {
    rmSync(temporaryFolder, { recursive: true });
  }
}

main(process.argv.includes('--check'));
