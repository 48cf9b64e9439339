import { runCell } from './cells/run-cell';
it('c', async () => {
  for (const [r, b, p, h] of JSON.parse(process.env.CELLS!)) {
    const c0 = process.cpuUsage();
    const o = await runCell({ refillPerMinute: r, openingTokens: b, prices: p, hours: h, tokenFlowReduction: 0, seed: 1 } as any);
    const cpu = process.cpuUsage(c0).user / 1000;
    console.log(
      o.name,
      'req',
      o.requests,
      'cpu ms/req',
      (cpu / o.requests).toFixed(3),
      'low',
      o.lowestBalance,
      'ref',
      o.refusals,
      'viol',
      o.violations.length,
      o.violations
        .slice(0, 4)
        .map((v) => v.law + ' ' + v.message)
        .join(' | '),
    );
  }
}, 280_000);
