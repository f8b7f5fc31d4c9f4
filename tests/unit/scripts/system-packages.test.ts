import { describe, expect, test } from 'vitest';
import { planPackages } from '../../../scripts/support/system-packages.mjs';

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
const ubuntu = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';
const mint = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n';
const fedora = 'NAME="Fedora Linux"\nID=fedora\n';

const freshRoot = { platform: 'linux', osRelease: debian, isRoot: true, isInstalled: () => false };

function namesOf(packages: readonly { name: string }[]): string[] {
  return packages.map(({ name }) => name);
}

describe('what setup does about system packages', () => {
  test('installs everything on a fresh Debian as root', () => {
    const plan = planPackages(freshRoot);
    expect(namesOf(plan.install)).toEqual(
      expect.arrayContaining([
        'pulseaudio',
        'pulseaudio-utils',
        'pocketsphinx',
        'chromium',
        'espeak-ng',
        'sox',
      ]),
    );
    expect(plan.byHand).toEqual([]);
  });

  test('installs only what is missing', () => {
    const plan = planPackages({ ...freshRoot, isInstalled: (name) => name !== 'sox' });
    expect(namesOf(plan.install)).toEqual(['sox']);
  });

  test('has nothing to do where all is installed', () => {
    expect(planPackages({ ...freshRoot, isInstalled: () => true })).toEqual({ install: [], byHand: [] });
  });

  test('names what is missing, and installs nothing, without root', () => {
    const isInstalled = (name: string): boolean => name !== 'pocketsphinx';
    const plan = planPackages({ ...freshRoot, isRoot: false, isInstalled });
    expect(plan.install).toEqual([]);
    expect(namesOf(plan.byHand)).toEqual(['pocketsphinx']);
  });

  test("leaves Ubuntu's chromium, which is a snap, to the person and installs the rest", () => {
    const plan = planPackages({ ...freshRoot, osRelease: ubuntu });
    expect(namesOf(plan.byHand)).toEqual(['chromium']);
    expect(namesOf(plan.install)).toContain('pulseaudio');
    expect(namesOf(plan.install)).not.toContain('chromium');
  });

  test('installs chromium on a system made from Ubuntu that has a real package', () => {
    expect(namesOf(planPackages({ ...freshRoot, osRelease: mint }).install)).toContain('chromium');
  });

  test.each([
    ['another Linux', { platform: 'linux', osRelease: fedora }],
    ['a Linux that does not say which it is', { platform: 'linux', osRelease: '' }],
    ['macOS', { platform: 'darwin', osRelease: '' }],
    ['Windows', { platform: 'win32', osRelease: '' }],
  ])('names the packages, each with what it is for, on %s', (_system, machine) => {
    const plan = planPackages({ ...freshRoot, ...machine });
    expect(plan.install).toEqual([]);
    expect(namesOf(plan.byHand)).toContain('pocketsphinx');
    for (const { purpose } of plan.byHand) expect(purpose).not.toBe('');
  });

  test('wants a sound server on Linux only', () => {
    expect(namesOf(planPackages({ ...freshRoot, osRelease: fedora }).byHand)).toContain('pulseaudio');
    expect(namesOf(planPackages({ ...freshRoot, platform: 'darwin' }).byHand)).not.toContain('pulseaudio');
  });
});
