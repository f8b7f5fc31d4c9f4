import { join } from 'node:path';

/** Recordings of real meetings and real backends beside the project; not part of it, and not on every machine. */
export const sharedData = {
  traces: join(import.meta.dirname, '../../../shared/data/traces'),
  field: join(import.meta.dirname, '../../../shared/data/field'),
  whisperModel: join(import.meta.dirname, '../../../shared/data/models/for-tests-ggml-tiny.bin'),
  monitorCases: join(import.meta.dirname, '../../../shared/data/monitor-cases'),
} as const;
