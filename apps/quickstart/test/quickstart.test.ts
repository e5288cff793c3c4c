import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { Output } from "../src/output/output.js";
import { run } from "../src/run.js";
import { emulatedStage } from "../src/stage/emulated-stage.js";
import { isLink, links } from "../src/stage/links.js";
import { liveStage, MissingSettings } from "../src/stage/live-stage.js";

const sources: Readonly<Record<string, string>> = {
  env: "ram_role_arn/default/env",
  oidc: "ram_role_arn/default/oidc_role_arn",
  cli: "ram_role_arn/default/cli_profile/oauth",
  ini: "ram_role_arn/default/profile/static_ak",
  ecs: "ram_role_arn/default/ecs_ram_role",
  uri: "ram_role_arn/default/credential_uri",
};

describe("the quickstart on the emulator", () => {
  test.each(links)("holds when the link %s answers", async (link) => {
    if (!isLink(link)) throw new Error(link);
    let text = "";
    const output = new Output((printed) => void (text += stripVTControlCharacters(printed)));
    await using stage = await emulatedStage(link);
    expect(await run(stage, output, { size: 1, seconds: 1, terminal: undefined })).toBe(true);
    expect(text).toContain(`source: '${sources[link] ?? "none"}'`);
    expect(text).toMatch(/requests served +\d+, 0 failed/);
    expect(text).toContain("-> 27");
    expect(text).toMatch(/secrets in use +\d+, none of them printed/);
  });
});

describe("what it says", () => {
  test("--live names every variable that is missing", () => {
    expect(() => liveStage()).toThrow(MissingSettings);
    expect(() => liveStage()).toThrow(/OSS_BUCKET/);
  });

  test("a secret that was printed is found, whoever printed it", () => {
    const output = new Output(() => undefined);
    output.line("all is well");
    expect(output.hasPrinted(["s3cret"])).toBe(false);
    output.fact("oops", "the key is s3cret");
    expect(output.hasPrinted(["s3cret"])).toBe(true);
  });
});
