import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** From package.json, which lies one folder above both the sources and the build. */
export const VERSION: string = (JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string }).version;
