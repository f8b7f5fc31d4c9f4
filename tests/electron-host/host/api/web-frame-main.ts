import type { WebFrameMain as ElectronFrame } from 'electron';
import { LoudEmitter } from '../loud.ts';

type Page = {
  url(): string;
  isDestroyed(): boolean;
  executeJavaScript(code: string, userGesture?: boolean): Promise<unknown>;
};

/** A window's main frame. Subframes have no preload here, so none of them ever sends anything. */
export class WebFrameMain
  extends LoudEmitter
  implements
    Pick<
      ElectronFrame,
      'url' | 'origin' | 'parent' | 'top' | 'detached' | 'isDestroyed' | 'executeJavaScript'
    >
{
  readonly parent = null;
  readonly detached = false;
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }

  get url(): string {
    return this.#page.url();
  }

  /** Of the app's own schemes, too, which Node's URL calls "null". */
  get origin(): string {
    if (!URL.canParse(this.url)) return 'null';
    const { protocol, host } = new URL(this.url);
    return host === '' ? 'null' : `${protocol}//${host}`;
  }

  get top(): ElectronFrame {
    return this as unknown as ElectronFrame;
  }

  isDestroyed(): boolean {
    return this.#page.isDestroyed();
  }

  executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return this.#page.executeJavaScript(code, userGesture);
  }
}
