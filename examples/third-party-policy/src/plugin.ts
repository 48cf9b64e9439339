import { definePlugin, TOKEN_POLICY } from '@smart-ingestor/contracts';
import { NightOwl } from './night-owl';
import { nightOwlOptions } from './options';

export const nightOwlPlugin = definePlugin({ name: 'night-owl', slot: TOKEN_POLICY, options: nightOwlOptions, useClass: NightOwl });
