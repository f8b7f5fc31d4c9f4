import { runDesktop } from './start/start.ts';

void runDesktop(import.meta.url);
