import { runBaselineRow } from './baseline/run-baseline';
import { baselineRows } from './baseline/baseline-rows';
it.each([[5], [10]] as const)(
  'r=%d',
  async (r) => {
    const rows = baselineRows(1).filter((x) => x.refillPerMinute === r && (r === 5 || x.hours === 72));
    for (const row of rows.slice(0, 1)) {
      const o = await runBaselineRow({ ...row, hours: Math.min(row.hours, 72) });
      o.broken.length > 8 && console.log(o.broken.length, [...new Set(o.broken.map((b) => b.slice(0, 2)))]);
      console.log(
        JSON.stringify(
          {
            ...o,
            broken: o.broken.filter((b) => !b.startsWith('I9')),
            headMin: o.oldestHeadMs! / 60000,
            cadMin: o.longestCadenceMs! / 60000,
            stated: o.statedCadenceMs / 60000,
          },
          null,
          1,
        ),
      );
    }
  },
  300000,
);
