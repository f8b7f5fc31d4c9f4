import { runDesktop } from './start/run-desktop.ts';

void runDesktop(import.meta.url);
