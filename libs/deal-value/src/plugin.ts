import { DEAL_VALUE, definePlugin } from '@smart-ingestor/contracts';
import { BestMargin } from './best-margin';
import { BiggestDrop } from './biggest-drop';
import { NewestFirst } from './newest-first';
import { noOptions } from './options';

export const newestFirstPlugin = definePlugin({ name: 'newest-first', slot: DEAL_VALUE, options: noOptions, useClass: NewestFirst });

export const biggestDropPlugin = definePlugin({ name: 'biggest-drop', slot: DEAL_VALUE, options: noOptions, useClass: BiggestDrop });

export const bestMarginPlugin = definePlugin({ name: 'best-margin', slot: DEAL_VALUE, options: noOptions, useClass: BestMargin });
