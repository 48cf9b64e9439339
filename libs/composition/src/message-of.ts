/** Not `instanceof Error`: errors of another realm (a config file evaluated by its loader) are errors too. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
