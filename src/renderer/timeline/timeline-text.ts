import { withNoun } from '../../shared/plural.ts';

/** The words of the connection timeline, a part of the catalogue in text.ts. */
export const timelineText = {
  timeline: {
    title: 'Connection timeline',
    open: 'Connection timeline',
    noSession: 'Choose a session first.',
    toSessions: 'All sessions',
    empty: 'This session has no events.',
    session: (id: string) => `Session ${id}`,
    events: 'Show all events',
    cut: (n: string) => `Only the first ${n} events are shown.`,
    thinned: 'Too much to draw at once: zoom in to see all of it. Duplicates are always shown.',
    plot: 'Lanes over time. Arrow keys move, + and − zoom, Home shows all, Tab goes from event to event.',
    table: 'Events of the timeline',
    firstRows: (n: string, all: string) => `The first ${n} of ${all}; zoom in for the rest.`,
    words: { earlier: 'Earlier', later: 'Later', closer: 'Closer', farther: 'Farther', all: 'All' },
    lanes: { track: 'Our tracks', outbox: 'Outbox', target: 'Target' },
    tries: (n: string) => withNoun(n, 'failed try', 'failed tries'),
    socket: (generation: number | null, id: string) =>
      generation === null ? `Socket ${id}` : `Socket ${generation} (${id})`,
    arrows: { chunk: 'chunk sent', delivery: 'delivery confirmed', answer: 'answer' },
    again: 'again',
    took: (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`),
    columns: { time: 'Time', event: 'Event', what: 'What', where: 'Where', took: 'Took' },
    legend: {
      chunk: 'chunk sent',
      delivery: 'delivery confirmed',
      answer: 'answer to a buffer',
      repeat: 'repeated',
      ping: 'ping answered',
      gap: 'gap',
      close: 'connection ended',
    },
    figures: {
      chunks: 'Chunks sent',
      chunksAgain: 'resent',
      delivered: 'Confirmed',
      answers: 'Answers',
      answersAgain: 'repeated',
      pings: 'Pings answered',
      gaps: 'Gaps',
      closes: 'Connections ended',
    },
  },
} as const;
