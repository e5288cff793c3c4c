import { afterEach, beforeEach } from "vitest";
import { startEmulator, type Emulator, type User } from "../src/index.js";
import { sendSigned, type RawAnswer, type SignedRequest } from "./raw-oss.js";

/** The bucket that stands ready. */
export const BUCKET = "my-bucket";
/** When every test begins, in ms. */
export const NOW: number = Date.UTC(2025, 9, 9, 8, 53, 20);

/** Starts an emulated OSS for each test, with a bucket and a user; to be called once in a test file. */
export function ossFixture(): OssFixture {
  const fixture = new OssFixture();
  beforeEach(() => fixture.start());
  afterEach(() => fixture.emulator.close());
  return fixture;
}

class OssFixture {
  #emulator: Emulator<"oss"> | undefined;
  #user: User | undefined;

  get emulator(): Emulator<"oss"> {
    if (this.#emulator === undefined) throw new Error("the emulator is not started");
    return this.#emulator;
  }

  get user(): User {
    return (this.#user ??= this.emulator.accounts.createUser());
  }

  async start(): Promise<void> {
    this.#emulator = await startEmulator({ services: ["oss"], clock: { now: () => NOW } });
    this.#user = undefined;
    this.#emulator.oss.createBucket(BUCKET);
  }

  /** Sends a request signed with V4, by the user and for the bucket unless the fields say otherwise. */
  signed(fields: Partial<SignedRequest> = {}): Promise<RawAnswer> {
    const { emulator, user } = this;
    return sendSigned({ port: emulator.oss.port, keys: user, bucket: BUCKET, at: emulator.clock.now(), ...fields });
  }

  /** Puts an object. */
  put(key: string, body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
    return this.signed({ method: "PUT", key, body, headers });
  }
}
