import { DEAL_SOURCE, definePlugin } from '@smart-ingestor/contracts';
import { DealFeed } from './deal-feed';
import { dealFeedOptions } from './options';

export const dealFeedPlugin = definePlugin({ name: 'deal-feed', slot: DEAL_SOURCE, options: dealFeedOptions, useClass: DealFeed });
