import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Recorded real responses, where somebody has them: `SMART_INGESTOR_SAMPLES`, or a folder beside the workspace. They are never part of it. */
export const SAMPLES = process.env.SMART_INGESTOR_SAMPLES ?? resolve(__dirname, '../../../../../shared/samples');
export const describeWithSamples = existsSync(SAMPLES) ? describe : describe.skip;
