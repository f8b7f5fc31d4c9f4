import type { Command } from 'commander';
import { say } from '../../../shared/words/all-words.ts';

/** What people type first, by command. Each of them is parsed in a test. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  run: ['scrumbot run --open', 'scrumbot run --port 18090'],
  record: [
    'scrumbot record --input system --input mic',
    'scrumbot record --input file:meeting.wav --speed max --target built-in --json',
    'scrumbot record --input system --mode direct --engine groq --title "Stand-up"',
  ],
  'sessions list': ['scrumbot sessions list', 'scrumbot sessions list --json'],
  'sessions show': ['scrumbot sessions show 20260302-090000-1a2b3c4d'],
  'sessions export': [
    'scrumbot sessions export 20260302-090000-1a2b3c4d --format srt --out meeting.srt',
    'scrumbot sessions export 20260302-090000-1a2b3c4d --format wav --out meeting.wav',
  ],
  'sessions rename': ['scrumbot sessions rename 20260302-090000-1a2b3c4d "Sprint 14 planning"'],
  'sessions note': ['scrumbot sessions note 20260302-090000-1a2b3c4d "Priya sends the figures."'],
  'sessions tag': ['scrumbot sessions tag 20260302-090000-1a2b3c4d planning sprint-14'],
  'sessions send': ['scrumbot sessions send 20260302-090000-1a2b3c4d --target staging'],
  'sessions delete': ['scrumbot sessions delete 20260302-090000-1a2b3c4d'],
  'targets list': ['scrumbot targets list'],
  'targets add': [
    'scrumbot targets add staging --ws wss://staging.example.org/ws --http https://staging.example.org',
  ],
  'targets edit': ['scrumbot targets edit staging --ws wss://other.example.org/ws'],
  'targets remove': ['scrumbot targets remove staging'],
  'targets use': ['scrumbot targets use staging'],
  'targets probe': ['scrumbot targets probe staging', 'scrumbot targets probe ws://127.0.0.1:8080/ws'],
  'targets processes': ['scrumbot targets processes local', 'scrumbot targets processes local --follow 60'],
  'targets discover': ['scrumbot targets discover'],
  'targets export': ['scrumbot targets export targets.json'],
  'targets import': ['scrumbot targets import targets.json'],
  'bench-engine': ['scrumbot bench-engine talk.wav --engine whisper --reference talk.txt'],
  transcribe: [
    'scrumbot transcribe meeting.wav --engine groq',
    'scrumbot transcribe --session 20260302-090000-1a2b3c4d',
  ],
  search: ['scrumbot search release friday'],
  'engines list': ['scrumbot engines list'],
  'engines allow': ['scrumbot engines allow http://192.168.1.20:8000/v1'],
  'engines disallow': ['scrumbot engines disallow http://192.168.1.20:8000/v1'],
  'events list': ['scrumbot events list --type ERROR --since 1h', 'scrumbot events list --json --limit 100'],
  'events tail': ['scrumbot events tail --type TRANSCRIPTION_RESULT'],
  'events export': ['scrumbot events export --since 24h --format csv events.csv'],
  'events import': ['scrumbot events import trace.jsonl'],
  'events imports': ['scrumbot events imports'],
  'events delete': ['scrumbot events delete import-20260302-090000-1a2b3c4d'],
  analyze: [
    'scrumbot analyze --since 1h',
    'scrumbot analyze --events trace.jsonl --json',
    'scrumbot analyze --events events.jsonl --format monitor --verdicts --json',
  ],
  'alerts list': ['scrumbot alerts list --open'],
  'alerts acknowledge': ['scrumbot alerts acknowledge 3'],
  status: ['scrumbot status', 'scrumbot status --json'],
  'settings list': ['scrumbot settings list', 'scrumbot settings list --json'],
  'settings set': [
    'scrumbot settings set direct.language de',
    'scrumbot settings set direct.vocabulary Kubernetes "Priya Raman"',
  ],
  'settings reset': ['scrumbot settings reset direct.language'],
  'keys list': ['scrumbot keys list'],
  'keys set': ['scrumbot keys set groq < key.txt', 'scrumbot keys set groq --from env:MY_GROQ_KEY'],
  'keys remove': ['scrumbot keys remove groq'],
  'engines models list': ['scrumbot engines models list'],
  'engines models get': ['scrumbot engines models get base'],
  'engines models remove': ['scrumbot engines models remove base'],
  bundle: ['scrumbot bundle --since 24h --out bundle.zip', 'scrumbot bundle --dry-run'],
  'bundle inspect': ['scrumbot bundle inspect bundle.zip'],
  'bundle diff': ['scrumbot bundle diff before.zip after.zip'],
  'bundle open': ['scrumbot bundle open bundle.zip.age --identity key.txt --out bundle.zip'],
  verify: [
    'scrumbot verify --target staging --quick',
    'scrumbot verify --target staging --junit verify.xml',
    'scrumbot verify --target staging --scenario meeting.yaml',
  ],
  'verify history': ['scrumbot verify history'],
  'verify show': ['scrumbot verify show latest'],
  'verify resume': ['scrumbot verify resume latest'],
  'verify compare': ['scrumbot verify compare 1 2'],
  replay: [
    'scrumbot replay --session 20260302-090000-1a2b3c4d --target staging --speed max',
    'scrumbot replay bundle.zip --target staging',
  ],
  twin: ['scrumbot twin --input file:meeting.wav --a staging --b production'],
  backend: ['scrumbot backend --port 18080', 'scrumbot backend --port 18080 --simulate real,slow=2000'],
  tap: ['scrumbot tap --listen 18081 --target staging'],
  doctor: ['scrumbot doctor', 'scrumbot doctor --engine groq'],
  completion: ['scrumbot completion bash >> ~/.bashrc', 'scrumbot completion zsh > ~/.zfunc/_scrumbot'],
  man: ['scrumbot man > scrumbot.1 && man ./scrumbot.1'],
  schema: ['scrumbot schema record', 'scrumbot schema scenario > scenario.schema.json'],
};

/** Name of a command as it is typed, without the program's own: `sessions list`. */
export function pathOf(command: Command): string {
  const names: string[] = [];
  for (let at = command; at.parent !== null; at = at.parent) names.unshift(at.name());
  return names.join(' ');
}

/** Every command below this one, each before its own. */
export function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

/** Below the help of each command: what its exit code tells, and at last its examples. */
export function addExamples(program: Command): void {
  for (const command of allCommands(program)) {
    const lines = examples[pathOf(command)];
    if (lines === undefined) continue;
    const text = lines.map((line) => `  ${line}\n`).join('');
    command.addHelpText(
      'after',
      `\n${say('help.exit-codes-short')}\n\n${say('help.examples')}\n${text}`.trimEnd(),
    );
  }
}
