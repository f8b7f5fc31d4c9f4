import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: {
          cli: 'src/main/cli/main.ts',
          electron: 'src/main/electron/main.ts',
          'writer-worker': 'src/main/core/threads/writer-worker.ts',
          'reader-worker': 'src/main/core/threads/reader-worker.ts',
          'bundle-worker': 'src/main/core/threads/bundle-worker.ts',
          'tap-worker': 'src/main/core/threads/tap-worker.ts',
          'whisper-process': 'src/main/core/threads/whisper-process.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      // A sandboxed preload cannot load a second file.
      isolatedEntries: true,
      rolldownOptions: {
        input: { preload: 'src/preload/preload.ts', capture: 'src/preload/capture.ts' },
        // A sandboxed preload is CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      minify: true,
      rolldownOptions: {
        // What the core checks, the page need not know: schemas that it does not use are left out. Nothing in shared
        // happens on import.
        treeshake: {
          moduleSideEffects: [{ test: /\/src\/shared\//, sideEffects: false }],
          manualPureFunctions: ['z'],
        },
        input: { index: 'src/renderer/index.html', capture: 'src/renderer/capture.html' },
      },
    },
  },
});
