import { FailureStreak } from './failure-streak';

describe('Failures in a row', () => {
  it('count as one wave where they had left before the first of them was known', () => {
    const streak = new FailureStreak();
    const launches = [streak.launched(), streak.launched(), streak.launched()];
    expect(launches.map((launch) => streak.failed(launch))).toEqual([true, false, false]);
    expect(streak).toMatchObject({ failures: 3, waves: 1 });
  });

  it('are a new wave where one left after that', () => {
    const streak = new FailureStreak();
    streak.failed(streak.launched());
    expect(streak.failed(streak.launched())).toBe(true);
    expect(streak).toMatchObject({ failures: 2, waves: 2 });
  });

  it('end with any answer', () => {
    const streak = new FailureStreak();
    streak.failed(streak.launched());
    streak.answered();
    expect(streak).toMatchObject({ failures: 0, waves: 0 });
    expect(streak.failed(streak.launched())).toBe(true);
  });
});
