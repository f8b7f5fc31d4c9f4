import { defaultSettings, differences, safeSettings } from './safe-settings.ts';
import { definePart, jsonLine } from './part.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** What is set, and what of it is not as a new installation has it. Texts that people typed are masked. */
export const settingsPart = definePart<{ settings: unknown; problem: string | null }>({
  id: 'settings',
  file: 'settings.json',
  title: sentence('bundle.part.settings'),
  rows: (source) => [{ settings: source.settings, problem: source.settingsProblem }],
  show({ settings, problem }, { redactor }) {
    const effective = settings ?? defaultSettings();
    const shown = safeSettings(effective, redactor);
    return jsonLine({
      problem: problem === null ? null : redactor.sentence(problem),
      isDefault: settings === null,
      differsFromDefaults: differences(effective, redactor),
      settings: shown,
    });
  },
  plant: (canary) => [
    {
      problem: canary,
      settings: {
        target: canary,
        engine: canary,
        [canary]: canary,
        targets: [
          {
            name: canary,
            wsUrl: `wss://${canary}:${canary}@${canary}.example/${canary}?t=${canary}`,
            notes: canary,
          },
        ],
        direct: { baseUrl: `https://${canary}@x.example/${canary}`, prompt: canary, commandLine: [canary] },
        network: { proxy: `http://u:${canary}@proxy.example:3128`, caFile: `/home/${canary}/ca.pem` },
      },
    },
  ],
});
