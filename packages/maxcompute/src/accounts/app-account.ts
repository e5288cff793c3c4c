import { staticReader } from "./static-reader.js";
import type { AccountRequest } from "./account.js";
import {
  customReader,
  readCredential,
  readLiveCredential,
  type CredentialReader,
  type CustomCredentialProvider,
} from "./credential-reader.js";
import { invalidCredential } from "../signing/sign-request.js";
import { headerOf } from "../errors/parse-error.js";
import { signApp } from "../signing/sign-app.js";

/** Options of {@link AppAccount}: the application's own key pair, with a token for a session. */
export interface AppAccountOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
  /** When it ends; nothing is signed with it from then on. Core's credentials fit here as they are. */
  readonly expiration?: Date | undefined;
  /** The word a private cloud puts in place of `aliyun`. */
  readonly corporation?: string | undefined;
}

/** The application's second signature beside the user's account; its key pair is another one than the user's. */
export class AppAccount {
  readonly #reader: CredentialReader;
  readonly #corporation: string | undefined;

  constructor(
    options: AppAccountOptions | { readonly reader: CredentialReader; readonly corporation?: string | undefined },
  ) {
    this.#reader =
      "reader" in options
        ? options.reader
        : staticReader({
            accessKeyId: options.accessKeyId,
            accessKeySecret: options.accessKeySecret,
            securityToken: options.securityToken,
            expiration: options.expiration,
          });
    this.#corporation = options.corporation;
  }

  /** Reads the application's key from a provider for every request. */
  static fromProvider(
    provider: CredentialReader | CustomCredentialProvider,
    options: { readonly corporation?: string | undefined } = {},
  ): AppAccount {
    const isReader = typeof provider === "object" && provider !== null && "getCredentials" in provider;
    return new AppAccount({ ...options, reader: isReader ? provider : customReader(provider) });
  }

  /**
   * Signs over the `Authorization` the user's account has just set. Throws when there is none, as with a bearer user. `at`: the one
   * instant of the attempt, by which a credential has expired or not; absent: that is not asked.
   */
  async sign(
    request: AccountRequest,
    { at, signal }: { readonly at?: Date | undefined; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    const authorization = headerOf(request.headers, "authorization");
    if (authorization === undefined)
      throw invalidCredential("an app account needs a user account that signs; a bearer account does not");
    const { accessKeyId, accessKeySecret, securityToken } = await (at === undefined
      ? readCredential(this.#reader, { signal })
      : readLiveCredential(this.#reader, at, signal));
    const app = {
      accessKeyId: accessKeyId ?? "",
      accessKeySecret: accessKeySecret ?? "",
      stsToken: securityToken ?? undefined,
    };
    Object.assign(request.headers, signApp(authorization, app, { corporation: this.#corporation }));
  }

  /** What `console.log`, `String()` and JSON show: no secret. */
  toJSON(): { readonly account: string } {
    return { account: "AppAccount" };
  }

  toString(): string {
    return "AppAccount";
  }
}
