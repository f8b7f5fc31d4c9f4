/** Why a connection ended or did not come about, and whether another try can help. */
export type ConnectionEnd = { code: string; sentence: string; retry: boolean };

const closeSentences: Readonly<Record<number, string>> = {
  1000: 'The target closed the connection without being asked to',
  1001: 'The target is going away (it is being stopped or restarted)',
  1006: 'The connection broke off',
  1008: 'The target refused our messages (policy)',
  1009: 'The target found a message too big',
  1011: 'The target failed inside',
  1012: 'The target is restarting',
  1013: 'The target is overloaded',
};

/** What a WebSocket close code means while we are recording. */
export function endOfClose(code: number): ConnectionEnd {
  const sentence = closeSentences[code] ?? 'The target closed the connection';
  return { code: String(code), sentence: `${sentence} (code ${code}).`, retry: code !== 1008 };
}

/** What it means when the target answers the WebSocket upgrade with plain HTTP. */
export function endOfUpgradeAnswer(status: number): ConnectionEnd {
  const code = `http-${status}`;
  if (status === 401 || status === 403) {
    return {
      code,
      sentence: `The target refuses the connection (HTTP ${status}). Check its address and credentials.`,
      retry: false,
    };
  }
  if (status === 404) {
    return {
      code,
      sentence: 'There is no WebSocket at this address (HTTP 404). Check its path; ScrumBot uses /ws.',
      retry: true,
    };
  }
  return { code, sentence: `The target answers with HTTP ${status} instead of a WebSocket.`, retry: true };
}

const networkSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing answers at this address: the target is not running, or the port is wrong.',
  ECONNRESET: 'The target broke off the connection.',
  EPIPE: 'The target broke off the connection.',
  ENOTFOUND: 'The name of the target is not known. Check the address and the network.',
  EAI_AGAIN: 'Names cannot be looked up now. Check the network.',
  ETIMEDOUT: 'The target does not answer in time.',
  EHOSTUNREACH: 'The target cannot be reached from this network.',
  ENETUNREACH: 'This machine has no network.',
  CERT_HAS_EXPIRED: "The target's certificate has expired. Nothing was sent.",
  CERT_NOT_YET_VALID:
    "The target's certificate is not valid yet. Nothing was sent. Check this machine's clock.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The target's certificate is self-signed. Nothing was sent.",
  SELF_SIGNED_CERT_IN_CHAIN: "The target's certificate comes from an unknown authority. Nothing was sent.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The target's certificate cannot be verified. Nothing was sent.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The target's certificate is for another name. Nothing was sent.",
  EPROTO: 'What answers at this address does not speak TLS. Check the port, or use ws:// on this machine.',
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH:
    'The target sent a message of more than 16 MiB, which was not taken; the connection was closed.',
  WS_ERR_INVALID_UTF8: 'The target sent text that is not UTF-8; the connection was closed.',
};

/** What a failure of the network or of TLS means. */
export function endOfError(error: Error): ConnectionEnd {
  const code = firstCode(error);
  return {
    code,
    sentence: networkSentences[code] ?? `The connection failed: ${error.message || code}.`,
    retry: true,
  };
}

/** Node wraps the failures of several addresses of one name; the first one tells the story. */
function firstCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) {
    for (const inner of error.errors) if (inner instanceof Error) return firstCode(inner);
  }
  return 'error';
}
