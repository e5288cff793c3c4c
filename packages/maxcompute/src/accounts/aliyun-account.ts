import { staticReader } from "./static-reader.js";
import { SigningAccount, type AccountOptions } from "./signing-account.js";

/** Options of {@link AliyunAccount}. */
export interface AliyunAccountOptions extends AccountOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** A permanent key pair (the guide's method 1). Throws `CredentialsError` (`INVALID_CREDENTIAL`) when a part is empty. */
export class AliyunAccount extends SigningAccount {
  readonly type = "aliyun";

  constructor(options: AliyunAccountOptions) {
    super(staticReader({ accessKeyId: options.accessKeyId, accessKeySecret: options.accessKeySecret }), options);
  }
}
