import { z } from 'zod';

/** None of them has anything to choose. */
export const noOptions = z.strictObject({}).prefault({});
