import type { BridgeClient } from '../../shared/contract/connect-bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/contract.ts';

/** Asks an opened bundle what pages ask of the app. Nothing is ever new in it. */
export function createBundleClient(live: BridgeClient, id: string): BridgeClient {
  return {
    async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
      if (name.startsWith('bundle.')) return live.call(name, input);
      const { value } = await live.call('bundle.ask', { id, name, input });
      return value as CommandOutput<N>;
    },
    subscribe: () => () => undefined,
    close: () => undefined,
  };
}
