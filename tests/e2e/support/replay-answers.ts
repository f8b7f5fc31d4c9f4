import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { compareReports } from '../../../src/shared/events/compare-reports.ts';
import type { PlayedSide, Playing, TwinComparison } from '../../../src/shared/replay/replay.ts';
import { cleanReport } from '../../support/analysis-samples.ts';
import { sampleReport, sampleSession } from './samples.ts';

const side = (target: string, sent: number, lines: string[]): PlayedSide => ({
  sessionId: `20260302-1000-${target}`,
  target,
  sent,
  total: 98,
  lines,
});

const sides = [
  side('built-in', 45, ['Good morning everyone.', 'Today we talk about the login page.']),
  side('staging', 44, ['Good morning every one.']),
];

/** Side b repeats each result under its old name. */
const comparison: TwinComparison = {
  messages: { a: 60, b: 92 },
  bytes: { a: 14_200, b: 23_900 },
  results: { a: 32, b: 64 },
  resultsPerTranscription: { a: 1, b: 2 },
  byCause: { a: {}, b: { 'old-new-pair': 32 } },
  wordDifference: { a: 3, b: 4 },
  latencyMs: {
    a: { count: 32, p50: 640, p95: 1_210, max: 1_400 },
    b: { count: 32, p50: 655, p95: 1_190, max: 1_300 },
  },
  byType: [],
  lines: [
    { atSec: 3, a: 'Good morning everyone.', b: 'Good morning every one.' },
    { atSec: 6, a: 'Today we talk about the login page.', b: null },
  ],
  verdict: 'Only b repeats messages: 32 × old-new-pair.',
};

/** Nothing is sent: it is half done until the test lets it end, or cancels it. */
export function replayAnswers(topics: TopicHub): {
  handlers: Pick<Handlers, Extract<keyof Handlers, `replay.${string}`>>;
  finish: () => void;
} {
  let playing: Playing = { phase: 'idle' };
  const show = (next: Playing): Promise<Record<string, never>> => {
    playing = next;
    topics.publish('playing', next);
    return Promise.resolve({});
  };
  const report = sampleReport(sampleSession({ state: 'ended' }));
  return {
    handlers: {
      'replay.start': () => show({ phase: 'playing', what: 'replay', sides: sides.slice(0, 1) }),
      'replay.twin': () => show({ phase: 'playing', what: 'twin', sides }),
      'replay.state': () => Promise.resolve(playing),
      'replay.cancel': () => show({ phase: 'failed', what: 'replay', message: 'It was cancelled.', sides }),
    },
    finish() {
      if (playing.phase !== 'playing') return;
      const { what } = playing;
      if (what === 'twin') {
        const [a, b] = [
          { ...report, target: 'built-in' },
          { ...report, target: 'staging' },
        ];
        void show({ phase: 'twinned', report: { a, b, comparison } });
        return;
      }
      const clean = cleanReport({ events: 98, sessions: 1 });
      const sentAgain = {
        frames: 98,
        connections: 1,
        audioChunks: 90,
        silentChunks: 3,
        notSent: 0,
        notes: ['The audio of 3 chunks was not kept: silence of the same size was sent.'],
      };
      void show({
        phase: 'replayed',
        report: {
          ...report,
          replayOf: report.sessionId,
          sentAgain,
          comparison: compareReports(clean, clean),
        },
      });
    },
  };
}
