/**
 * The diagnostic bundle: everything that support needs of a data folder, nothing that is private, in one zip.
 * Needs the data folder, the known secrets, and (in its thread) what sessions, findings and doctor say.
 * Owns the folder bundles/, and empties it; a bundle that is written elsewhere is the person's own file.
 */
export { diffBundles, type BundleDiff } from './reading/diff-bundles.ts';
export { unpackSession } from './reading/bundled-session.ts';
export { inspectBundle } from './reading/inspect-bundle.ts';
export { startBundles, type Bundles } from './bundle-service.ts';
export type { SourceOptions } from './source/open-source.ts';
export type { BundleTools } from './source/source.ts';
export type { BundleTask } from './thread/bundle-tasks.ts';
export { startLooker, writeInThread, type Looker } from './thread/run-bundle-task.ts';
export { serveBundles } from './thread/serve-bundles.ts';
export { encrypterFor, openSealedFile } from './writing/seal.ts';
export { bundleName } from './writing/write-bundle.ts';
export { usualRecipient } from './kept/usual-recipient.ts';
export { knownSecrets } from './source/known-values.ts';
