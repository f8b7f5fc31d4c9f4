import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { trayIconFile, trayStates } from '../../../../../src/main/electron/tray/icon/tray-icons.ts';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const systems = [
  { platform: 'darwin', larger: ['@2x'] },
  { platform: 'win32', larger: [] },
  { platform: 'linux', larger: ['@1.33x', '@2x'] },
  { platform: 'linux', desktop: 'KDE', larger: ['@2x'] },
] as const;

describe('the icons of the tray', () => {
  test.each(systems)('are there for every state and bar: %o', ({ larger, ...system }) => {
    for (const state of trayStates) {
      for (const isDark of [false, true]) {
        const path = join(root, trayIconFile(state, { ...system, isDark }));
        for (const scale of ['', ...larger]) {
          const file = path.replace(/(\.\w+)$/, `${scale}$1`);
          expect(existsSync(file), file).toBe(true);
        }
      }
    }
  });

  test('are one template on macOS, which Electron knows by its name', () => {
    const files = [true, false].map((isDark) => trayIconFile('idle', { platform: 'darwin', isDark }));
    expect(new Set(files).size).toBe(1);
    expect(files[0]).toMatch(/Template\.png$/);
  });

  test("have the size of the desktop's panel on Linux", () => {
    const nameOn = (desktop?: string): string =>
      basename(trayIconFile('error', { platform: 'linux', isDark: true, desktop }));
    expect(nameOn('KDE')).toBe('error-dark-22.png');
    expect(nameOn('ubuntu:GNOME')).toBe('error-dark-24.png');
    expect(nameOn()).toBe('error-dark-24.png');
  });
});
