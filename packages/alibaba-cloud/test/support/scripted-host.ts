import {
  CredentialsError,
  type ExecFileResult,
  type Host,
  type HttpRequest,
  type HttpResponse,
  type LoadContext,
  type SourceWarning,
} from "@credport/core";

/** What a scripted service answers; an error is thrown instead. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** A request as it reached the scripted network. */
export interface SeenRequest extends HttpRequest {
  readonly parsed: URL;
  /** The form body, decoded. */
  readonly form: Readonly<Record<string, string>>;
}

/** What a test decides about the outside. */
export interface Script {
  env?: Readonly<Record<string, string | undefined>>;
  home?: string | undefined;
  platform?: string;
  files?: Record<string, string | CredentialsError>;
  now?: number;
  respond?: (request: SeenRequest, index: number) => ScriptedAnswer | CredentialsError;
  execute?: (argv: readonly string[]) => ExecFileResult | CredentialsError;
}

/** A host without an outside, and what passed through it. */
export interface ScriptedHost extends Host {
  readonly script: Script;
  readonly requests: SeenRequest[];
  readonly commands: (readonly string[])[];
  readonly warnings: SourceWarning[];
  /** The context of one load. */
  context(changes?: Partial<LoadContext>): LoadContext;
}

/** 2024-01-02T03:04:05Z. */
export const start: number = Date.UTC(2024, 0, 2, 3, 4, 5);

/** Makes a host that answers as the script says. Its clock stands still unless the script moves it. */
export function scriptedHost(script: Script = {}): ScriptedHost {
  const requests: SeenRequest[] = [];
  const commands: (readonly string[])[] = [];
  const warnings: SourceWarning[] = [];
  const now = (): number => script.now ?? start;
  const read = (path: string): string => {
    const content = script.files?.[path];
    if (content === undefined) throw new CredentialsError({ code: "NOT_CONFIGURED", message: `no file at ${path}` });
    if (typeof content !== "string") throw content;
    return content;
  };
  const host: ScriptedHost = {
    script,
    requests,
    commands,
    warnings,
    now,
    sleep: (milliseconds) => {
      script.now = now() + milliseconds;
      return Promise.resolve();
    },
    random: () => 0.5,
    randomBytes: (length) => new Uint8Array(length).map((_, index) => (index === length - 1 ? 1 : 0)),
    env: (name) => script.env?.[name] || undefined,
    homedir: () => ("home" in script ? script.home : "/home/user"),
    platform: script.platform ?? "linux",
    arch: "x64",
    runtime: "Node.js/20.0.0",
    realpath: async (path) => (read(path), path),
    readFile: async (path) => read(path),
    writeFileAtomic: async (path, content) => {
      script.files = { ...script.files, [path]: content };
    },
    lockFile: async () => ({ [Symbol.asyncDispose]: () => Promise.resolve() }),
    execFile: async (file, parameters) => {
      const argv = [file, ...parameters];
      commands.push(argv);
      const result = script.execute?.(argv) ?? { exitCode: 0, stdout: "", stderr: "" };
      if (result instanceof CredentialsError) throw result;
      return result;
    },
    request: async (request) => {
      const seen = seenRequest(request);
      requests.push(seen);
      if (request.signal?.aborted === true) throw new CredentialsError({ code: "ABORTED", message: "aborted" });
      const answer = script.respond?.(seen, requests.length - 1) ?? { status: 404 };
      if (answer instanceof CredentialsError) throw answer;
      return response(answer, now());
    },
    detach: (run) => run(),
    context: (changes = {}) => ({
      signal: new AbortController().signal,
      reason: "initial",
      previous: undefined,
      host,
      warn: (warning) => warnings.push(warning),
      ...changes,
    }),
  };
  return host;
}

/** The four fields of a session, as STS spells them. */
export const session = {
  AccessKeyId: "STS.id",
  AccessKeySecret: "session-secret",
  SecurityToken: "session-token",
  Expiration: "2024-01-02T04:04:05Z",
};

/** A transport failure as the real host reports it. */
export function networkError(code: "NETWORK" | "TIMEOUT" = "NETWORK", requestSent = false): CredentialsError {
  const cause = Object.assign(new Error("ECONNREFUSED"), { requestSent });
  return new CredentialsError({ code, message: "cannot connect", cause });
}

function seenRequest(request: HttpRequest): SeenRequest {
  const form = typeof request.body === "string" ? Object.fromEntries(new URLSearchParams(request.body)) : {};
  return { ...request, parsed: new URL(request.url), form };
}

function response({ status = 200, headers = {}, body = "" }: ScriptedAnswer, at: number): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, headers, body: new TextEncoder().encode(text), text: () => text, sentAt: at, receivedAt: at };
}
