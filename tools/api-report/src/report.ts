import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { PublishedPackage } from './published-packages';

/** Where each package keeps its report: `libs/token-policy/etc/token-policy.api.md`. */
const REPORT_FOLDER = 'etc';

/**
 * Compares the built types of one package with its committed report. `update` writes the report instead.
 * Returns whether the report had to change, or would have to.
 */
export function reportOn({ name, folder }: PublishedPackage, temporaryFolder: string, update: boolean): boolean {
  const reportFolder = join(folder, REPORT_FOLDER);
  // API Extractor writes no report where its folder is missing.
  mkdirSync(reportFolder, { recursive: true });
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, 'dist', 'index.d.ts'),
      // The published types, not the sources: no condition leads into `src`.
      compiler: {
        overrideTsconfig: {
          compilerOptions: { module: 'nodenext', target: 'es2022', lib: ['es2023'], types: ['node'], strict: true, skipLibCheck: true },
        },
      },
      apiReport: { enabled: true, reportFolder, reportTempFolder: temporaryFolder, reportFileName: `${name}.api.md` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { compilerMessageReporting: silent, extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  });
  return Extractor.invoke(config, { localBuild: update, messageCallback: (message) => void (message.handled = true) }).apiReportChanged;
}
