import type { Purpose, ReserveRequest, ReserveResult, TokenLedger } from '@smart-ingestor/contracts';

export type { Purpose };

/** The production ledger, and a note of what each granted request is for: a server cannot know classes, but books by class need them. */
export class RecordedPurposes {
  private readonly byCallId = new Map<string, Purpose>();

  /** The same object with `reserve` watched. */
  watch<L extends TokenLedger>(ledger: L): L {
    const reserve = ledger.reserve.bind(ledger);
    ledger.reserve = async (request: ReserveRequest): Promise<ReserveResult> => {
      const result = await reserve(request);
      if (result.kind === 'granted') this.byCallId.set(request.callId, request.purpose);
      return result;
    };
    return ledger;
  }

  /** Once per call. */
  take(callId: string): Purpose {
    const purpose = this.byCallId.get(callId);
    if (purpose === undefined) throw new Error(`A request left without a grant of the ledger: ${callId}.`);
    this.byCallId.delete(callId);
    return purpose;
  }
}
