export { filter, policy, runner, source, store } from './generators';
export type { PolicyOptions, ScaffoldOptions } from './options';
