import { describe, expect, it } from 'vitest';
import { askServer, isSecond } from '../../support/asked-server.ts';
import type { GroqAnswer, GroqRequest } from '../../support/fake-groq.ts';

const say = { text: 'The second one is said.' };
const json = (value: unknown): GroqAnswer => ({ raw: JSON.stringify(value) });
const no = (status: number, body: unknown): GroqAnswer => ({ status, body: JSON.stringify(body) });
const text = 'It is said by them.';
const said = json({ text });
type Row = {
  first: GroqAnswer | ((request: GroqRequest) => GroqAnswer);
  isStopped?: true;
  /** Uploads of the first segment. */
  asked?: number;
  told?: string;
  /** How the last upload was. */
  last?: Partial<Record<'format' | 'file', string>> & { without?: string };
};

const stopped = { isStopped: true, asked: 1 } as const;
const isGiven = ({ fields }: GroqRequest, name: string): boolean => fields[name] !== undefined;

/** How servers say what they do not take, each as its own documents and reports of its users have it. */
const shapes: Record<string, Row> = {
  // What they do not take.
  'vLLM behind LiteLLM, one format refused with 500': {
    first: ({ fields }) =>
      fields.response_format?.[0] === 'json'
        ? said
        : no(500, {
            error: {
              message:
                'Hosted_vllmException - Currently only support response_format `text` or `json`. Received Model Group=x',
            },
          }),
    asked: 2,
    last: { format: 'json', file: 'segment.flac' },
  },
  'LocalAI, the same in its words': {
    first: ({ fields }) =>
      fields.response_format?.[0] === 'json'
        ? said
        : no(500, { error: { code: 500, message: 'invalid response_format', type: '' } }),
    asked: 2,
    last: { format: 'json' },
  },
  'times of words refused, those of sentences not': {
    first: (request) =>
      isGiven(request, 'timestamp_granularities[]')
        ? no(400, { error: { message: '`timestamp_granularities[]` not supported by this model' } })
        : said,
    asked: 2,
    last: { format: 'verbose_json', without: 'timestamp_granularities[]' },
  },
  'FastAPI, a value of a list refused': {
    first: (request) =>
      isGiven(request, 'timestamp_granularities[]')
        ? no(422, {
            detail: [{ loc: ['body', 'timestamp_granularities[]', 0], msg: "Input should be 'segment'" }],
          })
        : said,
    asked: 2,
    last: { format: 'verbose_json', without: 'timestamp_granularities[]' },
  },
  'Mistral, its list inside its message': {
    first: (request) =>
      isGiven(request, 'temperature')
        ? no(422, {
            object: 'error',
            message: {
              detail: [{ loc: ['temperature'], msg: 'Extra inputs are not permitted', input: 'secret' }],
            },
          })
        : said,
    asked: 2,
    last: { without: 'temperature' },
  },
  'an internal error for FLAC, without a reason': {
    first: ({ file }) => (file.name.endsWith('.wav') ? said : no(500, 'Internal Server Error')),
    asked: 2,
    last: { format: 'verbose_json', file: 'segment.wav' },
  },
  'an internal error for times, without a reason': {
    first: ({ fields }) => (fields.response_format?.[0] === 'json' ? said : no(500, 'Internal Server Error')),
    asked: 3,
    last: { format: 'json', file: 'segment.wav' },
  },

  // Set-ups that cannot work.
  'Azure without this deployment': {
    first: no(404, {
      error: { code: 'DeploymentNotFound', message: 'The deployment of the secret does not exist.' },
    }),
    ...stopped,
    told: 'DeploymentNotFound',
  },
  'an invalid model': {
    first: no(400, { error: { message: 'invalid model ID', type: 'invalid_request_error' } }),
    ...stopped,
    told: 'Choose a model',
  },
  'a model that FastAPI does not list': {
    first: no(422, { detail: [{ loc: ['body', 'model'], msg: "Input should be 'secret-1'" }] }),
    ...stopped,
    told: 'Choose a model',
  },
  'a model that cannot transcribe': {
    first: no(400, {
      error: { message: 'The model does not support Transcriptions API', type: 'BadRequestError' },
    }),
    ...stopped,
    told: 'Choose a model',
  },
  'Ollama without the model': {
    first: no(404, { error: 'model "secret" not found, try pulling it first' }),
    ...stopped,
    told: 'Choose a model',
  },
  'LocalAI whose model is not on its disk, with 500': {
    first: no(500, {
      error: {
        code: 500,
        message: 'could not load model: rpc error: code = Unknown desc = stat /secret: no such file',
        type: '',
      },
    }),
    ...stopped,
    told: 'Choose a model',
  },
  'llama.cpp with a model without ears, with 501': {
    first: no(501, {
      error: {
        code: 501,
        message: 'This server does not support audio input. Start it with `--mmproj`',
        type: 'not_supported_error',
      },
    }),
    ...stopped,
    told: 'Choose a model',
  },
  'speaches without the model': {
    first: no(404, { detail: "Model 'secret' is not installed locally. You can download the model." }),
    ...stopped,
    told: 'Choose a model',
  },
  'a server of Parakeet that has one model': {
    first: no(422, {
      detail: [{ type: 'enum', loc: ['body', 'model'], msg: "Input should be 'parakeet'", input: 'secret' }],
    }),
    ...stopped,
    told: 'Choose a model',
  },
  'llama.cpp that still loads, with 503': {
    first: (() => {
      let asked = 0;
      return () =>
        (asked += 1) === 1
          ? no(503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } })
          : said;
    })(),
    asked: 2,
  },
  'SiliconFlow without money': {
    first: no(403, { code: 30001, message: 'Sorry, your account balance is insufficient', data: null }),
    ...stopped,
    told: 'no credit',
  },
  'an account of a reseller without money': {
    first: no(403, { error: { message: '用户额度不足 secret', code: 'insufficient_user_quota' } }),
    ...stopped,
    told: 'insufficient_user_quota',
  },
  'audio that Cloudflare cannot read, which is no matter of the model': {
    first: ({ file }) =>
      file.name.endsWith('.wav')
        ? said
        : no(400, {
            success: false,
            errors: [{ code: 5004, message: 'Invalid input for the model: Audio format is not supported' }],
            result: null,
          }),
    asked: 2,
    last: { file: 'segment.wav' },
  },
  'another path of the same server': {
    first: ({ path }) =>
      path.endsWith('/') ? said : { status: 308, headers: { location: '/v1/audio/transcriptions/' } },
    asked: 2,
  },
  'a page to log in on the same server': {
    first: { status: 302, headers: { location: '/login?secret' } },
    ...stopped,
    told: 'another address',
  },
};

