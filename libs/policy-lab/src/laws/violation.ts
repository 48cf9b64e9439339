export type LawId = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I12' | 'no-refusals';

/** One broken law: when, and by how much, in words. */
export interface Violation {
  readonly law: LawId;
  readonly message: string;
}

/** Minutes and seconds of virtual time since the start of the run, for people who replay it. */
export function since(startedMs: number, atMs: number): string {
  const seconds = Math.round((atMs - startedMs) / 1_000);
  return `${Math.floor(seconds / 3_600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
