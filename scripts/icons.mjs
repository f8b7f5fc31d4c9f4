// `npm run icons`: draws the app's and the tray's icons from the SVG files in resources/source and resources/icon.svg.
// The results are part of the repository; this is run after a change of a source.
import { isReady } from './support/readiness.mjs';

if (isReady()) {
  const { drawIcons } = await import('./support/draw-icons.mjs');
  process.exitCode = await drawIcons();
}
