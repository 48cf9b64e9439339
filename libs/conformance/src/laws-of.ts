/** One test of a suite, apart from any test runner. */
export interface Law {
  /** Its words: the names of the suites around it and its own. */
  readonly name: string;
  /** Rejects where the law is broken. */
  run(): Promise<void>;
}

type Step = () => unknown;

interface Level {
  readonly name: string;
  readonly before: Step[];
  readonly after: Step[];
}

/**
 * The laws of a suite as a list, to show that they can fail: a provider that breaks a law on purpose must not pass it.
 * @example
 * const broken = lawsOf(() => describeTokenPolicy('careless', () => new Careless(), { maxDeficitTokens: 180 }));
 */
export function lawsOf(suite: () => void): readonly Law[] {
  const laws: Law[] = [];
  const levels: Level[] = [];
  const steps = (pick: (level: Level) => Step[]): Step[] => levels.flatMap(pick);
  const it = (name: string, test: Step): void => {
    const around = {
      name: [...levels.map((level) => level.name), name].join(' › '),
      before: steps(({ before }) => before),
      after: steps(({ after }) => after),
    };
    laws.push({ name: around.name, run: () => runLaw(around.before, test, around.after) });
  };
  const each = (rows: readonly unknown[]) => (name: string, test: (...row: unknown[]) => unknown) => {
    for (const row of rows) it(name, () => test(...(Array.isArray(row) ? (row as unknown[]) : [row])));
  };
  const globals = {
    describe: (name: string, body: () => void): void => {
      levels.push({ name, before: [], after: [] });
      body();
      levels.pop();
    },
    it: Object.assign(it, { each }),
    beforeEach: (step: Step): void => void levels.at(-1)!.before.push(step),
    afterEach: (step: Step): void => void levels.at(-1)!.after.push(step),
  };
  const saved = Object.fromEntries(Object.keys(globals).map((key) => [key, Reflect.get(globalThis, key)]));
  Object.assign(globalThis, globals);
  try {
    suite();
  } finally {
    Object.assign(globalThis, saved);
  }
  return laws;
}

async function runLaw(before: readonly Step[], test: Step, after: readonly Step[]): Promise<void> {
  for (const step of before) await step();
  try {
    await test();
  } finally {
    for (const step of after) await step();
  }
}

/** Names of the laws that a provider breaks; `about` looks only at those that have these words in their names. */
export async function brokenLaws(suite: () => void, about = ''): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const law of lawsOf(suite).filter(({ name }) => name.includes(about))) await law.run().catch(() => broken.push(law.name));
  return broken;
}
