import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '@smart-ingestor/contracts';
import { recordAccount } from './testing/recorded-account';
import { type Prediction, predictSeries } from './testing/series';

const samples = process.env.SMART_INGESTOR_SAMPLES ?? join(__dirname, '../../../../shared/samples');
const seriesFile = join(samples, 'token-series.csv');
const onRecordings = existsSync(seriesFile) ? describe : describe.skip;

onRecordings('The bucket over 300 recorded readings of one account', () => {
  const predictions = existsSync(seriesFile) ? predictSeries(readSeries(seriesFile)) : [];

  it('has something to predict', () => {
    expect(predictions.filter(({ isDecided }) => isDecided).length).toBeGreaterThan(130);
    expect(predictions.filter(({ ticks }) => ticks > 0).length).toBeGreaterThan(40);
  });

  predictsExactly(predictions);
});

describe('The bucket over readings of a synthetic account', () => {
  const predictions = Array.from({ length: 20 }, (_, index) => predictSeries(recordAccount(index + 1, 300))).flat();

  it('has something to predict', () => {
    expect(predictions.length).toBeGreaterThan(2_000);
    expect(predictions.filter(({ before, after }) => before.refillInMs === 522 || after.refillInMs === 522).length).toBeGreaterThan(20);
  });

  predictsExactly(predictions);
});

function predictsExactly(predictions: readonly Prediction[]): void {
  it('predicts every next balance exactly where nothing else was spent', () => {
    expect(predictions.filter(({ predictedTokens, after, isDecided }) => isDecided && predictedTokens !== after.tokensLeft)).toEqual([]);
  });

  it('never tells a policy more than there was', () => {
    expect(predictions.filter(({ lowerBoundTokens, after }) => lowerBoundTokens > after.tokensLeft)).toEqual([]);
  });

  it('predicts the next tick within 50 ms at p95, and a later one within 50 ms a tick', () => {
    const soon = predictions.flatMap(({ tickErrorMs, ticks }) => (tickErrorMs === null || ticks > 1 ? [] : [Math.abs(tickErrorMs)]));
    const all = predictions.flatMap(({ tickErrorMs, ticks }) => (tickErrorMs === null ? [] : [Math.abs(tickErrorMs) / Math.max(1, ticks)]));
    expect(soon.length).toBeGreaterThan(50);
    expect(p95(soon)).toBeLessThanOrEqual(50);
    expect(p95(all)).toBeLessThanOrEqual(50);
  });

  it('never counts a tick before it has happened', () => {
    expect(predictions.filter(({ countedAfterTickMs }) => countedAfterTickMs !== null && countedAfterTickMs < 0)).toEqual([]);
  });
}

function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
}

function readSeries(file: string): Reading[] {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [timestampMs, tokensLeft, refillInMs, refillPerMinute, tokensConsumed, processingMs] = line.split(',').map(Number) as number[];
    return {
      serverEndMs: timestampMs! + processingMs!,
      tokensLeft: tokensLeft!,
      refillInMs: refillInMs!,
      refillPerMinute: refillPerMinute!,
      tokenFlowReduction: 0,
      tokensConsumed: tokensConsumed!,
    };
  });
}
