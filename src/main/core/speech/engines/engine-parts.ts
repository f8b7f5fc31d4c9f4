import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import type { Environment } from '../../lifecycle/lifecycle.ts';
import type { Network } from '../../network/network.ts';
import type { Secrets } from '../../ports/ports.ts';
import type { Whisper } from '../whisper/whisper.ts';

/** What engines of this machine are made of. */
export type LocalParts = {
  settings: DirectSettings;
  environment: Environment;
  temporaryFolder: string;
  /** Where models are, and what was found out about servers. */
  home: string;
  whisper: Whisper;
};

/** What engines are made of. */
export type EngineParts = LocalParts & { secrets: Secrets; network: Network };
