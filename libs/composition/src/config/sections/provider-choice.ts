import { z } from 'zod';

/** `{ use, options }`: which provider fills a slot. The options are the provider's own; its schema checks them. */
export function providerChoice(usedByDefault: string) {
  return z
    .strictObject(
      {
        use: z.string({ error: 'must be the name of a provider' }).default(usedByDefault),
        options: z.record(z.string(), z.unknown(), { error: `must be an object with the provider's options` }).optional(),
      },
      { error: (issue) => (issue.code === 'invalid_type' ? `must be { use: '${usedByDefault}', options: { … } }` : undefined) },
    )
    .prefault({});
}
