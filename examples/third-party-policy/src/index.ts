export { NightOwl } from './night-owl';
export type { NightOwlOptions } from './options';
export { nightOwlPlugin } from './plugin';
