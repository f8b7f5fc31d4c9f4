import type { DirectSettings } from '../../../../shared/settings/direct-settings.ts';
import type { Environment } from '../../lifecycle/lifecycle.ts';
import type { Network } from '../../network/network.ts';
import type { Secrets } from '../../ports/ports.ts';

/** What engines are made of. */
export type EngineParts = {
  settings: DirectSettings;
  secrets: Secrets;
  environment: Environment;
  temporaryFolder: string;
  network: Network;
  /** Where what was found out about servers is remembered. */
  home: string;
};