describe('a server that takes or refuses as', () => {
  it.each(Object.entries(shapes))('%s', async (_name, row) => {
    const { first } = row;
    const { server, transcribe } = await askServer((request) =>
      isSecond(request) ? say : typeof first === 'function' ? first(request) : first,
    );
    const { report, exitCode, problem } = await transcribe();
    const isStopped = row.isStopped ?? false;
    expect(report.transcript.map(({ text: line }) => line)).toEqual(isStopped ? [] : [text, say.text]);
    expect(report.transcripts[0]).toMatchObject({
      done: isStopped ? 0 : 2,
      parked: 0,
      waiting: isStopped ? 2 : 0,
    });
    expect(exitCode).toBe(isStopped ? 4 : 0);
    expect(problem === null).toBe(!isStopped);
    const uploads = server.ledger.filter((request) => !isSecond(request));
    expect(uploads).toHaveLength(row.asked ?? 1);
    const last = uploads.at(-1);
    if (row.last?.format !== undefined) expect(last?.fields.response_format).toEqual([row.last.format]);
    if (row.last?.file !== undefined) expect(last?.file.name).toBe(row.last.file);
    if (row.last?.without !== undefined) expect(last?.fields[row.last.without]).toBeUndefined();
    if (row.told !== undefined) expect(problem).toContain(row.told);
    if (problem !== null) expect(problem).toContain(`${server.url}/v1/audio/transcriptions`);
    expect(JSON.stringify([report.transcripts, report.receipt.notes, problem])).not.toMatch(/secret/);
  });
});

describe('the address of a deployment at Azure', () => {
  it.each(['', '/audio/transcriptions'])(
    'may end with "%s", keeps its version, and gets the key in its own header',
    async (end) => {
      const { server, transcribe } = await askServer((request) => (isSecond(request) ? say : said), {
        address: `/openai/deployments/whisper${end}?api-version=2024-06-01`,
        key: 'azure-key-0123456789',
      });
      expect((await transcribe()).report.text).toBe(`${text} ${say.text}`);
      expect(server.ledger).toHaveLength(2);
      for (const { path, headers } of server.ledger) {
        expect(path).toBe('/openai/deployments/whisper/audio/transcriptions?api-version=2024-06-01');
        expect(headers['api-key']).toBe('azure-key-0123456789');
        expect(headers.authorization).toBeUndefined();
      }
    },
  );
});
