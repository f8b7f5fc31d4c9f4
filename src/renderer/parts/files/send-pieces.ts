const pieceBytes = 384 * 1024;

/**
 * Hands a file of this browser over piece by piece, in base64, each after the one before; one that is empty as one piece.
 * `send` answers the name that the file has at the other side, and gets it with the next piece.
 */
export async function sendPieces(
  file: Blob,
  send: (data: string, id: string | null) => Promise<{ id: string }>,
  onSent: (bytes: number) => void = () => undefined,
): Promise<string> {
  let id: string | null = null;
  for (let at = 0; id === null || at < file.size; at += pieceBytes) {
    ({ id } = await send(await base64Of(file.slice(at, at + pieceBytes)), id));
    onSent(Math.min(file.size, at + pieceBytes));
  }
  return id;
}

function base64Of(piece: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.onload = () => resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
  reader.onerror = () => reject(reader.error ?? new Error("The file can't be read."));
  reader.readAsDataURL(piece);
  return promise;
}
