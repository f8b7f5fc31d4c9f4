import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FromPage, Question, ToPage } from '../page/messages.ts';
import { installIsolatedWorld } from '../page/isolated-world.ts';
import { installMainWorld } from '../page/main-world.ts';
import { createMembrane } from '../page/membrane.ts';
import { decodeValue, encodeValue } from '../page/values.ts';
import type { AddressBook } from './address-book.ts';
import type { CdpBrowser } from './cdp.ts';
import { createPagePorts } from './page-ports.ts';
import type { StandInPort } from './ports.ts';

const isolatedWorld = 'Electron Isolated Context';
const binding = 'electronHost';

export type PageSize = { width: number; height: number };

export type WindowPageEvents = {
  onIpc(message: Extract<FromPage, { kind: 'send' | 'invoke' }>): void;
  onPostMessage(channel: string, message: unknown, ports: StandInPort[]): void;
  /** Answers what Chromium asks Electron. */
  answer(question: Question): Promise<unknown>;
  /** Whether the page may go there by itself; `url` is the app's name of it. */
  mayNavigate(url: string, isMainFrame: boolean): boolean;
  onNavigation(url: string, isSameDocument: boolean): void;
  onDomReady(): void;
  onLoaded(): void;
  onLoadFailed(reason: string, url: string): void;
  onWindowOpen(url: string): void;
  onCrash(): void;
  onPreloadError(error: Error): void;
};

/** A window's page in Chromium: one browser context, one target. */
export type WindowPage = {
  /** For Playwright, which finds the page by it. */
  targetId: string;
  /** Whether a new document is loaded: a page goes to a fragment of its own without. */
  load(url: string): Promise<boolean>;
  reload(): Promise<void>;
  evaluate(code: string, userGesture: boolean): Promise<unknown>;
  send(channel: string, args: unknown[], ports?: StandInPort[]): void;
  answerInvoke(id: number, ok: boolean, value: unknown): void;
  /** What `document.visibilityState` says. */
  setVisible(isVisible: boolean): void;
  setSize(size: PageSize): Promise<void>;
  grant(permissions: readonly string[]): Promise<void>;
  crash(): void;
  close(): void;
};

export type WindowPageOptions = {
  preload: string | null;
  size: PageSize;
  addresses: AddressBook;
  /** The process object of a preload. */
  process: Record<string, unknown>;
};

