import { expect, test } from 'vitest';
import { allOver, openAll } from '../../../../src/main/core/lifecycle/open-all.ts';

function createShop(broken: string) {
  const open = new Set<string>();
  return {
    open,
    openOne: async (name: string): Promise<string> => {
      await Promise.resolve();
      if (name === broken) throw new Error(`${name} is broken`);
      open.add(name);
      return name;
    },
    closeOne: (name: string): Promise<void> => Promise.resolve(void open.delete(name)),
  };
}

test('opens all, in the order in which they were named', async () => {
  const shop = createShop('none');
  expect(await openAll(['a', 'b', 'c'], shop.openOne, shop.closeOne)).toEqual(['a', 'b', 'c']);
  expect([...shop.open]).toEqual(['a', 'b', 'c']);
});

test.each(['a', 'b', 'c'])('leaves none open when %s cannot be', async (broken) => {
  const shop = createShop(broken);
  await expect(openAll(['a', 'b', 'c'], shop.openOne, shop.closeOne)).rejects.toThrow(`${broken} is broken`);
  expect([...shop.open]).toEqual([]);
});

test('says why it could not be opened, not why another one could not be closed', async () => {
  const shop = createShop('b');
  const refuse = (): never => {
    throw new Error('stays open');
  };
  await expect(openAll(['a', 'b'], shop.openOne, refuse)).rejects.toThrow('b is broken');
});

test('what several answer comes in their order', async () => {
  expect(await allOver([Promise.resolve('a'), 2])).toEqual(['a', 2]);
});

test('a failure of one is told when the others are over, too', async () => {
  const slow = Promise.withResolvers<string>();
  let told: unknown = null;
  const all = allOver([Promise.reject(new Error('first')), slow.promise]).catch((error: unknown) => {
    told = error;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toBeNull();
  slow.reject(new Error('second'));
  await all;
  expect(told).toMatchObject({ message: 'first' });
});
