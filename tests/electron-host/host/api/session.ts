import type {
  Session as ElectronSession,
  Streams,
  WebContents as ElectronWebContents,
  WebFrameMain as ElectronFrame,
} from 'electron';
import type { DisplayMediaAnswer, Question } from '../../page/messages.ts';
import { Loud, LoudEmitter } from '../loud.ts';
import { createProtocol } from './protocol.ts';
import type { Host } from '../host.ts';

type RequestHandler = Parameters<ElectronSession['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<ElectronSession['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<ElectronSession['setDevicePermissionHandler']>[0];
type DisplayMediaHandler = Parameters<ElectronSession['setDisplayMediaRequestHandler']>[0];

/** Who asks, with the names that Chromium gives what Electron grants. */
type Asker = {
  contents: ElectronWebContents;
  frame: ElectronFrame;
  grant: (names: readonly string[]) => Promise<void>;
};

/** The one session that there is. Without a handler everything is granted, which is Electron's own rule. */
export class Session
  extends LoudEmitter
  implements
    Pick<
      ElectronSession,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'protocol'
    >
{
  readonly protocol: ElectronSession['protocol'];
  readonly #host: Host;
  #request: RequestHandler = null;
  #check: CheckHandler = null;
  #device: DeviceHandler = null;
  #displayMedia: DisplayMediaHandler = null;

  constructor(host: Host) {
    super();
    this.#host = host;
    this.protocol = createProtocol(host.addresses) as ElectronSession['protocol'];
  }

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.#device = handler;
  }

  setDisplayMediaRequestHandler(handler: DisplayMediaHandler): void {
    this.#displayMedia = handler;
  }

  /** The stand-in's: which handlers the app has set. */
  get handlers(): Record<'request' | 'check' | 'device' | 'displayMedia', boolean> {
    return {
      request: this.#request !== null,
      check: this.#check !== null,
      device: this.#device !== null,
      displayMedia: this.#displayMedia !== null,
    };
  }

  /** The stand-in's: a question of a page, answered by the app's handlers. */
  async answer(question: Question, asker: Asker): Promise<unknown> {
    switch (question.about) {
      case 'permission': {
        const granted = await this.#mayUse(question, asker);
        if (granted) await asker.grant(chromiumNames(question));
        return granted;
      }
      case 'permission-check':
        return this.#passesCheck(question, asker);
      case 'display-media':
        return this.#showDisplay(question, asker);
    }
  }

  #mayUse(
    question: Extract<Question, { about: 'permission' }>,
    { contents, frame }: Asker,
  ): Promise<boolean> {
    const handler = this.#request;
    if (handler === null) return Promise.resolve(true);
    const details = { ...question.details, requestingUrl: frame.url, isMainFrame: true };
    return new Promise((resolve) => {
      handler(contents, question.permission as never, resolve, details);
    });
  }

  #passesCheck(
    question: Extract<Question, { about: 'permission-check' }>,
    { contents, frame }: Asker,
  ): boolean {
    const details = { ...question.details, requestingUrl: frame.url, isMainFrame: true };
    return this.#check?.(contents, question.permission as never, frame.origin, details) ?? true;
  }

  async #showDisplay(
    question: Extract<Question, { about: 'display-media' }>,
    asker: Asker,
  ): Promise<DisplayMediaAnswer> {
    const handler = this.#displayMedia;
    if (handler === null) return { granted: false, error: 'NotSupportedError', message: 'Not supported' };
    if (!(await this.#mayUse({ about: 'permission', permission: 'display-capture', details: {} }, asker))) {
      return { granted: false, error: 'NotAllowedError', message: 'Permission denied' };
    }
    const { grant, frame } = asker;
    const { videoRequested, audioRequested, userGesture } = question;
    const streams = await new Promise<Streams | null>((resolve) => {
      handler(
        { frame, securityOrigin: `${frame.origin}/`, videoRequested, audioRequested, userGesture },
        resolve,
      );
    });
    if (streams === null || (streams.audio === undefined && streams.video === undefined)) {
      return { granted: false, error: 'NotAllowedError', message: 'Permission denied by system' };
    }
    if (videoRequested && streams.video === undefined) {
      return {
        granted: false,
        error: 'AbortError',
        message: 'Video was requested, but no video stream was provided',
      };
    }
    if (streams.audio !== undefined) await grant(['microphone']);
    return {
      granted: true,
      video: videoRequested,
      audio: audioRequested && streams.audio !== undefined,
      loopbackLabel: this.#host.environment.loopbackLabel,
    };
  }
}

function chromiumNames({ permission, details }: Extract<Question, { about: 'permission' }>): string[] {
  if (permission !== 'media') return permission === 'midiSysex' ? ['midi', 'midi-sysex'] : [permission];
  const names = { audio: 'microphone', video: 'camera' } as const;
  return (details.mediaTypes as (keyof typeof names)[]).map((type) => names[type]);
}

export class SessionModule extends Loud implements Pick<typeof Electron.session, 'defaultSession'> {
  readonly defaultSession: ElectronSession;

  constructor(defaultSession: Session) {
    super();
    this.defaultSession = defaultSession as unknown as ElectronSession;
  }
}
