import { scriptedHost } from "@credport/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { volcenginePreset } from "../presets/volcengine-preset.js";
import { createDefaultResolver } from "./default-resolver.js";
import type { EndpointRequest } from "./endpoint-resolver.js";
import { createStandardResolver, isStandardRegion } from "./standard-resolver.js";
import { listedRegions, standardServices } from "./standard-tables.js";

const gateway = "open.ap-southeast-1.byteplusapi.com";
const list = "BYTEPLUS_BOOTSTRAP_REGION_LIST_CONF";

const request = (service: string, region: string, more: Partial<EndpointRequest> = {}): EndpointRequest => ({
  service,
  region,
  host: scriptedHost(),
  ...more,
});
const byDefault = createDefaultResolver();
const strict = createStandardResolver();

describe("3.2 default resolver", () => {
  test.each([
    ["ecs", "ap-southeast-1", gateway],
    ["sts", "ap-southeast-1", gateway],
    ["iam", "ap-southeast-1", "open.byteplusapi.com"],
    ["billing", "ap-southeast-1", "open.byteplusapi.com"],
    ["ark", "ap-southeast-1", "open.byteplusapi.com"],
    ["cen", "ap-southeast-1", gateway],
    ["cdn", "ap-southeast-1", gateway],
    ["cdn", "ap-southeast-2", gateway],
    ["ECS", "ap-southeast-2", gateway],
    ["constructor", "ap-southeast-2", gateway],
    ["ecs", "ap-southeast-2", "ecs.ap-southeast-2.byteplusapi.com"],
    ["rds_mysql", "ap-southeast-3", "rds-mysql.ap-southeast-3.byteplusapi.com"],
    ["iam", "ap-southeast-3", "iam.byteplusapi.com"],
    ["ecs", " ap-southeast-2\n", "ecs.ap-southeast-2.byteplusapi.com"],
  ])("%s in %j is %s", async (service, region, host) => {
    expect(await byDefault(request(service, region))).toBe(host);
  });

  test.each([
    ["cn-test", "ecs.cn-test.byteplusapi.com.cn"],
    ["cn-hongkong", "ecs.cn-hongkong.byteplusapi.com"],
  ])("a bootstrap option %s gives %s", async (region, host) => {
    expect(await byDefault(request("ecs", region, { bootstrapRegions: new Set([region]) }))).toBe(host);
  });

  test("the list file: one region a line, blanks ignored, read again at each resolution, ignored when unreadable", async () => {
    const host = scriptedHost({ env: { [list]: "/regions" }, files: { "/regions": "\n  eu-test \r\n\n" } });
    expect(await byDefault(request("ecs", "eu-test", { host }))).toBe("ecs.eu-test.byteplusapi.com");
    host.files.write("/regions", "other");
    expect(await byDefault(request("ecs", "eu-test", { host }))).toBe(gateway);
    host.files.makeUnreadable("/regions");
    expect(await byDefault(request("ecs", "eu-test", { host }))).toBe(gateway);
  });

  test("a list file named in code must be readable", async () => {
    const host = scriptedHost({ files: { "/mine": "eu-test" } });
    expect(await createDefaultResolver({ bootstrapRegionFile: "/mine" })(request("ecs", "eu-test", { host }))).toBe(
      "ecs.eu-test.byteplusapi.com",
    );
    const empty = scriptedHost({ env: { [list]: "/mine" }, files: { "/mine": "eu-test" } });
    const unnamed = createDefaultResolver({ bootstrapRegionFile: "" });
    expect(await unnamed(request("ecs", "eu-test", { host: empty }))).toBe("ecs.eu-test.byteplusapi.com");
    const resolve = createDefaultResolver({ bootstrapRegionFile: "/gone" });
    for (const region of ["eu-test", "ap-southeast-2"]) {
      await expect(resolve(request("ecs", region, { host }))).rejects.toMatchObject({
        name: "BytePlusConfigError",
        message: expect.stringContaining("/gone"),
      });
    }
  });

  test.each<readonly [Partial<EndpointRequest>, string | undefined, boolean]>([
    [{ useDualStack: true }, undefined, true],
    [{ useDualStack: false }, "true", false],
    [{}, "true", true],
    [{}, "TRUE", false],
    [{}, "1", false],
    [{ useDualStack: true, ipVersion: "IPv4Only" }, undefined, false],
    [{ useDualStack: false, ipVersion: "DualStack" }, undefined, true],
  ])("dual stack with %j and the variable %j: %s", async (options, variable, dual) => {
    const host = scriptedHost({ env: variable === undefined ? {} : { BYTEPLUS_ENABLE_DUALSTACK: variable } });
    const suffix = dual ? "byteplus-api.com" : "byteplusapi.com";
    expect(await byDefault(request("vpc", "ap-southeast-2", { ...options, host }))).toBe(
      `vpc.ap-southeast-2.${suffix}`,
    );
    expect(await byDefault(request("vpc", "ap-southeast-1", { ...options, host }))).toBe(gateway);
  });

  test("property: over services, regions and options the host is what the rules say", async () => {
    const services = [...Object.keys(byteplusPreset.services), "unknown", "milvus"];
    const regions = ["ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "eu-x", "cn-x", "cn-hongkong"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...services),
        fc.constantFrom(...regions),
        fc.boolean(),
        fc.option(fc.boolean(), { nil: undefined }),
        async (service, region, listed, useDualStack) => {
          const bootstrapRegions = new Set(listed ? [region] : []);
          const host = await byDefault(request(service, region, { bootstrapRegions, useDualStack }));
          const kind = byteplusPreset.services[service];
          const inList = listed || ["ap-southeast-2", "ap-southeast-3"].includes(region);
          if (kind === undefined) return host === gateway;
          if (!inList) return host === (["billing", "iam", "ark"].includes(service) ? "open.byteplusapi.com" : gateway);
          const stack = useDualStack === true ? "byteplus-api.com" : "byteplusapi.com";
          const country = region === "cn-x" && kind === "regional" ? ".cn" : "";
          const place = kind === "regional" ? `.${region}` : "";
          return host === `${service.replaceAll("_", "-")}${place}.${stack}${country}`;
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("3.3 standard resolver", () => {
  test("the tables have the reference's sizes", () => {
    const kinds = Object.values(standardServices);
    expect(kinds.filter((kind) => kind === "global")).toHaveLength(46);
    expect(kinds.filter((kind) => kind === "regional")).toHaveLength(74);
    expect(listedRegions).toContain("cn-gaofang-nt4");
    expect(listedRegions.every((region) => /^[a-z0-9-]+[a-z0-9]$/.test(region))).toBe(true);
  });

  test.each([
    ["ecs", "ap-southeast-1", "ecs.ap-southeast-1.byteplusapi.com"],
    ["iam", "ap-southeast-1", "iam.byteplusapi.com"],
    ["Redis", "cn-beijing", "redis.cn-beijing.byteplusapi.com.cn"],
    ["rds_mysql", "cn-hongkong", "rds-mysql.cn-hongkong.byteplusapi.com"],
  ])("%s in %s is %s", (service, region, host) => expect(strict(request(service, region))).toBe(host));

  test.each([
    ["ap-southeast-1", true],
    ["rec-sg", true],
    ["us-east", true],
    ["us-east-west", true],
    ["eu-west-1", true],
    ["me-x-12-finance", true],
    ["us-east-1", false],
    ["eu-west-1-other", false],
    [" ap-southeast-1", false],
    ["AP-southeast-1", false],
    ["", false],
  ])("region %j is valid: %s", (region, valid) => {
    expect(isStandardRegion(region)).toBe(valid);
    if (!valid)
      expect(() => strict(request("ecs", region))).toThrow(expect.objectContaining({ code: "InvalidRegion" }));
  });

  test.each(["id", "milvus", "constructor", "ECS"])("unknown service %s is ServiceNotFound", (service) => {
    expect(() => strict(request(service, "ap-southeast-1"))).toThrow(
      expect.objectContaining({ code: "ServiceNotFound", kind: "client" }),
    );
  });

  test("customServices extend the table", () => {
    const resolve = createStandardResolver({ customServices: { milvus: "regional", ecs: "global" } });
    expect(resolve(request("milvus", "ap-southeast-1"))).toBe("milvus.ap-southeast-1.byteplusapi.com");
    expect(resolve(request("ecs", "ap-southeast-1"))).toBe("ecs.byteplusapi.com");
  });

  test("dual stack by option only", () => {
    const host = scriptedHost({ env: { BYTEPLUS_ENABLE_DUALSTACK: "true" } });
    expect(strict(request("ecs", "ap-southeast-1", { host }))).toBe("ecs.ap-southeast-1.byteplusapi.com");
    expect(strict(request("ecs", "ap-southeast-1", { useDualStack: true }))).toBe(
      "ecs.ap-southeast-1.byteplus-api.com",
    );
  });

  test("property: it keeps no state between calls", () => {
    const call = fc.tuple(
      fc.constantFrom("ecs", "iam", "Kafka"),
      fc.constantFrom("ap-southeast-1", "cn-beijing", "rec-cn"),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(call, { minLength: 1 }), (calls) => {
        const shared = createStandardResolver();
        for (const [service, region, useDualStack] of calls) {
          const asked = request(service, region, { useDualStack });
          expect(shared(asked)).toBe(createStandardResolver()(asked));
        }
      }),
    );
  });
});

describe("section 11 Volcengine hosts", () => {
  const resolve = createDefaultResolver({ preset: volcenginePreset });
  test.each([
    ["ecs", "cn-beijing", "open.volcengineapi.com"],
    ["ecs", "cn-beijing-autodriving", "ecs.cn-beijing-autodriving.volcengineapi.com"],
    ["iam", "ap-southeast-2", "iam.volcengineapi.com"],
  ])("%s in %s is %s", async (service, region, host) => expect(await resolve(request(service, region))).toBe(host));

  test("dual stack and list file go by its own variables", async () => {
    const host = scriptedHost({
      env: { VOLC_ENABLE_DUALSTACK: "true", VOLC_BOOTSTRAP_REGION_LIST_CONF: "/r" },
      files: { "/r": "eu-x" },
    });
    expect(await resolve(request("ecs", "eu-x", { host }))).toBe("ecs.eu-x.volcengine-api.com");
  });
});
