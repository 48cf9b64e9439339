import { ListStory } from '../testing/list-story';

const ASINS = 30;
/** Everything passes: what a list names is bought. */
const ANY = { use: 'deal-rules', options: { dropPercent: null, salesRank: null, salesRankDrops90: null, marginMinor: null } };

it('tries', async () => {
  const story = new ListStory({ list: { source: { use: 'best-sellers', options: { category: 283155, top: ASINS } }, filter: ANY } });
  const first = await story.run({ once: true });
  console.log(JSON.stringify(first), (await story.deals()).slice(0, 2), story.events.map((e) => e.type).slice(0, 40));
  const second = await story.run({ once: true });
  console.log(JSON.stringify(second));
  await story.close();
});
