import type { IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';

type PlannedUnit = Extract<IngestionEvent, { type: 'unit.planned' }>;

/** Remembers the unit that was cut most, to say in the summary why units are sent smaller than the batch policy plans them. */
export class ClampExample implements IngestionListener {
  private cutMost: PlannedUnit | null = null;

  on(event: IngestionEvent): void {
    if (event.type !== 'unit.planned' || event.size >= event.planned) return;
    if (this.cutMost === null || event.planned - event.size > this.cutMost.planned - this.cutMost.size) this.cutMost = event;
  }

  /** `null` where no unit was clamped. */
  text(): string | null {
    if (this.cutMost === null) return null;
    const { stage, planned, size, balanceTokens, worstTokens, tokenPolicy } = this.cutMost;
    const cut = `e.g. ${stage} at balance ${balanceTokens}: ${size} of ${planned}, because`;
    // Where all of them would have fitted it was not the floor that cut.
    if ((worstTokens / size) * planned <= balanceTokens) return `${cut} the others were taken by another request, or have to go alone`;
    return `${cut} ${size} may cost ${worstTokens} and ${tokenPolicy} lends no more`;
  }
}
