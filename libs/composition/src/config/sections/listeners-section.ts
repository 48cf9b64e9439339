import { z } from 'zod';

const listener = z.strictObject(
  {
    use: z.string({ error: `must name a listener: a package ('@acme/notify') or a path ('./notify')` }),
    options: z.record(z.string(), z.unknown(), { error: `must be an object with the listener's options` }).optional(),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? `must be { use: './notify', options: { … } }` : undefined) },
);

/** Plugins that hear every event of a run. */
export const listenersSection = z.array(listener, { error: `must be a list of { use: './notify', options: { … } }` }).default([]);
