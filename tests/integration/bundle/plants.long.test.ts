import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleOf, makeBundleHome } from '../../support/bundle-home.ts';
import { fitted } from '../../support/machine/work.ts';
import { seededPlanter, survivors } from '../../support/plants.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

// Each home has some forty plants.
const homes = fitted({ full: 12, usual: 1, least: 1 });

it('lets none of hundreds of random secrets and names out, wherever they lie in a home folder', async () => {
  for (let seed = 100; seed < 100 + homes; seed += 1) {
    const home = await makeTemporaryFolder();
    const { plant, planted } = seededPlanter(seed);
    await makeBundleHome(home, plant);
    const { texts } = await bundleOf(home, join(home, 'b.zip'), { without: ['environment', 'checks'] });
    expect(survivors(texts, planted), `seed ${seed}`).toEqual([]);
  }
});
