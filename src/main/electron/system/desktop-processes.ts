import { app, BrowserWindow } from 'electron';
import type { DesktopProcess } from '../../core/ports/ports.ts';

/** What Electron runs besides our main process, which measures itself. */
export function listDesktopProcesses(): DesktopProcess[] {
  const capturePids = new Set(
    BrowserWindow.getAllWindows()
      .filter((window) => window.webContents.getURL().includes('capture.html'))
      .map((window) => window.webContents.getOSProcessId()),
  );
  return app.getAppMetrics().flatMap(({ type, pid, memory }): DesktopProcess[] => {
    if (type === 'Browser') return [];
    const kind =
      type === 'GPU' ? 'gpu' : type !== 'Tab' ? 'other' : capturePids.has(pid) ? 'capture' : 'window';
    return [{ kind, rssBytes: memory.workingSetSize * 1024 }];
  });
}
