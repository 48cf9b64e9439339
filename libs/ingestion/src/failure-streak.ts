/**
 * Failures in a row. Of several requests in flight that an outage takes down together only the first is news: the others had left before anybody
 * could know. So `failures` counts each (whether an item is to blame), and `waves` what repetition has told (how long to back off, when to give up).
 */
export class FailureStreak {
  failures = 0;
  waves = 0;
  private launches = 0;
  private launchesAtWave = 0;

  /** A request leaves; the number is for `failed`. */
  launched(): number {
    this.launches += 1;
    return this.launches;
  }

  answered(): void {
    this.failures = 0;
    this.waves = 0;
  }

  /** True where this is a new wave. */
  failed(launch: number): boolean {
    this.failures += 1;
    if (this.waves > 0 && launch <= this.launchesAtWave) return false;
    this.waves += 1;
    this.launchesAtWave = this.launches;
    return true;
  }
}
