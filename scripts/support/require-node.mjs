/** The Node that a part of this project needs, as a sentence when it is another. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 14)) return true;
  console.error(
    `Node ${process.versions.node} is too old: 22.14 or newer is needed. "npm run setup" brings Node 24 along for npm's scripts.`,
  );
  process.exitCode = 1;
  return false;
}
