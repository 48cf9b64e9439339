/** Decoded query members; the exchange encodes them. */
export type Query = Record<string, string>;

export function integer(name: string, value: number | undefined): Query {
  return value === undefined ? {} : { [name]: `${value}` };
}

export function flag(name: string, value: boolean | undefined): Query {
  return value === undefined ? {} : { [name]: value ? '1' : '0' };
}
