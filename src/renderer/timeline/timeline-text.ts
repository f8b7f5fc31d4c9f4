/** The words of the connection timeline, a part of the catalogue in text.ts. */
export const timelineText = {
  timeline: {
    title: 'Connection timeline',
    open: 'Connection timeline',
    noSession: 'Choose a session first; its page leads here.',
    empty: 'There are no events of this session.',
    session: (id: string) => `Session ${id}`,
    events: 'All its events',
    cut: (n: string) => `Only its first ${n} events are shown.`,
    thinned:
      'There is more here than can be drawn; come closer for all of it. What was there twice is always drawn.',
    plot: 'Lanes over time. Arrow keys move, + and − zoom, Home shows all, Tab goes from event to event.',
    table: 'Events of the timeline',
    firstRows: (n: string, all: string) => `The first ${n} of ${all}; come closer for the others.`,
    words: { earlier: 'Earlier', later: 'Later', closer: 'Closer', farther: 'Farther', all: 'All' },
    lanes: { track: 'Our tracks', outbox: 'Outbox', target: 'Target' },
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
      repeat: 'the same again',
      ping: 'ping answered',
      gap: 'gap',
      close: 'connection ended',
    },
    figures: {
      chunks: 'Chunks sent',
      chunksAgain: 'of them again',
      delivered: 'Confirmed',
      answers: 'Answers',
      answersAgain: 'of them again',
      pings: 'Pings answered',
      gaps: 'Gaps',
      closes: 'Closes',
    },
  },
} as const;
