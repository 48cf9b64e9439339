/** Wakes whoever waits. What rang while nobody listened is heard at once, so that no news is slept through. */
export class Bell {
  private hasRung = false;
  private listener: (() => void) | null = null;

  ring(): void {
    this.hasRung = true;
    this.listener?.();
    this.listener = null;
  }

  /** Whether it rang since the last time that anybody asked or listened. */
  hasNews(): boolean {
    const { hasRung } = this;
    this.hasRung = false;
    return hasRung;
  }

  /** Resolves at the next ring. One listener at a time; one that has stopped listening is forgotten. */
  async heard(): Promise<void> {
    await new Promise<void>((resolve) => (this.listener = resolve));
    this.hasRung = false;
  }
}
