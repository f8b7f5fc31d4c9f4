import { widenThreadPool } from '../core/lifecycle/lifecycle.ts';
import { runDesktop } from './start/start.ts';

widenThreadPool(process.env);
void runDesktop(import.meta.url);
