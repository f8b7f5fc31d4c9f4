import { protocol } from 'electron';
import { answerPage, appScheme } from './page-answer.ts';

/** To be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built page from its folder. */
export function servePages(uiFolder: string): void {
  protocol.handle(appScheme, (request) => answerPage(request, uiFolder));
}
