import { expect, it } from 'vitest';
import { withPatch } from '../../../../src/renderer/settings/with-patch.ts';
import { settingsSchema } from '../../../../src/shared/settings/settings.ts';

const settings = settingsSchema.parse({});

it('shows choices that are on their way together, each in its group, and leaves all else as it is', () => {
  const both = [{ record: { source: 'both' } }, { record: { mode: 'direct' }, engine: 'none' }];
  expect(both.reduce(withPatch, settings)).toEqual({
    ...settings,
    engine: 'none',
    record: { ...settings.record, source: 'both', mode: 'direct' },
  });
});

it('puts a list and a nothing in the place of what was there, and minds no undefined', () => {
  const before = withPatch(settings, { direct: { whisperModel: 'base' }, events: { savedFilters: [] } });
  expect(withPatch(before, { direct: { whisperModel: null } }).direct).toEqual(settings.direct);
  expect(withPatch(before, { engine: undefined })).toEqual(before);
});
