import type { OptionsSchema } from '@smart-ingestor/contracts';
import { z } from 'zod';
import { isTree } from '../config/tree';

/** One option of a plugin, for people. */
export interface OptionFact {
  readonly name: string;
  /** `undefined`: none. */
  readonly default: unknown;
  readonly required: boolean;
}

/** What a schema tells about its options: zod's by its JSON Schema, any other's by what it makes of nothing. */
export async function optionFacts(schema: OptionsSchema<unknown> | undefined): Promise<readonly OptionFact[]> {
  if (schema === undefined) return [];
  if (schema instanceof z.core.$ZodType) return factsOfZod(schema);
  const result = await schema['~standard'].validate({});
  if (result.issues === undefined) {
    return Object.entries(isTree(result.value) ? result.value : {}).map(([name, value]) => ({ name, default: value, required: false }));
  }
  const names = result.issues.flatMap(({ path: [first] = [] }) =>
    first === undefined ? [] : [String(typeof first === 'object' ? first.key : first)],
  );
  return [...new Set(names)].map((name) => ({ name, default: undefined, required: true }));
}

function factsOfZod(schema: z.core.$ZodType): OptionFact[] {
  const { properties, required } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    default: isTree(property) ? property.default : undefined,
    required: required?.includes(name) ?? false,
  }));
}
