import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { expect, it, onTestFinished } from 'vitest';
import { blocks, readme, sentences, type Documented } from '../support/documented/commands.ts';
import { calls } from '../support/documented/synopses.ts';
import { openMeetingShell } from '../support/documented/meeting-shell.ts';
import type { Shell } from '../support/documented/shell.ts';
import { walk, type Placeholders } from '../support/documented/walk.ts';
import { startGroq } from '../support/fake-groq.ts';
import { describeWith, itWith } from '../support/machine/needs.ts';
import { startPulse } from '../support/pulse.ts';

const feed =
  "version: 2.0.0\nfiles:\n  - url: app.AppImage\n    sha512: abc\n    size: 3\nreleaseDate: '2026-05-01T12:00:00.000Z'\n";

const of = (place: string): Documented[] => [...blocks, ...sentences].filter((one) => one.place === place);

const needsSoundServer = (step: Documented): boolean => step.line.includes('--input system');
const needsFfmpeg = (step: Documented): boolean => step.line.startsWith('ffmpeg');
const needsGroq = (step: Documented): boolean => step.line.startsWith('GROQ_API_KEY');

/** A shell in which a meeting has been recorded. */
async function openShellAfterMeeting(): Promise<Shell> {
  const shell = await openMeetingShell();
  const { code } = await shell.run('scrumbot record --input file:meeting.wav --speed max');
  expect(code).toBe(0);
  return shell;
}

/** One session that was streamed, one that an engine heard, and an import. */
async function openSessions(shell: Shell): Promise<Placeholders> {
  const made = async (line: string, key: string): Promise<string> => {
    const { stdout } = await shell.run(`scrumbot ${line} --json`);
    return String((JSON.parse(stdout) as Record<string, unknown>)[key]);
  };
  const STREAMED = await made('record --input file:meeting.wav --speed max', 'sessionId');
  const HEARD = await made('transcribe meeting.wav --engine pocketsphinx', 'sessionId');
  await writeFile(
    join(shell.folder, 'other.jsonl'),
    '{"t_ms":0,"dir":"in","raw":"{\\"type\\":\\"ERROR\\"}"}\n',
  );
  return { STREAMED, HEARD, IMPORTED: await made('events import other.jsonl', 'importId') };
}

/** A backend of its own, as an address. */
async function startBackend(shell: Shell): Promise<Placeholders> {
  const [, address = ''] = await shell.start('scrumbot backend --port 0', /Backend: (\S+)/);
  return { BACKEND: address };
}

describeWith(['posix', 'speech'], 'a command of the documents does what they say', () => {
  it('in the first five minutes of README', async () => {
    await walk(await openMeetingShell(), readme);
  });

  it('in the other lines of README', async () => {
    const others = of('README.md').filter((step) => !needsSoundServer(step) && !needsGroq(step));
    await walk(await openShellAfterMeeting(), others);
  });

  itWith(['soundServer'], 'where it records what the machine plays', async () => {
    const pulse = await startPulse();
    onTestFinished(pulse.stop);
    const shell = await openMeetingShell(pulse.environment);
    const over = new AbortController();
    const playing = pulse.playOn(join(shell.folder, 'meeting.wav'), over.signal);
    await walk(shell, of('README.md').filter(needsSoundServer));
    over.abort();
    await playing;
  });

  it('where it asks Groq', async () => {
    const groq = await startGroq(() => ({ text: 'scripted words' }));
    onTestFinished(() => groq.stop());
    const shell = await openMeetingShell({ ...process.env, SCRUMBOT_GROQ_BASE_URL: groq.url });
    await walk(shell, of('README.md').filter(needsGroq));
    expect(groq.ledger[0]?.headers.authorization).toBe('Bearer gsk_0123456789abcdef');
  });

  it('in docs/diagnostics.md', async () => {
    const shell = await openShellAfterMeeting();
    const key = await generateIdentity();
    await writeFile(join(shell.folder, 'age-key.txt'), `${key}\n`);
    await walk(shell, of('docs/diagnostics.md'), {
      KEYFILE: 'age-key.txt',
      RECIPIENT: await identityToRecipient(key),
    });
  });

  it('in docs/tap.md', async () => {
    const shell = await openMeetingShell();
    const { BACKEND = '' } = await startBackend(shell);
    await shell.run(`scrumbot targets add dev --ws ${BACKEND}`);
    await walk(shell, of('docs/tap.md'));
  });

  it('in docs/verification.md', async () => {
    const shell = await openMeetingShell();
    await walk(shell, of('docs/verification.md'), await startBackend(shell));
  });

  it('in docs/packaging.md', async () => {
    const shell = await openMeetingShell();
    await mkdir(join(shell.folder, 'feeds'));
    await writeFile(join(shell.folder, 'feeds/latest-linux.yml'), feed);
    await walk(shell, of('docs/packaging.md'));
  });

  it('in docs/cli.md, docs/decisions.md, docs/durability.md and docs/performance.md', async () => {
    const shell = await openShellAfterMeeting();
    const filled = await startBackend(shell);
    for (const name of ['cli', 'decisions', 'durability', 'performance'])
      await walk(shell, of(`docs/${name}.md`), filled);
  });

  it('with every option that docs/cli.md lists', async () => {
    const shell = await openMeetingShell({ ...process.env, OWN_KEY: 'gsk_0123456789abcdef' });
    const key = await generateIdentity();
    await writeFile(join(shell.folder, 'age-key.txt'), `${key}\n`);
    await writeFile(join(shell.folder, 'told.txt'), '< {"type":"HANDSHAKE_ACK","status":"ready"}\n');
    await shell.run('tail -c +45 meeting.wav >meeting.raw');
    const backend = await startBackend(shell);
    const filled = { ...backend, ...(await openSessions(shell)), RECIPIENT: await identityToRecipient(key) };
    const steps = Object.values(calls).flat();
    await walk(
      shell,
      steps.map((call) => ({
        place: 'docs/cli.md',
        line: `scrumbot ${call.typed}`,
        says: /(?:)/,
        ...call,
        typed: `scrumbot ${call.typed}`,
      })),
      filled,
    );
  });

  itWith(['ffmpeg'], 'where ffmpeg speaks into it', async () => {
    await walk(await openMeetingShell(), of('docs/capture.md').filter(needsFfmpeg));
  });
});
