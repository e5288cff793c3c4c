/**
 * Secrets to plant wherever a real one would stand: in options, environment, files, answers of servers and output of programs.
 * They hold characters that encodings change, so that an encoded leak is one too.
 */
export const canary: {
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly bearerToken: string;
  readonly password: string;
} = {
  accessKeySecret: "canary/Secret+6Yq1vXw9==",
  securityToken: "canary/Token+Zk3mRt8u==",
  bearerToken: "canary.Bearer+Hs5nPd2c==",
  password: "canary&Password+Lf7jBg4e==",
};

/** All of {@link canary}. */
export const canaries: readonly string[] = Object.values(canary);
