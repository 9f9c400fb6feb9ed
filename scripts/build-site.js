// npm run build:site: what browsers load, from site/ to build/site/. Silent when nothing has changed,
// because `wrangler dev` and `wrangler deploy` run it every time.

import { reportFailures } from './failure.js';
import { buildSite } from './site/bundle.js';

await reportFailures(async () => {
  const { changed, seconds } = await buildSite();
  if (changed.length === 0) return;
  console.log(`Built build/site: ${changed.join(', ')} in ${seconds.toFixed(1)} s`);
});
