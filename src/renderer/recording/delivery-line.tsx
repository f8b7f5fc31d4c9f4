import type { ReactNode } from 'react';
import type { Status } from '../../shared/session/status.ts';
import { useStatus } from '../connection/bridge-hooks.ts';
import { bytes, clock, count } from '../format.ts';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { StageCounters } from '../stages/stage-counters.tsx';
import { savedPercent } from '../stages/stages.ts';
import { text } from '../text.ts';

/** How far the audio came, in one line that opens into its stages. */
export function DeliveryLine(): ReactNode {
  const line = useStatus(lineOf) ?? '';
  return (
    <section className="panel delivery" aria-label={text.stages.region}>
      <Disclosure label={line} rememberAs="scrumbot.stages">
        <StageCounters />
      </Disclosure>
    </section>
  );
}

function lineOf(status: Status): string {
  const { session, chunks } = status;
  const words = text.stages.line;
  if (session === null) return '';
  if (session.mode === 'capture-only') return words.kept(clock(status.recordedSec));
  const delivered = count(chunks.delivered);
  if (session.mode === 'direct') {
    // Segments of silence have no words and are none that are waited for.
    return words.direct(delivered, count(chunks.captured - chunks.silent), count(status.transcriptLines));
  }
  const saved = savedPercent(status);
  return [
    words.stream(delivered, count(chunks.sent), count(status.transcriptLines)),
    ...(status.bytes.out > 0 ? [words.traffic(bytes(status.bytes.out))] : []),
    ...(saved === null ? [] : [words.saved(saved)]),
  ].join(' · ');
}
