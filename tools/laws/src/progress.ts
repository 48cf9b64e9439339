const REDRAW_AFTER_MS = 10_000;

/** One line that is drawn over on a terminal; elsewhere one every ten seconds. */
export class Progress {
  private readonly startedMs = performance.now();
  private done = 0;
  private drawnMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly total: number) {}

  get elapsed(): string {
    return minutesOf(performance.now() - this.startedMs);
  }

  step(name: string): void {
    this.done += 1;
    const nowMs = performance.now();
    const text = `${this.done}/${this.total} after ${this.elapsed}, about ${minutesOf(((nowMs - this.startedMs) * (this.total - this.done)) / this.done)} to go (${name})`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    else if (nowMs - this.drawnMs > REDRAW_AFTER_MS) {
      this.drawnMs = nowMs;
      process.stderr.write(`${text}\n`);
    }
  }

  line(text: string): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(text);
  }
}

function minutesOf(ms: number): string {
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
