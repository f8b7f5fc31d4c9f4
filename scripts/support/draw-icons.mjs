import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import { openPainter } from './svg-painter.mjs';
import { trayStates } from '../../src/main/electron/tray/icon/tray-icons.ts';
import { trayThemes } from './tray-themes.mjs';

/** @typedef {import('./svg-painter.mjs').Painter} Painter */

const resources = fileURLToPath(new URL('../../resources', import.meta.url));
const trayFolder = join(resources, 'tray');

// Apple's names for 16 to 512 points, each for plain screens and for dense ones.
const icnsKinds = /** @type {const} */ ([
  ['ic04', 16],
  ['ic11', 32],
  ['ic05', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

// By the names under which Electron finds the one for a denser screen.
const linuxSizes = /** @type {const} */ ([
  ['22', 22],
  ['22@2x', 44],
  ['24', 24],
  ['24@1.33x', 32],
  ['24@2x', 48],
]);

/** Draws every icon anew. Answers the exit code. */
export async function drawIcons() {
  const chromium = process.env.SCRUMBOT_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(chromium)) {
    console.error(
      `Icons are drawn by Chromium, and none is at ${chromium}. Install it or set SCRUMBOT_CHROMIUM.`,
    );
    return 1;
  }
  const painter = await openPainter(chromium);
  try {
    await drawAppIcons(painter);
    await rm(trayFolder, { recursive: true, force: true });
    await mkdir(trayFolder, { recursive: true });
    for (const state of trayStates) await drawTrayIcons(painter, state);
  } finally {
    await painter.close();
  }
  return 0;
}

/** @param {Painter} painter */
async function drawAppIcons(painter) {
  const large = await readFile(join(resources, 'icon.svg'), 'utf8');
  const small = await readFile(join(resources, 'source', 'icon-small.svg'), 'utf8');
  // The lines of the large one are a blur at the smallest sizes.
  const paint = (/** @type {number} */ size) => painter.paint(size <= 24 ? small : large, size);

  await mkdir(join(resources, 'icons'), { recursive: true });
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    await writeFile(join(resources, 'icons', `${size}x${size}.png`), await paint(size));
  }
  await writeFile(join(resources, 'icon.png'), await paint(256));

  const ico = await icoOf([16, 20, 24, 32, 40, 48, 64, 256], paint);
  await writeFile(join(resources, 'icon.ico'), ico);

  // macOS leaves a margin around an icon: 824 of 1024.
  const withMargin = large.replace('viewBox="0 0 64 64"', 'viewBox="-7.77 -7.77 79.54 79.54"');
  const icns = new IconIcns();
  for (const [kind, size] of icnsKinds) await icns.addFromPng(await painter.paint(withMargin, size), [kind]);
  await writeFile(join(resources, 'icon.icns'), icns.encode());
}

/**
 * @param {Painter} painter
 * @param {import('../../src/main/electron/tray/icon/tray-icons.ts').TrayState} state
 */
async function drawTrayIcons(painter, state) {
  const svg = await readFile(join(resources, 'source', `tray-${state}.svg`), 'utf8');
  // macOS paints a template itself, in the colour of its menu bar.
  await writeFile(join(trayFolder, `${state}-Template.png`), await painter.paint(svg, 16));
  await writeFile(join(trayFolder, `${state}-Template@2x.png`), await painter.paint(svg, 32));
  for (const [theme, colours] of Object.entries(trayThemes(state))) {
    const ico = await icoOf([16, 20, 24, 32], (size) => painter.paint(svg, size, colours));
    await writeFile(join(trayFolder, `${state}-${theme}.ico`), ico);
    for (const [name, size] of linuxSizes) {
      const png = await painter.paint(svg, size, colours);
      await writeFile(join(trayFolder, `${state}-${theme}-${name}.png`), png);
    }
  }
}

/**
 * @param {number[]} sizes
 * @param {(size: number) => Promise<Buffer>} paint
 */
async function icoOf(sizes, paint) {
  const ico = new IconIco();
  for (const size of sizes) await ico.addFromPng(await paint(size));
  return ico.encode();
}
