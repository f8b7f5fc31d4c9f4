import { chromium } from 'playwright-core';

/**
 * @typedef {{
 *   paint(svg: string, sizePx: number, colours?: Record<string, string>): Promise<Buffer>,
 *   close(): Promise<void>,
 * }} Painter paints a square PNG without background; `colours` are CSS properties of the picture
 */

/**
 * @param {string} executablePath of Chromium
 * @returns {Promise<Painter>}
 */
export async function openPainter(executablePath) {
  // Chromium refuses to run sandboxed as root.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  const page = await browser.newPage();
  return {
    async paint(svg, sizePx, colours = { color: '#000' }) {
      const style = Object.entries(colours).map(([name, value]) => `${name}: ${value};`);
      await page.setViewportSize({ width: sizePx, height: sizePx });
      await page.setContent(
        `<style>body { margin: 0; ${style.join(' ')} } svg { display: block; width: ${sizePx}px; height: ${sizePx}px }</style>${svg}`,
      );
      return page.screenshot({ omitBackground: true });
    },
    close: () => browser.close(),
  };
}
