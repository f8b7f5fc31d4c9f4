import { runDesktop } from './run-desktop.ts';

void runDesktop(import.meta.url);
