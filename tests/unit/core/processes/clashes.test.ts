import { describe, expect, test } from 'vitest';
import { findClashes } from '../../../../src/main/core/processes/clashes.ts';
import type { ServerProcess } from '../../../../src/shared/settings/targets/processes.ts';

const running = (name: string, change: Partial<ServerProcess> = {}): ServerProcess => ({
  name,
  pid: 100,
  from: 'pm2',
  status: 'online',
  listens: [],
  configuredPort: null,
  processes: 1,
  memoryBytes: 1,
  cpuPercent: 0,
  uptimeSec: 1,
  restarts: 0,
  errorLines: [],
  ...change,
});
const ports = [
  { port: 8_080, service: 'socket' },
  { port: 5_167, service: 'rest' },
] as const;

describe('a clash of ports', () => {
  test('is none where each process has its own', () => {
    const all = [
      running('scrumbot-websocket', { listens: [8_080], configuredPort: 8_080 }),
      running('scrumbot-backend', { listens: [5_167], configuredPort: 5_167 }),
    ];
    expect(findClashes(all, ports)).toEqual([]);
  });

  test('is one PORT for several processes, named once, whichever of them got it', () => {
    const all = ['scrumbot-websocket', 'scrumbot-backend', 'scrumbot-chatbot'].map((name, i) =>
      running(name, { configuredPort: 8_080, listens: i === 1 ? [8_080] : [] }),
    );
    expect(findClashes(all, ports)).toMatchObject([
      { port: 8_080, names: ['scrumbot-backend', 'scrumbot-chatbot', 'scrumbot-websocket'] },
    ]);
  });

  test('is not made by a process that was stopped, or by several of one name', () => {
    const all = [
      running('scrumbot-websocket', { configuredPort: 8_080, listens: [8_080] }),
      running('scrumbot-chatbot', { configuredPort: 8_080, status: 'stopped', pid: null }),
      running('scrumbot-websocket', { configuredPort: 8_080, listens: [] }),
    ];
    expect(findClashes(all, ports)).toEqual([]);
  });

  test.each([
    "[Errno 98] error while attempting to bind on address ('0.0.0.0', 8080): address already in use",
    'Error: listen EADDRINUSE: address already in use :::8080',
  ])('is told by a log: %s', (line) => {
    const all = [
      running('scrumbot-websocket', { status: 'errored', pid: null, errorLines: [line] }),
      running('node', { from: 'port', listens: [8_080] }),
    ];
    expect(findClashes(all, ports)).toMatchObject([{ port: 8_080, names: ['scrumbot-websocket', 'node'] }]);
  });

  test('is over when the process that wrote of it has its port', () => {
    const errorLines = ['Error: listen EADDRINUSE: address already in use :::8080'];
    expect(findClashes([running('scrumbot-websocket', { listens: [8_080], errorLines })], ports)).toEqual([]);
  });

  test('is another process of the backend on the port of the socket', () => {
    const all = [
      running('scrumbot-backend', { listens: [8_080] }),
      running('scrumbot-websocket', { status: 'waiting restart', pid: null }),
    ];
    expect(findClashes(all, ports)[0]?.found).toBe(
      'scrumbot-backend listens on port 8080, where scrumbot-websocket belongs.',
    );
  });

  test('is two programs on one port', () => {
    const all = [
      running('python', { from: 'port', pid: 7, listens: [8_080] }),
      running('node', { from: 'port', pid: 8, listens: [8_080] }),
    ];
    expect(findClashes(all, ports)[0]?.found).toMatch(
      /^python \(7\) and node \(8\) both listen on port 8080/,
    );
  });
});
