import { describeDealValue } from '@smart-ingestor/conformance';
import { BestMargin } from './best-margin';
import { BiggestDrop } from './biggest-drop';
import { NewestFirst } from './newest-first';

describeDealValue('newest-first', () => new NewestFirst());
describeDealValue('biggest-drop', () => new BiggestDrop());
describeDealValue('best-margin', () => new BestMargin());
