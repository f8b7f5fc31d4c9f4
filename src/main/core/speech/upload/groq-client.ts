type Upload = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Uploads by Groq's own client. An answer that it takes for a failure comes back as it was: its body says what to do, and the
 * client's errors do not. Fails as `upload` does.
 */
export function uploadByGroq(upload: Upload, apiKey: string | null): Upload {
  return async (target, init) => {
    // Forty modules, which only who sends to Groq needs.
    const { default: Groq, APIConnectionError } = await import('groq-sdk');
    const url = new URL(target);
    const refused: Response[] = [];
    const groq = new Groq({
      // Without one the request has none; the client insists on a text.
      apiKey: apiKey ?? '',
      // Said here, because a variable of the environment (GROQ_BASE_URL) could send key and audio elsewhere.
      baseURL: url.origin,
      // The client sleeps as long as the server likes, and no signal ends that. Our own schedule is on disk.
      maxRetries: 0,
      // The caller's signal ends it, and knows why.
      timeout: 2 ** 31 - 1,
      logLevel: 'off',
      async fetch(to, sent) {
        const answer = await upload(to instanceof Request ? to.url : String(to), sent ?? {});
        // The client reads the body of what it refuses.
        if (!answer.ok) refused.push(answer.clone());
        return answer;
      },
    });
    const { body, headers, signal } = init;
    try {
      return await groq.post(url.pathname + url.search, { body, headers, signal }).asResponse();
    } catch (error) {
      const [answer] = refused;
      if (answer !== undefined) return answer;
      throw error instanceof APIConnectionError && error.cause !== undefined ? error.cause : error;
    }
  };
}
