import { ExchangeError, type KeepaExchange, type WireRequest, type WireResponse } from '@smart-ingestor/contracts';

/** What a scripted exchange does with one request. */
export type ScriptedAnswer = { readonly status: number; readonly body: string } | ExchangeError | Error;

/** Bytes for a transport without a network: answers in order, the last one again and again. Records what was asked. */
export class ScriptedExchange implements KeepaExchange {
  readonly seen: WireRequest[] = [];

  constructor(private readonly answers: readonly ScriptedAnswer[]) {}

  async exchange(request: WireRequest): Promise<WireResponse> {
    const answer = this.answers[Math.min(this.seen.length, this.answers.length - 1)];
    this.seen.push(request);
    if (answer === undefined) throw new ExchangeError('unreachable', false, 'The script has no answers.');
    if (answer instanceof Error) throw answer;
    return { status: answer.status, body: new TextEncoder().encode(answer.body) };
  }
}
