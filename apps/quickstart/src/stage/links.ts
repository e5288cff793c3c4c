import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Emulator, Role } from "@credport/emulator";

type Services = "credentialsUri" | "metadata" | "oauth" | "oidc" | "sts";

/** What preparing a link takes. */
interface Ground {
  readonly emulator: Pick<Emulator<Services>, Services | "accounts">;
  /** A home directory of its own: nobody's real files are read. */
  readonly home: string;
  /** Whose sessions the link gives. */
  readonly role: Role;
}

/** Makes one link of the default chain the first that is configured. Returns the environment it needs. */
type Prepare = (ground: Ground) => Promise<Readonly<Record<string, string>>>;

const userKey = ({ emulator }: Ground): { readonly accessKeyId: string; readonly accessKeySecret: string } =>
  emulator.accounts.createUser({ name: "quickstart" });

/** A link of the default chain. */
export type Link = "env" | "oidc" | "cli" | "ini" | "ecs" | "uri";

const prepareLink: Readonly<Record<Link, Prepare>> = {
  async env(ground) {
    const { accessKeyId, accessKeySecret } = userKey(ground);
    return { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret };
  },
  async oidc({ emulator, home, role }) {
    return {
      ALIBABA_CLOUD_ROLE_ARN: role.arn,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: emulator.oidc.providerArn,
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: await emulator.oidc.projectToken(join(home, "token")),
    };
  },
  async cli({ emulator, home, role }) {
    const { accessToken, refreshToken, accessTokenExpire } = emulator.oauth.logIn(role);
    const profile = {
      name: "login",
      mode: "OAuth",
      oauth_site_type: "CN",
      oauth_access_token: accessToken,
      oauth_refresh_token: refreshToken,
      oauth_access_token_expire: accessTokenExpire,
    };
    await writeFileIn(join(home, ".aliyun"), "config.json", JSON.stringify({ current: "login", profiles: [profile] }));
    return {};
  },
  async ini(ground) {
    const { accessKeyId, accessKeySecret } = userKey(ground);
    const text = `[default]\ntype = access_key\naccess_key_id = ${accessKeyId}\naccess_key_secret = ${accessKeySecret}\n`;
    await writeFileIn(join(ground.home, ".alibabacloud"), "credentials", text);
    return {};
  },
  async ecs({ emulator, role }) {
    emulator.metadata.role = role;
    return {};
  },
  async uri({ emulator, role }) {
    emulator.credentialsUri.role = role;
    return { ALIBABA_CLOUD_CREDENTIALS_URI: emulator.credentialsUri.url };
  },
};

/** The links, in the order the chain asks them. */
export const links: readonly string[] = Object.keys(prepareLink);

/** Whether a text names a link. */
export function isLink(text: string): text is Link {
  return Object.hasOwn(prepareLink, text);
}

/** Prepares the ground so that this link is the one that answers. */
export function prepare(link: Link, ground: Ground): Promise<Readonly<Record<string, string>>> {
  return prepareLink[link](ground);
}

async function writeFileIn(directory: string, name: string, content: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, name), content, { mode: 0o600 });
}
