import { appOrigin } from './page-answer.ts';

/** Where the pages are loaded from, and the origin that their messages must come from. */
export type PageAddresses = { origin: string; main: string; capture: string };

/** The built pages; in a checkout, those of the development server that electron-vite runs. */
export function pageAddresses(options: {
  isPackaged: boolean;
  environment: NodeJS.ProcessEnv;
}): PageAddresses {
  const server = options.environment.ELECTRON_RENDERER_URL;
  const origin = options.isPackaged || server === undefined ? appOrigin : new URL(server).origin;
  return { origin, main: `${origin}/index.html`, capture: `${origin}/capture.html` };
}
