import type { Database, Tx } from '../sqlite/database';

/** How SQLite would run every statement that `work` sends. */
export async function plansOf(database: Database, work: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  return database.write(async (tx) => {
    const sent = jest.spyOn(tx, 'query');
    await work(tx);
    const statements = sent.mock.calls.map(([statement, parameters]) => [statement, parameters] as const);
    sent.mockRestore();
    const steps: string[] = [];
    for (const [statement, parameters] of statements) {
      const plan: { detail: string }[] = await tx.query(`EXPLAIN QUERY PLAN ${statement}`, parameters);
      steps.push(...plan.map(({ detail }) => detail));
    }
    return steps;
  });
}

/** Steps that take longer the more there is in the database. Counts of different rows are asked for only of what is held. */
export function slowSteps(plan: readonly string[]): string[] {
  return plan.filter(
    (step) =>
      (/^SCAN/.test(step) && !/json_each|VALUES CLAUSE|CONSTANT ROW|USING INDEX (deal_by|work_item_dead)/.test(step)) ||
      /TEMP B-TREE(?! FOR count\(DISTINCT\))/.test(step),
  );
}
