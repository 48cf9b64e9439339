import { z } from 'zod';

/** There is nothing to set. */
export const memoryOptions = z.strictObject({});
