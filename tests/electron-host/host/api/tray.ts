import type { Menu, NativeImage, Tray as ElectronTray } from 'electron';
import type { Host } from '../host.ts';
import { LoudEmitter } from '../loud.ts';

type Implemented =
  'destroy' | 'isDestroyed' | 'popUpContextMenu' | 'setContextMenu' | 'setImage' | 'setToolTip';

export function createTrayClass({ environment }: Host) {
  /** An icon that nobody sees; what is set on it is read by the app-side recorder (app-side/recorder.ts). */
  return class Tray extends LoudEmitter implements Pick<ElectronTray, Implemented> {
    #isDestroyed = false;

    constructor(image: NativeImage | string) {
      super();
      if (!environment.desktop.tray) throw new Error('Failed to create a status icon: there is no tray here');
      this.setImage(image);
    }

    setImage(image: NativeImage | string): void {
      this.#refuseWhenDestroyed();
      if (typeof image !== 'string' && image.isEmpty()) throw new Error('Failed to load image of the tray');
    }

    setToolTip(_toolTip: string): void {
      this.#refuseWhenDestroyed();
    }

    setContextMenu(_menu: Menu | null): void {
      this.#refuseWhenDestroyed();
    }

    popUpContextMenu(_menu?: Menu): void {
      this.#refuseWhenDestroyed();
    }

    destroy(): void {
      this.#isDestroyed = true;
    }

    isDestroyed(): boolean {
      return this.#isDestroyed;
    }

    #refuseWhenDestroyed(): void {
      if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    }
  };
}
