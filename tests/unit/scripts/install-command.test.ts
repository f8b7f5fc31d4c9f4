import { describe, expect, test } from 'vitest';
import { installCommand } from '../../../scripts/support/install-command.mjs';

const packages = [{ name: 'pocketsphinx' }, { name: 'pocketsphinx-en-us' }, { name: 'sox' }];

const debian = 'ID=debian\n';
const mac = { platform: 'darwin', osRelease: '' };

describe('the command that setup names for what it leaves to a person', () => {
  test('is apt-get on Debian', () => {
    expect(installCommand(packages, { platform: 'linux', osRelease: debian })).toBe(
      'sudo apt-get install --no-install-recommends pocketsphinx pocketsphinx-en-us sox',
    );
  });

  test("leaves out Ubuntu's chromium, which would be a snap", () => {
    const ubuntu = { platform: 'linux', osRelease: 'ID=ubuntu\nID_LIKE=debian\n' };
    expect(installCommand([{ name: 'chromium' }, { name: 'sox' }], ubuntu)).toMatch(/recommends sox$/);
    expect(installCommand([{ name: 'chromium' }], ubuntu)).toBeNull();
  });

  test("is brew on macOS, with Homebrew's names and nothing that it does not have", () => {
    expect(installCommand(packages, mac)).toBe('brew install cmu-pocketsphinx sox');
    expect(installCommand([{ name: 'chromium' }], mac)).toBeNull();
  });

  test.each([
    { platform: 'win32', osRelease: '' },
    { platform: 'linux', osRelease: 'ID=fedora\n' },
  ])('is not known on %o', (machine) => {
    expect(installCommand(packages, machine)).toBeNull();
  });

  test('is none where nothing is missing', () => {
    expect(installCommand([], { platform: 'linux', osRelease: debian })).toBeNull();
  });
});
