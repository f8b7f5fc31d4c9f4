import type { SessionSummary } from '../../shared/session/session.ts';
import { places } from '../app/pages.tsx';
import { hrefOf } from '../app/route.ts';
import { dateTime } from '../format.ts';
import { text } from '../text.ts';

/** One thing that the palette offers. `run` is called when it is chosen. */
export type PaletteCommand = { id: string; label: string; hint: string; run: () => void };

const words = text.palette;
const benchParts = Object.keys(text.bench.tab) as (keyof typeof text.bench.tab)[];

/** Everything that can be gone to or done now, in the order in which it is offered. */
export function commandsOf(options: {
  sessions: readonly SessionSummary[];
  isRecording: boolean;
  /** What the buttons of the page do. */
  actions: readonly PaletteCommand[];
  showShortcuts: () => void;
}): PaletteCommand[] {
  const { sessions, isRecording, actions, showShortcuts } = options;
  return [
    isRecording
      ? { id: 'stop', label: text.record.stop, hint: 'S', run: pressRecord }
      : { id: 'record', label: text.record.record, hint: 'R', run: pressRecord },
    ...places.map(({ link, label }) => ({
      id: `page-${link.page}`,
      label,
      hint: words.page,
      run: () => goTo(hrefOf(link)),
    })),
    ...benchParts.map((part) => ({
      id: `bench-${part}`,
      label: text.bench.tab[part],
      hint: text.app.bench,
      run: () => goTo(hrefOf({ page: 'bench', part })),
    })),
    { id: 'search', label: text.search.label, hint: '/', run: focusSearch },
    { id: 'shortcuts', label: words.shortcuts, hint: '?', run: showShortcuts },
    ...actions,
    ...sessions.map(({ sessionId, title, startedAt }) => ({
      id: `session-${sessionId}`,
      label: title,
      hint: dateTime(startedAt),
      run: () => goTo(hrefOf({ page: 'sessions', sessionId })),
    })),
  ];
}

/**
 * Each button of the page that is open, by what it is called; those in long lists are left to the lists, and Record has
 * a command of its own.
 */
export function actionsOfPage(): PaletteCommand[] {
  const buttons = document.querySelectorAll<HTMLElement>('#page :is(button, a.button)');
  const found = new Map<string, HTMLElement>();
  for (const button of buttons) {
    const label = (button.ariaLabel ?? button.textContent).trim();
    const isOffered =
      label !== '' &&
      button.checkVisibility() &&
      button.closest('.scroll-box, dialog, .record-head') === null;
    if (isOffered && !found.has(label)) found.set(label, button);
  }
  return [...found].map(([label, button], index) => ({
    id: `action-${index}`,
    label,
    hint: words.onPage,
    run() {
      button.focus();
      button.click();
    },
  }));
}

/** Those whose label has every word of the query, wherever. */
export function matching(commands: readonly PaletteCommand[], query: string): PaletteCommand[] {
  const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label }) => {
    const low = label.toLowerCase();
    return parts.every((part) => low.includes(part));
  });
}

function goTo(href: string): void {
  window.location.hash = href;
}

/** Records, or stops, with the choices of the Recording page. */
export function pressRecord(): void {
  goTo('#/');
  whenThere('.record form', (form) => {
    if (form instanceof HTMLFormElement) form.requestSubmit();
  });
}

/** Puts the caret into the page's search; a page without one gives way to the transcripts'. */
export function focusSearch(): void {
  const here = document.querySelector<HTMLInputElement>('#page input[type="search"]');
  if (here !== null) {
    here.focus();
    return;
  }
  goTo('#/sessions');
  whenThere('#page input[type="search"]', (field) => {
    if (field instanceof HTMLElement) field.focus();
  });
}

// A page that is loaded on demand is there after a moment, or never; then nothing is done.
const mostFrames = 300;

function whenThere(selector: string, use: (element: Element) => void, frame = 0): void {
  const element = document.querySelector(selector);
  if (element !== null) use(element);
  else if (frame < mostFrames) requestAnimationFrame(() => whenThere(selector, use, frame + 1));
}
