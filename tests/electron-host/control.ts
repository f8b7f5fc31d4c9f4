/** What a test can ask of the stand-in's process, over Node's IPC channel. */
export type HostFunctions = {
  /** Runs a function, given as text, with Electron's API and one argument; answers what it returns. */
  evaluate(source: string, argument: unknown): Promise<unknown>;
  /** Where Chromium has the pages of the windows, without query and fragment. */
  windowAddresses(): Promise<string[]>;
};
