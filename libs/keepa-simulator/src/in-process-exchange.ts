import { ExchangeError, type KeepaExchange } from '@smart-ingestor/contracts';
import type { KeepaSimulator } from './simulator';

/** The longest that a real client waits (transport default), and so what a request without an answer takes. */
const ANSWERLESS_MS = 120_000;

/**
 * An exchange that talks to a simulator without a network, on whatever clock the simulator has: days of ingestion in a second of a test.
 * An abort ends the wait; the request is still charged, as at a real server.
 */
export function simulatorExchange(simulator: KeepaSimulator, key: string): KeepaExchange {
  return {
    async exchange(request, signal) {
      if (signal?.aborted === true) throw new ExchangeError('aborted', false, 'The request was aborted before it was sent.');
      const response = await untilAborted(simulator.handle({ path: request.path, query: { ...request.query, key } }), signal);
      if (response.delivery === 'cut') throw new ExchangeError('cut', true, 'The connection broke in the middle of the answer.');
      if (response.delivery === 'whole') return { status: response.status, body: response.body };
      await untilAborted(simulator.pass(ANSWERLESS_MS), signal);
      throw new ExchangeError('timeout', true, `No answer within ${ANSWERLESS_MS} ms.`);
    },
  };
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new ExchangeError('aborted', true, 'The request was aborted while it was under way.'));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
