/** What an upstream issues. */
export interface Session {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: Date;
}

/** The service that credentials come from: counts its calls, and is slow, down or repetitive as told. */
export class Upstream {
  calls = 0;
  /** Life of an issued session, in ms. */
  lifetime = 3_600_000;
  isDown = false;
  /** Awaited before each answer. */
  before: (call: number) => Promise<void> = () => Promise.resolve();
  /** When set, the one session issued for ever. */
  repeated: Session | undefined;

  async load(): Promise<Session> {
    this.calls += 1;
    const call = this.calls;
    await this.before(call);
    if (this.isDown) throw new Error("the upstream is down");
    return this.repeated ?? issue(call, this.lifetime);
  }
}

/** A session, numbered, that lives from now. */
export function issue(number: number, lifetime: number): Session {
  return {
    accessKeyId: `STS.${String(number)}`,
    accessKeySecret: "testAkSecret",
    securityToken: "testToken",
    expiration: new Date(Date.now() + lifetime),
  };
}
