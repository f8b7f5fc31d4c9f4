import { describe, expect, it } from 'vitest';
import {
  patchFor,
  refusalOf,
  settingFields,
  valueOf,
} from '../../../../src/shared/settings/setting-fields.ts';
import { groupLabels, settingLabels } from '../../../../src/shared/settings/setting-labels.ts';
import { settingsSchema } from '../../../../src/shared/settings/settings.ts';

const usual = settingsSchema.parse({});

describe('the settings that the page offers', () => {
  it('are all that may be changed, each with its words and none besides', () => {
    const fields = settingFields();
    expect(fields.map(({ path }) => path).toSorted()).toEqual(Object.keys(settingLabels).toSorted());
    for (const { group } of fields) expect(groupLabels[group], group).toBeDefined();
  });

  it('have the control that their schema asks for, its bounds and the usual value', () => {
    const field = (path: string) => settingFields().find((one) => one.path === path);
    expect(field('stream.compress')).toMatchObject({ kind: 'switch', usual: true });
    expect(field('stream.chunkSec')).toMatchObject({ kind: 'number', min: 0.1, max: 3, usual: 1 });
    expect(field('retention.maxBytes')).toMatchObject({ kind: 'number', max: undefined });
    expect(field('record.mode')).toMatchObject({
      kind: 'choice',
      options: ['stream', 'direct', 'capture-only'],
    });
    expect(field('direct.vocabulary')).toMatchObject({ kind: 'list', usual: [] });
    expect(field('network.caFile')).toMatchObject({ kind: 'text', isOptional: true, usual: null });
    expect(field('network.proxy')).toMatchObject({ kind: 'text', isOptional: false, usual: 'auto' });
  });

  it('can each be put back to what is usual', () => {
    for (const { path, usual: value } of settingFields())
      expect(refusalOf(patchFor(usual, path, value)), path).toBeNull();
  });

  it('say why a value is refused', () => {
    expect(refusalOf(patchFor(usual, 'network.proxy', 'proxy.example'))).toContain('a proxy has an http://');
    expect(refusalOf(patchFor(usual, 'bundle.recipient', 'age1nonsense'))).toContain('starts with age1');
    expect(refusalOf(patchFor(usual, 'stream.chunkSec', 5))).not.toBeNull();
    expect(refusalOf(patchFor(usual, 'direct.language', 'klingon'))).toContain(
      'a language is a code or a name',
    );
  });

  it('keep the rest of a group within a group', () => {
    const settings = settingsSchema.parse({ direct: { speakers: { system: 'them' } } });
    const patch = patchFor(settings, 'direct.speakers.microphone', 'me');
    expect(patch).toEqual({ direct: { speakers: { system: 'them', microphone: 'me' } } });
    expect(patchFor(settings, 'direct.speakers.system', null)).toEqual({ direct: { speakers: {} } });
    expect(valueOf(settings, 'direct.speakers.system')).toBe('them');
  });
});
