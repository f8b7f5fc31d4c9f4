import { protocol } from 'electron';
import { answerAudioRequest, type OpenAudio } from './audio-answer.ts';
import { answerPage, appScheme } from './page-answer.ts';

/** To be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
    },
  ]);
}

/** Serves the built page from its folder, and the audio of kept sessions. */
export function servePages(uiFolder: string, openAudio: OpenAudio): void {
  protocol.handle(
    appScheme,
    async (request) => (await answerAudioRequest(request, openAudio)) ?? answerPage(request, uiFolder),
  );
}
