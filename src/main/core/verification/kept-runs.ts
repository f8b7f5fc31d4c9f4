import { verificationRunSchema, type VerificationRun } from '../../../shared/verification/verification.ts';
import type { Promisified } from '../storage/storage.ts';
import type { VerificationReads } from './verification-store.ts';

type KeptRuns = {
  find(runId: string): Promise<VerificationRun | null>;
  unfinished(): Promise<VerificationRun | null>;
  list(filter: { target?: string | undefined; limit: number }): Promise<VerificationRun[]>;
};

/** The stored runs, those of earlier versions too. They are read here, for the database's threads do without schemas. */
export function keptRuns(reads: Promisified<VerificationReads>): KeptRuns {
  const parsed = (run: unknown): VerificationRun | null =>
    run === null ? null : verificationRunSchema.parse(run);
  return {
    find: async (runId) => parsed(await reads.find(runId)),
    unfinished: async () => parsed(await reads.unfinished()),
    list: async (filter) => (await reads.list(filter)).map((run) => verificationRunSchema.parse(run)),
  };
}