export async function openWindowPage(
  browser: CdpBrowser,
  options: WindowPageOptions,
  events: WindowPageEvents,
): Promise<WindowPage> {
  const { addresses } = options;
  // A context of its own, so that what one window is granted no other has.
  const { browserContextId } = await browser.send('Target.createBrowserContext', { disposeOnDetach: true });
  const { targetId } = await browser.send('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
    newWindow: true,
  });
  const cdp = await browser.attach(targetId);
  await browser.send('Target.setDiscoverTargets', { discover: true });
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const mainFrame = frameTree.frame.id;
  let context: number | null = null;
  let isClosed = false;
  let isLoadedByApp = false;
  let isVisible = true;
  const ports = createPagePorts((message) => post(message));

  const ignoreWhenGone = (error: unknown): void => {
    // A call that was on its way when the page, or all of Chromium, went away has nobody to answer it.
    if (!isClosed && !/gone|closed|Cannot find context|crashed|not found/i.test(String(error))) throw error;
  };

  function post(message: ToPage): void {
    if (context === null || isClosed) return;
    const text = encodeValue(message, (candidate) => ports.numberOf(candidate));
    cdp
      .send('Runtime.callFunctionOn', {
        executionContextId: context,
        functionDeclaration: 'function (text) { globalThis.electronHostReceive(text); }',
        arguments: [{ value: text }],
        silent: true,
      })
      .catch(ignoreWhenGone);
  }

  function receive(text: string): void {
    const message = decodeValue(text, (number) => ports.arrived(number)) as FromPage;
    switch (message.kind) {
      case 'send':
      case 'invoke':
        events.onIpc(message);
        return;
      case 'post-message':
        events.onPostMessage(message.channel, message.message, message.ports as StandInPort[]);
        return;
      case 'port-message':
        ports.deliver(message.port, message.data, message.ports as StandInPort[]);
        return;
      case 'port-closed':
        ports.closed(message.port);
        return;
      case 'ask':
        events.answer(message.question).then(
          (value) => post({ kind: 'answer', id: message.id, ok: true, value }),
          (error: unknown) => post({ kind: 'answer', id: message.id, ok: false, value: error }),
        );
        return;
      case 'window-open':
        events.onWindowOpen(addresses.toApp(message.url));
        return;
      case 'preload-error':
        events.onPreloadError(message.error);
        return;
    }
  }

  cdp.on('Runtime.executionContextCreated', ({ context: made }) => {
    const { frameId, isDefault } = made.auxData as { frameId?: string; isDefault?: boolean };
    if (frameId === mainFrame && isDefault === false && made.name === isolatedWorld) {
      // A new document: the old one's ports went with it.
      ports.closeAll();
      context = made.id;
      if (!isVisible) post({ kind: 'visibility', isVisible });
    }
  });
  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === binding && executionContextId === context) receive(payload);
  });
  cdp.on('Page.domContentEventFired', () => events.onDomReady());
  cdp.on('Page.loadEventFired', () => events.onLoaded());
  cdp.on('Page.frameNavigated', ({ frame }) => {
    if (frame.id === mainFrame)
      events.onNavigation(addresses.toApp(`${frame.url}${frame.urlFragment ?? ''}`), false);
  });
  cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId === mainFrame) events.onNavigation(addresses.toApp(url), true);
  });
  cdp.on('Page.windowOpen', ({ url }) => events.onWindowOpen(addresses.toApp(url)));
  cdp.on('Inspector.targetCrashed', () => {
    context = null;
    ports.closeAll();
    events.onCrash();
  });
  cdp.on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
    const isMainFrame = frameId === mainFrame;
    const byApp = isMainFrame && isLoadedByApp;
    const allowed = byApp || events.mayNavigate(addresses.toApp(request.url), isMainFrame);
    const go = allowed
      ? cdp.send('Fetch.continueRequest', { requestId })
      : cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    go.catch(ignoreWhenGone);
  });
  // What a page opens by other ways than `window.open`, such as a link, is closed at once.
  browser.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.browserContextId !== browserContextId || targetInfo.targetId === targetId) return;
    if (targetInfo.type === 'page') {
      browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(ignoreWhenGone);
    }
  });

  const secret = `electron-host-${randomUUID()}`;
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Runtime.addBinding', { name: binding, executionContextName: isolatedWorld }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldScript(secret, options),
      worldName: isolatedWorld,
    }),
    cdp.send('Runtime.enable'),
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
  ]);

  async function setSize({ width, height }: PageSize): Promise<void> {
    await cdp.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 0,
      mobile: false,
    });
  }
  await setSize(options.size);

  async function load(url: string): Promise<boolean> {
    isLoadedByApp = true;
    try {
      const { errorText, loaderId } = await cdp.send('Page.navigate', {
        url: await addresses.toChromium(url),
      });
      if (errorText !== undefined && errorText !== 'net::ERR_ABORTED') {
        events.onLoadFailed(errorText, url);
        throw new Error(`${errorText} loading '${url}'`);
      }
      return loaderId !== undefined;
    } finally {
      isLoadedByApp = false;
    }
  }

  return {
    targetId,
    load,
    async reload() {
      isLoadedByApp = true;
      await cdp.send('Page.reload').finally(() => {
        isLoadedByApp = false;
      });
    },
    async evaluate(code, userGesture) {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression: code,
        userGesture,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined) {
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      }
      return result.value as unknown;
    },
    send: (channel, args, given = []) => post({ kind: 'message', channel, args, ports: given }),
    answerInvoke: (id, ok, value) => post({ kind: 'answer', id, ok, value }),
    setVisible(next) {
      isVisible = next;
      post({ kind: 'visibility', isVisible });
    },
    setSize: (size) => setSize(size).catch(ignoreWhenGone),
    async grant(permissions) {
      for (const name of permissions) {
        await browser.send('Browser.setPermission', {
          permission: { name },
          setting: 'granted',
          browserContextId,
        });
      }
    },
    crash: () => void cdp.send('Page.crash').catch(ignoreWhenGone),
    close() {
      if (isClosed) return;
      isClosed = true;
      ports.closeAll();
      // With the context go its page, also one that hangs, and everything that it stored.
      browser.send('Target.disposeBrowserContext', { browserContextId }).catch(ignoreWhenGone);
    },
  };
}

function mainWorldScript(secret: string): string {
  return `(${installMainWorld.toString()})(${JSON.stringify(secret)}, ${createMembrane.toString()});`;
}

/** In subframes no preload runs, as without nodeIntegrationInSubFrames. */
function isolatedWorldScript(secret: string, { preload, process }: WindowPageOptions): string {
  return `
if (window === window.top) {
  const toHost = globalThis.${binding};
  const world = (${installIsolatedWorld.toString()})(${JSON.stringify({ secret, process })}, {
    encodeValue: ${encodeValue.toString()},
    decodeValue: ${decodeValue.toString()},
    createMembrane: ${createMembrane.toString()},
    toHost: (text) => toHost(text),
  });
  globalThis.electronHostReceive = world.receive;
  try {
    (function (require, process, module, exports) {
${preload === null ? '' : readFileSync(preload, 'utf8')}
    })(world.require, world.process, { exports: {} }, {});
  } catch (error) {
    world.failed(error);
  }
}`;
}
