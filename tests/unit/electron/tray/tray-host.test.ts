import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasTrayHost } from '../../../../src/main/electron/tray/tray-host.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { describeWith } from '../../../support/machine/needs.ts';

/** A desktop whose bus answers so; `null` for one without a tool to ask with. */
async function desktop(tool: string, script: string | null): Promise<NodeJS.ProcessEnv> {
  const folder = await makeTemporaryFolder();
  if (script !== null) {
    const path = join(folder, tool);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }
  return { PATH: folder, WAYLAND_DISPLAY: 'wayland-0' };
}

describeWith(['linux'], 'a Wayland desktop', () => {
  test.each([
    ['gdbus', 'echo "(false,)"', false],
    ['gdbus', 'echo "(true,)"', true],
    ['dbus-send', 'echo "   boolean false"', false],
    ['dbus-send', 'echo "   boolean true"', true],
    ['gdbus', 'exit 1', true],
    ['gdbus', null, true],
  ] as const)('where %s does: %s', async (tool, script, expected) => {
    expect(await hasTrayHost('linux', await desktop(tool, script))).toBe(expected);
  });
});

test('every other desktop has a tray', async () => {
  const environment = await desktop('gdbus', 'echo "(false,)"');
  expect(await hasTrayHost('linux', { ...environment, WAYLAND_DISPLAY: '' })).toBe(true);
  expect(await hasTrayHost('darwin', environment)).toBe(true);
});
