/**
 * Starting and stopping: services in order, waits that can be aborted, folders, locks, processes.
 * Needs nothing.
 * Owns the data folder's lock.
 */
export { askProgram } from './ask-program.ts';
export { createAlarm } from './time/alarm.ts';
export { forkProcess } from './fork-process.ts';
export { findExecutable, type Environment } from './find-executable.ts';
export { createGate } from './time/gate.ts';
export { takeInstanceLock } from './instance-lock.ts';
export { makeFolder } from './make-folder.ts';
export { allOver, closeAll, openAll } from './open-all.ts';
export { createPaths, defaultHome } from './paths.ts';
export { isProcessAlive } from './process-alive.ts';
export { programEnvironment, takeEnvironment } from './program-environment.ts';
export { createServiceStack, startTogether, stoppable, type ServiceStack } from './service-stack.ts';
export { widenThreadPool } from './thread-pool.ts';
export { sleep } from './time/sleep.ts';
export { createSystemClock } from './time/system-clock.ts';
