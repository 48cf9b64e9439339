export { BestMargin } from './best-margin';
export { BiggestDrop } from './biggest-drop';
export { NewestFirst } from './newest-first';
export { bestMarginPlugin, biggestDropPlugin, newestFirstPlugin } from './plugin';
